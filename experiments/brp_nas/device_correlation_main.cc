// How alike the devices of every table rank the cells of NAS-Bench-201.

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "datasets/latbench/latbench.h"
#include "experiments/brp_nas/device_correlations.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using latbench::LatBench;
using latbench::Setting;

absl::StatusOr<LatBench> OpenTables(const RunContext& context) {
  std::vector<std::string> paths;
  for (const absl::string_view name : {"latbench_table", "help_table", "hwnasbench_table", "embedded_table"}) {
    ASSIGN_OR_RETURN(paths.emplace_back(), context.DataPath(name));
  }
  return LatBench::Open(paths);
}

void AddNeighbours(RunResult& result, const CorrelationMatrix& spearman, const std::vector<const Setting*>& settings) {
  std::vector<std::string> hardware;
  for (const Setting* setting : settings) hardware.push_back(setting->device);
  for (size_t i = 0; i < settings.size(); ++i) {
    const std::optional<Neighbours> neighbours = NeighboursOf(spearman, hardware, i);
    if (!neighbours.has_value()) continue;
    const Labels labels = {{"device", ShownName(*settings[i])},
                           {"nearest", ShownName(*settings[neighbours->nearest])},
                           {"farthest", ShownName(*settings[neighbours->farthest])}};
    AddMeasurement(result, "nearest_spearman", labels, spearman[i][neighbours->nearest]);
    AddMeasurement(result, "farthest_spearman", labels, spearman[i][neighbours->farthest]);
    AddMeasurement(result, "mean_spearman", labels, neighbours->mean);
  }
}

absl::Status AddClasses(RunResult& result, const CorrelationMatrix& spearman,
                        const std::vector<const Setting*>& settings) {
  std::vector<std::string> classes;
  for (const Setting* setting : settings) classes.push_back(DeviceClass(*setting));
  std::set<std::string> distinct(classes.begin(), classes.end());
  distinct.erase("");
  for (const std::string& a : distinct) {
    for (const std::string& b : distinct) {
      const std::optional<double> mean = MeanOfClasses(spearman, classes, a, b);
      if (mean.has_value()) AddMeasurement(result, "class_spearman", {{"class", a}, {"other_class", b}}, *mean);
    }
  }
  ASSIGN_OR_RETURN(const ClassContrast contrast, ContrastClasses(spearman, classes));
  AddMeasurement(result, "within_classes_spearman", {}, contrast.mean_within);
  AddMeasurement(result, "between_classes_spearman", {}, contrast.mean_between);
  AddMeasurement(
      result, "lowest_between_classes_spearman",
      {{"device", ShownName(*settings[contrast.lowest_a])}, {"other", ShownName(*settings[contrast.lowest_b])}},
      spearman[contrast.lowest_a][contrast.lowest_b]);
  return absl::OkStatus();
}

absl::Status AddTwins(RunResult& result, const LatBench& latbench, const std::string& twins) {
  for (const absl::string_view pair : absl::StrSplit(twins, ',')) {
    const std::pair<std::string, std::string> keys = absl::StrSplit(pair, absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(const int64_t a, latbench.Find(keys.first));
    ASSIGN_OR_RETURN(const int64_t b, latbench.Find(keys.second));
    ASSIGN_OR_RETURN(const PairComparison comparison, Compare(latbench.Values(a), latbench.Values(b)));
    const Setting& setting_a = latbench.settings()[a];
    const Setting& setting_b = latbench.settings()[b];
    const Labels labels = {{"twins", setting_a.source == setting_b.source ? "of one source" : "of two sources"},
                           {"device", ShownName(setting_a)},
                           {"other", ShownName(setting_b)}};
    AddMeasurement(result, "twin_spearman", labels, comparison.spearman);
    AddMeasurement(result, "twin_equal_pct", labels, comparison.equal_pct);
    AddMeasurement(result, "twin_ratio_mean", labels, comparison.ratio_mean);
    AddMeasurement(result, "twin_ratio_sd", labels, comparison.ratio_sd);
  }
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string sources, context.Text("sources"));
  ASSIGN_OR_RETURN(const std::string twins, context.Text("twins"));
  ASSIGN_OR_RETURN(const LatBench latbench, OpenTables(context));
  const std::vector<std::string> source_names = absl::StrSplit(sources, ',');
  const std::vector<int64_t> positions = LatencySettings(latbench, source_names);
  const size_t n = positions.size();
  std::vector<const Setting*> settings;
  for (const int64_t position : positions) settings.push_back(&latbench.settings()[position]);

  // A figure shows devices in the order of their first appearance: each with itself, then with all that follow.
  RunResult result;
  CorrelationMatrix spearman(n, std::vector<double>(n, 1));
  context.progress().Start("comparing devices", n * (n - 1) / 2);
  for (size_t i = 0; i < n; ++i) {
    const std::string name = ShownName(*settings[i]);
    AddMeasurement(result, "spearman", {{"device", name}, {"other", name}}, spearman[i][i]);
    for (size_t j = i + 1; j < n; ++j) {
      const auto compared = Compare(latbench.Values(positions[i]), latbench.Values(positions[j]));
      if (!compared.ok()) {
        return absl::Status(compared.status().code(), absl::StrCat(settings[i]->key, " and ", settings[j]->key, ": ",
                                                                   compared.status().message()));
      }
      spearman[i][j] = spearman[j][i] = compared->spearman;
      const Labels labels = {{"device", name}, {"other", ShownName(*settings[j])}};
      AddMeasurement(result, "spearman", labels, compared->spearman);
      AddMeasurement(result, "kendall", labels, compared->kendall);
      context.progress().Advance();
    }
  }
  AddNeighbours(result, spearman, settings);
  RETURN_IF_ERROR(AddClasses(result, spearman, settings));
  RETURN_IF_ERROR(AddTwins(result, latbench, twins));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
