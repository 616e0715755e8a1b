// Every pair of FABNet's codesign, and the exact Pareto front over latency and accuracy.

#ifndef CODESIGN_FABNET_PAIR_FRONT_H_
#define CODESIGN_FABNET_PAIR_FRONT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/fabnet/pair.h"
#include "codesign/fabnet/pair_costs.h"

namespace duet::codesign {

struct RatedNetwork {
  FabnetNetwork network;
  double accuracy_pct = 0;
};

struct RatedPair {
  RatedNetwork rated;
  ButterflyDesign design;
  double latency_ms = 0;
  FpgaResources resources;
};

struct FpgaProblem {
  const ResourceCosts* costs = nullptr;
  FpgaResources limits;
  int64_t seq_len = 0;
};

struct PairEnumeration {
  int64_t num_pairs = 0;           // all
  int64_t num_runnable = 0;        // of them, whose network the design can run
  std::vector<RatedPair> fitting;  // of those, within the limits; networks outside, designs inside
};

// The status of LatencyOf.
absl::StatusOr<PairEnumeration> EnumeratePairs(const FpgaProblem& problem, absl::Span<const RatedNetwork> networks,
                                               absl::Span<const ButterflyDesign> designs);

// The numbers of the pairs that no other betters: none is faster and at least as accurate, or more accurate and no
// slower. By rising latency. Of pairs alike in both, that with the fewest DSPs, then the first.
std::vector<int64_t> ParetoFront(absl::Span<const RatedPair> pairs);

// Of the pairs of each network the fastest, the first of equals; networks in the order of their first pair.
std::vector<RatedPair> FastestOfEachNetwork(absl::Span<const RatedPair> pairs);

// What a chosen pair is worth beside the others.
struct Advantage {
  // How much more accurate, in points of percent, than the least accurate pair of similar latency.
  double accuracy_points = 0;
  // How many times faster than the slowest pair of similar accuracy.
  double speedup = 1;
};
// Similar: latency within a factor of 1 +- `latency_share`, accuracy within `accuracy_points` on either side.
Advantage AdvantageOf(const RatedPair& chosen, absl::Span<const RatedPair> pairs, double latency_share,
                      double accuracy_points);

}  // namespace duet::codesign

#endif  // CODESIGN_FABNET_PAIR_FRONT_H_
