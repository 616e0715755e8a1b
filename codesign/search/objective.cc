#include "codesign/search/objective.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "codesign/accelerator/performance.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

constexpr double kLeastViolation = 1e-3;

double AboveLimit(const std::optional<double>& limit, double value) {
  if (!limit.has_value() || value <= *limit) return 0;
  return std::max(kLeastViolation, (value - *limit) / *limit);
}

double BelowLimit(const std::optional<double>& limit, double value) {
  if (!limit.has_value() || value >= *limit) return 0;
  return std::max(kLeastViolation, (*limit - value) / *limit);
}

absl::Status CheckThreshold(absl::string_view name, const std::optional<double>& threshold) {
  if (!threshold.has_value() || (std::isfinite(*threshold) && *threshold > 0)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the threshold ", name, " must be positive, not ", *threshold));
}

absl::Status CheckRange(absl::string_view name, const MetricRange& range) {
  if (std::isfinite(range.min) && std::isfinite(range.max) && range.min < range.max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the range of ", name, " is ", range.min, " to ", range.max));
}

absl::Status CheckWeight(absl::string_view name, double weight) {
  if (std::isfinite(weight) && weight >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the weight of ", name, " is ", weight, ", which is below 0"));
}

}  // namespace

double PerfPerArea(const Metrics& metrics) { return PerfPerArea(metrics.latency_ms, metrics.area_mm2); }

double Violation(const Thresholds& thresholds, const Metrics& metrics) {
  return AboveLimit(thresholds.max_area_mm2, metrics.area_mm2) +
         AboveLimit(thresholds.max_latency_ms, metrics.latency_ms) +
         BelowLimit(thresholds.min_accuracy_pct, metrics.accuracy_pct) +
         BelowLimit(thresholds.min_perf_per_area, PerfPerArea(metrics));
}

absl::Status CheckObjective(const Objective& objective) {
  const Weights& weights = objective.weights;
  RETURN_IF_ERROR(CheckWeight("area", weights.area));
  RETURN_IF_ERROR(CheckWeight("latency", weights.latency));
  RETURN_IF_ERROR(CheckWeight("accuracy", weights.accuracy));
  if (weights.area + weights.latency + weights.accuracy <= 0) {
    return absl::InvalidArgumentError("all weights of the objective are 0");
  }
  const Thresholds& thresholds = objective.thresholds;
  RETURN_IF_ERROR(CheckThreshold("max_area_mm2", thresholds.max_area_mm2));
  RETURN_IF_ERROR(CheckThreshold("max_latency_ms", thresholds.max_latency_ms));
  RETURN_IF_ERROR(CheckThreshold("min_accuracy_pct", thresholds.min_accuracy_pct));
  RETURN_IF_ERROR(CheckThreshold("min_perf_per_area", thresholds.min_perf_per_area));
  RETURN_IF_ERROR(CheckRange("accuracy_pct", objective.ranges.accuracy_pct));
  RETURN_IF_ERROR(CheckRange("latency_ms", objective.ranges.latency_ms));
  return CheckRange("area_mm2", objective.ranges.area_mm2);
}

NormalisedMetrics Normalise(const MetricRanges& ranges, const Metrics& metrics) {
  const auto share = [](const MetricRange& range, double value) {
    return (value - range.min) / (range.max - range.min);
  };
  return {1 - share(ranges.area_mm2, metrics.area_mm2), 1 - share(ranges.latency_ms, metrics.latency_ms),
          share(ranges.accuracy_pct, metrics.accuracy_pct)};
}

double Reward(const Objective& objective, const Metrics& metrics) {
  const double violation = Violation(objective.thresholds, metrics);
  if (violation > 0) return -std::min(-kWorstReward, violation);
  const NormalisedMetrics normalised = Normalise(objective.ranges, metrics);
  return objective.weights.area * normalised.area + objective.weights.latency * normalised.latency +
         objective.weights.accuracy * normalised.accuracy;
}

}  // namespace duet::codesign
