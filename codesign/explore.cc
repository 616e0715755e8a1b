#include "codesign/explore.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/enumerate.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

// One limit: how to set it, and the metric that it is about.
struct Limit {
  absl::string_view name;
  std::optional<double> Thresholds::*threshold;
  double (*value)(const Metrics& metrics);
  bool is_maximum;
};

const Limit kLimits[] = {
    {"max_area_mm2", &Thresholds::max_area_mm2, [](const Metrics& m) { return m.area_mm2; }, true},
    {"max_latency_ms", &Thresholds::max_latency_ms, [](const Metrics& m) { return m.latency_ms; }, true},
    {"min_accuracy", &Thresholds::min_accuracy_pct, [](const Metrics& m) { return m.accuracy_pct; }, false},
    {"min_perf_per_area", &Thresholds::min_perf_per_area, PerfPerArea, false},
};

absl::Status CheckLimits(const Thresholds& limits) {
  for (const Limit& limit : kLimits) {
    const std::optional<double>& threshold = limits.*limit.threshold;
    if (!threshold.has_value() || *threshold > 0) continue;
    return absl::InvalidArgumentError(absl::StrCat("--", limit.name, " is ", *threshold, ", and must be above 0"));
  }
  if (limits.min_accuracy_pct.value_or(100) < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("--min_accuracy is ", *limits.min_accuracy_pct, ": it is in percent, such as 93.5"));
  }
  return absl::OkStatus();
}

// What each limit that is set would have to be for some pair to meet it and the others.
std::string WhatWouldDo(const Thresholds& limits, absl::Span<const FoundPair> front) {
  std::vector<std::string> hints;
  for (const Limit& limit : kLimits) {
    if (!(limits.*limit.threshold).has_value()) continue;
    Thresholds others = limits;
    (others.*limit.threshold).reset();
    std::optional<double> best;
    for (const FoundPair& pair : front) {
      if (Violation(others, pair.metrics) > 0) continue;
      const double value = limit.value(pair.metrics);
      if (!best.has_value() || (limit.is_maximum ? value < *best : value > *best)) best = value;
    }
    if (best.has_value()) {
      hints.push_back(absl::StrFormat("--%s of %s %.4g", limit.name, limit.is_maximum ? "at least" : "at most", *best));
    }
  }
  if (hints.empty()) return "even without any one of them; relax two or more";
  return absl::StrCat("with the others as they are, ", absl::StrJoin(hints, ", or "), " would do");
}

bool IsBetter(SortBy sort_by, const FoundPair& a, const FoundPair& b) {
  switch (sort_by) {
    case SortBy::kLatency:
      return a.metrics.latency_ms < b.metrics.latency_ms;
    case SortBy::kArea:
      return a.metrics.area_mm2 < b.metrics.area_mm2;
    case SortBy::kPerfPerArea:
      return PerfPerArea(a.metrics) > PerfPerArea(b.metrics);
    case SortBy::kAccuracy:
      break;
  }
  return a.metrics.accuracy_pct > b.metrics.accuracy_pct;
}

// Of the parameters, in the order of the columns; buffers in rows or words.
std::vector<std::string> AcceleratorColumns(const Accelerator& a) {
  return {absl::StrCat(a.filter_par),          absl::StrCat(a.pixel_par),
          absl::StrCat(a.input_buffer_depth),  absl::StrCat(a.output_buffer_depth),
          absl::StrCat(a.weight_buffer_depth), absl::StrCat(a.mem_interface_width_bits),
          a.pool_enable ? "yes" : "no",        absl::StrCat(a.ratio_conv_engines)};
}

}  // namespace

absl::StatusOr<SortBy> ParseSortBy(absl::string_view text) {
  if (text == "accuracy") return SortBy::kAccuracy;
  if (text == "latency") return SortBy::kLatency;
  if (text == "area") return SortBy::kArea;
  if (text == "perf_per_area") return SortBy::kPerfPerArea;
  return absl::InvalidArgumentError(
      absl::StrCat("unknown --sort_by=", text, "; known: accuracy, latency, area, perf_per_area"));
}

