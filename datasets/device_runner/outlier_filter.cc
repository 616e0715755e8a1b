#include "datasets/device_runner/outlier_filter.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace duet::device_runner {

double Percentile(absl::Span<const double> values, double percent) {
  assert(!values.empty() && 0 <= percent && percent <= 100);
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double position = percent / 100 * (sorted.size() - 1);
  const size_t below = static_cast<size_t>(position);
  if (below + 1 == sorted.size()) return sorted.back();
  return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
}

double MeanOfMiddleHalf(absl::Span<const double> values) {
  const double low = Percentile(values, 25);
  const double high = Percentile(values, 75);
  double sum = 0;
  int64_t count = 0;
  for (const double value : values) {
    if (value < low || value > high) continue;
    sum += value;
    ++count;
  }
  // Of two values both percentiles lie between them.
  return count > 0 ? sum / count : (low + high) / 2;
}

double FilteredLatency(const std::vector<std::vector<double>>& times_by_input) {
  std::vector<double> means;
  means.reserve(times_by_input.size());
  for (const std::vector<double>& times : times_by_input) means.push_back(MeanOfMiddleHalf(times));
  return MeanOfMiddleHalf(means);
}

}  // namespace duet::device_runner
