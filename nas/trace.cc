#include "nas/trace.h"

#include <algorithm>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::nas {
namespace {

absl::Status CheckTestAccuracies(const Trace& trace) {
  for (const TrainedNetwork& network : trace.networks()) {
    if (network.has_test_accuracy_pct()) continue;
    return absl::FailedPreconditionError(absl::StrCat("the test accuracy of ", network.name(), " is not known"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteTrace(const Trace& trace, absl::string_view path) {
  return WriteFileAtomically(path, trace.SerializeAsString());
}

absl::StatusOr<Trace> ReadTrace(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  Trace trace;
  if (!trace.ParseFromString(bytes)) return absl::InvalidArgumentError(absl::StrCat(path, ": not a trace"));
  if (trace.version() != kTraceVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": a trace of version ", trace.version(), ", not ", kTraceVersion));
  }
  return trace;
}

absl::StatusOr<std::vector<double>> BestTestSoFar(const Trace& trace) {
  RETURN_IF_ERROR(CheckTestAccuracies(trace));
  std::vector<double> curve;
  for (const TrainedNetwork& network : trace.networks()) {
    curve.push_back(curve.empty() ? network.test_accuracy_pct() : std::max(curve.back(), network.test_accuracy_pct()));
  }
  return curve;
}

absl::StatusOr<std::vector<double>> TestOfBestValidationSoFar(const Trace& trace) {
  RETURN_IF_ERROR(CheckTestAccuracies(trace));
  std::vector<double> curve;
  double best = -std::numeric_limits<double>::infinity();
  for (const TrainedNetwork& network : trace.networks()) {
    const bool is_better = network.validation_accuracy_pct() > best;
    if (is_better) best = network.validation_accuracy_pct();
    curve.push_back(is_better ? network.test_accuracy_pct() : curve.back());
  }
  return curve;
}

std::vector<double> BestValidationSoFar(const Trace& trace) {
  std::vector<double> curve;
  for (const TrainedNetwork& network : trace.networks()) {
    const double accuracy_pct = network.validation_accuracy_pct();
    curve.push_back(curve.empty() ? accuracy_pct : std::max(curve.back(), accuracy_pct));
  }
  return curve;
}

Trace WithoutFalsePositives(const Trace& trace, absl::Span<const double> true_latency_ms, double limit_ms) {
  Trace kept = trace;
  kept.clear_networks();
  for (const TrainedNetwork& network : trace.networks()) {
    if (true_latency_ms[network.index()] <= limit_ms) *kept.add_networks() = network;  // false for NaN
  }
  return kept;
}

}  // namespace duet::nas
