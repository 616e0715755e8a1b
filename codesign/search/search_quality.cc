#include "codesign/search/search_quality.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace duet::codesign {

std::vector<int64_t> ByReward(const Objective& objective, absl::Span<const Metrics> front) {
  std::vector<int64_t> positions;
  for (size_t i = 0; i < front.size(); ++i) {
    if (Violation(objective.thresholds, front[i]) == 0) positions.push_back(static_cast<int64_t>(i));
  }
  std::stable_sort(positions.begin(), positions.end(),
                   [&](int64_t a, int64_t b) { return Reward(objective, front[a]) > Reward(objective, front[b]); });
  return positions;
}

double DistanceToFront(const MetricRanges& ranges, const Metrics& metrics, absl::Span<const Metrics> front) {
  const NormalisedMetrics from = Normalise(ranges, metrics);
  double least = std::numeric_limits<double>::infinity();
  for (const Metrics& point : front) {
    const NormalisedMetrics to = Normalise(ranges, point);
    least = std::min(least, std::hypot(from.accuracy - to.accuracy, from.latency - to.latency, from.area - to.area));
  }
  return least;
}

std::vector<std::optional<double>> BestRewardSoFar(absl::Span<const Step> steps) {
  std::vector<std::optional<double>> best_so_far;
  std::optional<double> best;
  for (const Step& step : steps) {
    if (step.pair.has_value()) best = std::max(best.value_or(kWorstReward), *step.reward);
    best_so_far.push_back(best);
  }
  return best_so_far;
}

std::vector<std::optional<double>> MeanRewards(absl::Span<const Step> steps, int64_t length) {
  std::vector<std::optional<double>> means;
  for (size_t first = 0; first + length <= steps.size(); first += length) {
    std::optional<double> sum = 0.0;
    for (const Step& step : steps.subspan(first, length)) {
      if (sum.has_value()) sum = step.reward.has_value() ? std::optional(*sum + *step.reward) : std::nullopt;
    }
    means.push_back(sum.has_value() ? std::optional(*sum / static_cast<double>(length)) : std::nullopt);
  }
  return means;
}

}  // namespace duet::codesign
