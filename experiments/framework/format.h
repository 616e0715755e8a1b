// Numbers as people read them.

#ifndef EXPERIMENTS_FRAMEWORK_FORMAT_H_
#define EXPERIMENTS_FRAMEWORK_FORMAT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/experiment_spec.pb.h"

namespace duet::experiments {

// "96.90" for 2 decimals; never "-0.00".
std::string FormatNumber(double value, int decimals);

// The fewest digits that say it: "0.05", "100".
std::string FormatTolerance(double value);

// The fewest digits that read back as the same double, for files.
std::string FormatExactly(double value);

// "96.9 ± 0.8", the half-width of the 95 % interval; "96.9" with one seed or where the metric is deterministic.
std::string FormatMean(const Metric& metric, const MetricSummary& summary);

// "within ±10 % (%)", "latency (ms)", "count" for the unit 1.
std::string MetricTitle(const Metric& metric);

// With its first letter in upper case.
std::string Capitalised(absl::string_view text);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_FORMAT_H_
