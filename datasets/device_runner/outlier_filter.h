// The latency of a network from its timed inferences, as LatBench computes it: of each input's times, those within the
// 25th and 75th percentile (both included) are averaged; of these averages likewise. The mean of the middle half is not
// moved by an interrupt, and not by one input during which the machine was busy.
//
// A percentile between two values is interpolated linearly (numpy's default): of values sorted as v_0 .. v_{n-1},
// percentile q is at position q (n - 1) / 100.
// Source: the LatBench release of BRP-NAS (Dudziak et al. 2020), tools/calc_stats.py.

#ifndef DATASETS_DEVICE_RUNNER_OUTLIER_FILTER_H_
#define DATASETS_DEVICE_RUNNER_OUTLIER_FILTER_H_

#include <vector>

#include "absl/types/span.h"

namespace duet::device_runner {

// `percent` in [0, 100]; `values` not empty, in any order.
double Percentile(absl::Span<const double> values, double percent);

// The mean of the values within [25th, 75th percentile]. `values` not empty.
double MeanOfMiddleHalf(absl::Span<const double> values);

// MeanOfMiddleHalf of the MeanOfMiddleHalf of each input's times. No vector is empty.
double FilteredLatency(const std::vector<std::vector<double>>& times_by_input);

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_OUTLIER_FILTER_H_
