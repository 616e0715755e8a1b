#include "experiments/framework/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "boost/math/distributions/students_t.hpp"

namespace duet::experiments {
namespace {

double VarianceOfMean(const Summary& summary) { return *summary.sd * *summary.sd / summary.num_values; }

}  // namespace

double StudentT975(double degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), 0.975);
}

Summary Summarize(absl::Span<const double> values) {
  assert(!values.empty());
  Summary summary;
  summary.num_values = values.size();
  double sum = 0;
  for (const double value : values) sum += value;
  summary.mean = sum / summary.num_values;
  if (summary.num_values < 2) return summary;
  double sum_of_squares = 0;
  for (const double value : values) sum_of_squares += (value - summary.mean) * (value - summary.mean);
  const double degrees_of_freedom = summary.num_values - 1;
  summary.sd = std::sqrt(sum_of_squares / degrees_of_freedom);
  summary.half_width_95 = StudentT975(degrees_of_freedom) * std::sqrt(VarianceOfMean(summary));
  return summary;
}

Summary DifferenceOfUnpaired(absl::Span<const double> a, absl::Span<const double> b) {
  const Summary summary_a = Summarize(a);
  const Summary summary_b = Summarize(b);
  Summary difference;
  difference.num_values = std::min(summary_a.num_values, summary_b.num_values);
  difference.mean = summary_a.mean - summary_b.mean;
  if (difference.num_values < 2) return difference;
  const double variance_a = VarianceOfMean(summary_a);
  const double variance_b = VarianceOfMean(summary_b);
  const double variance = variance_a + variance_b;
  if (variance == 0) {
    difference.half_width_95 = 0;
    return difference;
  }
  // Welch-Satterthwaite.
  const double degrees_of_freedom =
      variance * variance /
      (variance_a * variance_a / (summary_a.num_values - 1) + variance_b * variance_b / (summary_b.num_values - 1));
  difference.half_width_95 = StudentT975(degrees_of_freedom) * std::sqrt(variance);
  return difference;
}

}  // namespace duet::experiments
