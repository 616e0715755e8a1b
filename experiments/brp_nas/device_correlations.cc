#include "experiments/brp_nas/device_correlations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "predictors/metrics.h"

namespace duet::experiments {
namespace {

constexpr absl::string_view kLatBench = "latbench";

std::string SourceTitle(absl::string_view source) {
  if (source == kLatBench) return "LatBench";
  if (source == "help") return "HELP";
  if (source == "hwnasbench") return "HW-NAS";
  if (source == "embedded") return "own";
  return std::string(source);
}

bool IsConstant(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); });
}

double Mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

std::string ShownName(const latbench::Setting& setting) {
  absl::string_view name = absl::StripPrefix(setting.key, absl::StrCat(setting.source, "/"));
  name = absl::StripSuffix(name, "/latency");
  if (setting.source == kLatBench) {
    name = absl::StripSuffix(name, "/b1");
    for (const absl::string_view form : {"desktop-", "embedded-", "mobile-"}) absl::ConsumePrefix(&name, form);
  }
  return absl::StrCat(SourceTitle(setting.source), " ", absl::StrReplaceAll(name, {{"/", " "}, {"snapdragon-", ""}}));
}

std::string DeviceClass(const latbench::Setting& setting) {
  if (setting.source != kLatBench) return "";
  const std::vector<absl::string_view> parts = absl::StrSplit(setting.device, '-');
  return parts.size() < 2 ? setting.device : absl::StrCat(parts[0], " ", parts[1]);
}

std::vector<int64_t> LatencySettings(const latbench::LatBench& latbench, absl::Span<const std::string> sources) {
  std::vector<int64_t> settings;
  for (const std::string& source : sources) {
    for (size_t i = 0; i < latbench.settings().size(); ++i) {
      const latbench::Setting& setting = latbench.settings()[i];
      if (setting.source == source && setting.quantity == latbench::Quantity::kLatency) settings.push_back(i);
    }
  }
  return settings;
}

absl::StatusOr<PairComparison> Compare(absl::Span<const double> a, absl::Span<const double> b) {
  std::vector<double> x, y, ratios;
  int64_t num_equal = 0;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (std::isnan(a[i]) || std::isnan(b[i])) continue;
    x.push_back(a[i]);
    y.push_back(b[i]);
    ratios.push_back(b[i] / a[i]);
    num_equal += a[i] == b[i];
  }
  if (x.size() < 2 || IsConstant(x) || IsConstant(y)) {
    return absl::InvalidArgumentError(
        absl::StrCat("nothing to rank: ", x.size(), " cells have both values, which must be two or more and differ"));
  }
  PairComparison comparison;
  comparison.spearman = predictors::SpearmanCorrelation(x, y);
  comparison.kendall = predictors::KendallTau(x, y);
  comparison.ratio_mean = Mean(ratios);
  double sum_of_squares = 0;
  for (const double ratio : ratios) sum_of_squares += std::pow(ratio - comparison.ratio_mean, 2);
  comparison.ratio_sd = std::sqrt(sum_of_squares / static_cast<double>(ratios.size()));
  comparison.equal_pct = 100.0 * static_cast<double>(num_equal) / static_cast<double>(x.size());
  return comparison;
}

std::optional<Neighbours> NeighboursOf(const CorrelationMatrix& correlations, absl::Span<const std::string> groups,
                                       int64_t device) {
  std::optional<Neighbours> neighbours;
  const std::vector<double>& row = correlations[device];
  double sum = 0;
  int64_t num_others = 0;
  for (size_t other = 0; other < row.size(); ++other) {
    if (groups[other] == groups[device]) continue;
    const int64_t position = other;
    if (!neighbours.has_value()) neighbours = Neighbours{position, position, 0};
    if (row[other] > row[neighbours->nearest]) neighbours->nearest = position;
    if (row[other] < row[neighbours->farthest]) neighbours->farthest = position;
    sum += row[other];
    ++num_others;
  }
  if (neighbours.has_value()) neighbours->mean = sum / static_cast<double>(num_others);
  return neighbours;
}

std::optional<double> MeanOfClasses(const CorrelationMatrix& correlations, absl::Span<const std::string> classes,
                                    const std::string& a, const std::string& b) {
  std::vector<double> found;
  for (size_t i = 0; i < classes.size(); ++i) {
    for (size_t j = 0; j < classes.size(); ++j) {
      if (i != j && classes[i] == a && classes[j] == b) found.push_back(correlations[i][j]);
    }
  }
  if (found.empty()) return std::nullopt;
  return Mean(found);
}

absl::StatusOr<ClassContrast> ContrastClasses(const CorrelationMatrix& correlations,
                                              absl::Span<const std::string> classes) {
  ClassContrast contrast;
  std::vector<double> within, between;
  double lowest = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < classes.size(); ++i) {
    for (size_t j = i + 1; j < classes.size(); ++j) {
      if (classes[i].empty() || classes[j].empty()) continue;
      if (classes[i] == classes[j]) {
        within.push_back(correlations[i][j]);
        continue;
      }
      between.push_back(correlations[i][j]);
      if (correlations[i][j] >= lowest) continue;
      lowest = correlations[i][j];
      contrast.lowest_a = i;
      contrast.lowest_b = j;
    }
  }
  if (within.empty() || between.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(within.size(), " pairs of devices of one class and ", between.size(),
                                                   " of two: there must be some of both"));
  }
  contrast.mean_within = Mean(within);
  contrast.mean_between = Mean(between);
  return contrast;
}

}  // namespace duet::experiments
