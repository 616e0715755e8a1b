// How a search did against the true Pareto front: what it could have earned, and how far from the front it ended.

#ifndef CODESIGN_SEARCH_SEARCH_QUALITY_H_
#define CODESIGN_SEARCH_SEARCH_QUALITY_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "codesign/search/objective.h"
#include "codesign/search/pair_search.h"

namespace duet::codesign {

// The positions in the front by falling reward, of those that meet the thresholds. R never falls when a metric gets
// better, so that the first is the best of the whole space, if any pair meets them.
std::vector<int64_t> ByReward(const Objective& objective, absl::Span<const Metrics> front);

// The distance from a pair to the nearest of the front, of one point or more, all metrics normalised to [0, 1]; 0 on
// the front.
double DistanceToFront(const MetricRanges& ranges, const Metrics& metrics, absl::Span<const Metrics> front);

// What a search has earned: element i is the best reward of the steps 0 to i, nothing before the first pair.
std::vector<std::optional<double>> BestRewardSoFar(absl::Span<const Step> steps);

// The mean reward of each `length` steps in a row, from the first; nothing where a step tries a cell alone. What does
// not fill a window is left out.
std::vector<std::optional<double>> MeanRewards(absl::Span<const Step> steps, int64_t length);

}  // namespace duet::codesign

#endif  // CODESIGN_SEARCH_SEARCH_QUALITY_H_
