#include "codesign/fabnet/pair_front.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "common/status_macros.h"

namespace duet::codesign {

absl::StatusOr<PairEnumeration> EnumeratePairs(const FpgaProblem& problem, absl::Span<const RatedNetwork> networks,
                                               absl::Span<const ButterflyDesign> designs) {
  PairEnumeration pairs;
  for (const RatedNetwork& rated : networks) {
    for (const ButterflyDesign& design : designs) {
      ++pairs.num_pairs;
      if (!CanRun(design, rated.network)) continue;
      ++pairs.num_runnable;
      const FpgaResources resources = problem.costs->Of(rated.network, design, problem.seq_len);
      if (!Fits(resources, problem.limits)) continue;
      ASSIGN_OR_RETURN(const PairLatency latency, LatencyOf(rated.network, design, problem.seq_len));
      pairs.fitting.push_back({rated, design, latency.total_ms(), resources});
    }
  }
  return pairs;
}

std::vector<int64_t> ParetoFront(absl::Span<const RatedPair> pairs) {
  std::vector<int64_t> order(pairs.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](int64_t i) {
    return std::make_tuple(pairs[i].latency_ms, -pairs[i].rated.accuracy_pct, pairs[i].resources.dsp, i);
  };
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return key(a) < key(b); });
  std::vector<int64_t> front;
  for (const int64_t i : order) {
    if (front.empty() || pairs[i].rated.accuracy_pct > pairs[front.back()].rated.accuracy_pct) front.push_back(i);
  }
  return front;
}

std::vector<RatedPair> FastestOfEachNetwork(absl::Span<const RatedPair> pairs) {
  std::vector<RatedPair> fastest;
  for (const RatedPair& pair : pairs) {
    const auto same = std::find_if(fastest.begin(), fastest.end(),
                                   [&](const RatedPair& other) { return other.rated.network == pair.rated.network; });
    if (same == fastest.end()) {
      fastest.push_back(pair);
    } else if (pair.latency_ms < same->latency_ms) {
      *same = pair;
    }
  }
  return fastest;
}

Advantage AdvantageOf(const RatedPair& chosen, absl::Span<const RatedPair> pairs, double latency_share,
                      double accuracy_points) {
  Advantage advantage;
  for (const RatedPair& pair : pairs) {
    const double gap = chosen.rated.accuracy_pct - pair.rated.accuracy_pct;
    if (std::abs(pair.latency_ms - chosen.latency_ms) <= latency_share * chosen.latency_ms) {
      advantage.accuracy_points = std::max(advantage.accuracy_points, gap);
    }
    if (std::abs(gap) <= accuracy_points) {
      advantage.speedup = std::max(advantage.speedup, pair.latency_ms / chosen.latency_ms);
    }
  }
  return advantage;
}

}  // namespace duet::codesign