absl::StatusOr<Exploration> Explore(absl::Span<const Candidate> candidates, const AcceleratorSpace& space,
                                    const Calibration& calibration, const ExploreOptions& options) {
  RETURN_IF_ERROR(CheckLimits(options.limits));
  if (space.size() > kMaxNumExploredAccelerators) {
    return absl::ResourceExhaustedError(absl::StrCat("a space of ", space.size(), " accelerators; at most ",
                                                     kMaxNumExploredAccelerators,
                                                     " can be explored: leave some values out"));
  }
  std::vector<RatedCell> cells;
  for (const Candidate& candidate : candidates) {
    cells.push_back({candidate.cell, static_cast<int64_t>(cells.size()), candidate.accuracy_pct});
  }
  EnumerationOptions enumeration_options;
  enumeration_options.num_threads = options.num_threads;
  enumeration_options.progress = options.progress;
  ASSIGN_OR_RETURN(const Enumeration enumeration, Enumerate(cells, space, calibration, enumeration_options));

  std::vector<FoundPair> front;
  for (const PairPoint& point : enumeration.front) {
    FoundPair pair;
    pair.candidate = candidates[point.cell];
    pair.accelerator = space.At(point.accelerator);
    pair.metrics = {point.accuracy_pct, CyclesToMs(point.num_cycles, enumeration.clock_mhz), point.area_mm2};
    pair.fits_zu9eg = CheckFits(ResourcesOf(pair.accelerator, calibration)).ok();
    front.push_back(pair);
  }
  Exploration exploration;
  exploration.num_pairs_in_space = enumeration.num_pairs;
  exploration.num_pairs_on_front = static_cast<int64_t>(front.size());
  for (const FoundPair& pair : front) {
    if (Violation(options.limits, pair.metrics) == 0) exploration.pairs.push_back(pair);
  }
  if (exploration.pairs.empty()) {
    return absl::NotFoundError(absl::StrCat("none of ", enumeration.num_pairs, " pairs meets the limits; ",
                                            WhatWouldDo(options.limits, front)));
  }
  std::stable_sort(exploration.pairs.begin(), exploration.pairs.end(),
                   [&](const FoundPair& a, const FoundPair& b) { return IsBetter(options.sort_by, a, b); });
  return exploration;
}

std::string ExplorationText(const Exploration& exploration, int64_t num_rows) {
  std::string text = absl::StrFormat("%9s %11s %9s %12s   %9s  %17s\n", "accuracy", "latency", "area", "images per",
                                     "engine", "buffers");
  absl::StrAppendFormat(&text, "%9s %11s %9s %12s   %4s %4s  %5s %5s %5s  %5s %4s %5s  %s\n", "%", "ms", "mm2",
                        "s and cm2", "filt", "pix", "in", "out", "wght", "width", "pool", "ratio", "cell");
  const int64_t num_pairs = static_cast<int64_t>(exploration.pairs.size());
  bool has_predicted = false, has_too_large = false;
  for (int64_t i = 0; i < std::min(num_rows, num_pairs); ++i) {
    const FoundPair& pair = exploration.pairs[i];
    const std::vector<std::string> a = AcceleratorColumns(pair.accelerator);
    has_predicted |= !pair.candidate.is_published;
    has_too_large |= !pair.fits_zu9eg;
    absl::StrAppendFormat(&text, "%8.2f%s %11.2f %8.1f%s %12.1f   %4s %4s  %5s %5s %5s  %5s %4s %5s  %s\n",
                          pair.metrics.accuracy_pct, pair.candidate.is_published ? " " : "~", pair.metrics.latency_ms,
                          pair.metrics.area_mm2, pair.fits_zu9eg ? " " : "!", PerfPerArea(pair.metrics), a[0], a[1],
                          a[2], a[3], a[4], a[5], a[6], a[7], ToString(pair.candidate.cell));
  }
  if (has_predicted) text += "~ predicted, not trained: PROXY DATA\n";
  if (has_too_large) text += "! more than a ZU9EG has\n";
  absl::StrAppendFormat(
      &text, "%d of %d pairs; any other of the %d in the space misses a limit or is bettered by one of them\n",
      std::min(num_rows, num_pairs), num_pairs, exploration.num_pairs_in_space);
  return text;
}

std::string ExplorationCsv(const Exploration& exploration) {
  std::string csv =
      "accuracy_pct,accuracy_source,latency_ms,area_mm2,images_per_s_cm2,fits_zu9eg,cell,filter_par,pixel_par,"
      "input_buffer_depth,output_buffer_depth,weight_buffer_depth,mem_interface_width_bits,pool_enable,"
      "ratio_conv_engines\n";
  for (const FoundPair& pair : exploration.pairs) {
    absl::StrAppendFormat(&csv, "%.4f,%s,%.6f,%.4f,%.4f,%s,%s,%s\n", pair.metrics.accuracy_pct,
                          pair.candidate.is_published ? "published" : "predicted", pair.metrics.latency_ms,
                          pair.metrics.area_mm2, PerfPerArea(pair.metrics), pair.fits_zu9eg ? "yes" : "no",
                          ToString(pair.candidate.cell), absl::StrJoin(AcceleratorColumns(pair.accelerator), ","));
  }
  return csv;
}

}  // namespace duet::codesign
