// What a search over pairs of network and accelerator is to maximise: a weighted sum of three normalised metrics where
// thresholds are met, a punishment where they are not.
//
//   R(m) = w_area N(-area) + w_latency N(-latency) + w_accuracy N(accuracy)     if m meets every threshold
//   R(m) = -min(1, sum over missed thresholds of the relative violation)        otherwise, in [-1, 0)
//
// N is linear, from the worst to the best value of the enumerated space to [0, 1]. The relative violation of a
// threshold t by x is |x - t| / |t|, at least 0.001.
//
// Source: Abdelfattah et al. 2020 (Codesign-NAS), section on the objective, as remembered: the paper's punishment could
// not be recovered, ours is the second line.

#ifndef CODESIGN_SEARCH_OBJECTIVE_H_
#define CODESIGN_SEARCH_OBJECTIVE_H_

#include <optional>

#include "absl/status/status.h"

namespace duet::codesign {

struct Metrics {
  double accuracy_pct = 0;
  double latency_ms = 0;  // of one image
  double area_mm2 = 0;

  friend bool operator==(const Metrics& a, const Metrics& b) {
    return a.accuracy_pct == b.accuracy_pct && a.latency_ms == b.latency_ms && a.area_mm2 == b.area_mm2;
  }
};

// Performance per area in images per second and square centimetre: 1 / (latency x area).
double PerfPerArea(const Metrics& metrics);

struct MetricRange {
  double min = 0, max = 0;
};

// Of the metrics over the space.
struct MetricRanges {
  MetricRange accuracy_pct, latency_ms, area_mm2;
};

struct Thresholds {
  std::optional<double> max_area_mm2;
  std::optional<double> max_latency_ms;
  std::optional<double> min_accuracy_pct;
  std::optional<double> min_perf_per_area;
};

// 0 if every threshold is met; a threshold itself meets it. Otherwise the sum above.
double Violation(const Thresholds& thresholds, const Metrics& metrics);

struct Weights {
  double area = 0, latency = 0, accuracy = 0;
};

struct Objective {
  Weights weights;
  Thresholds thresholds;
  MetricRanges ranges;
};

// InvalidArgument for negative weights or none, ranges that are empty, or thresholds that are not positive.
absl::Status CheckObjective(const Objective& objective);

constexpr double kWorstReward = -1;  // also of choices that denote no pair

// R of an objective that CheckObjective accepts.
double Reward(const Objective& objective, const Metrics& metrics);

// The metrics as numbers in [0, 1], 1 being best, as R weighs them; values outside the ranges are outside [0, 1].
struct NormalisedMetrics {
  double area = 0, latency = 0, accuracy = 0;
};
NormalisedMetrics Normalise(const MetricRanges& ranges, const Metrics& metrics);

}  // namespace duet::codesign

#endif  // CODESIGN_SEARCH_OBJECTIVE_H_
