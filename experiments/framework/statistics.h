// Mean, standard deviation and 95 % interval over seeds.
//
//   interval = mean ± t(0.975, degrees of freedom) * standard error
//
// Student's t; the standard error is sd / sqrt(n), or Welch's for a difference of unpaired samples. The quantile is
// Boost's. Limits: assumes roughly normal values; one seed has no interval.

#ifndef EXPERIMENTS_FRAMEWORK_STATISTICS_H_
#define EXPERIMENTS_FRAMEWORK_STATISTICS_H_

#include <cstdint>
#include <optional>

#include "absl/types/span.h"

namespace duet::experiments {

struct Summary {
  int64_t num_values = 0;
  double mean = 0;
  std::optional<double> sd;             // divisor n - 1; with two values or more
  std::optional<double> half_width_95;  // of the interval of the mean; with two values or more
};

// `values` is not empty.
Summary Summarize(absl::Span<const double> values);

// Mean of a - b and its interval for samples that are not paired (Welch 1947): without an interval where one has fewer
// than two values. `num_values` is the smaller sample's size; there is no `sd`. Neither is empty.
Summary DifferenceOfUnpaired(absl::Span<const double> a, absl::Span<const double> b);

// The 0.975 quantile of Student's t distribution. `degrees_of_freedom` > 0.
double StudentT975(double degrees_of_freedom);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_STATISTICS_H_
