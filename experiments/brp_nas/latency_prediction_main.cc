// How well each predictor learns each device's latency from 900 cells of NAS-Bench-201.

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/latbench/latbench.h"
#include "experiments/brp_nas/recorded_runs.h"
#include "experiments/framework/run_experiment.h"
#include "predictors/latbench_samples.h"
#include "predictors/latency_predictor.h"
#include "predictors/latency_split.h"
#include "predictors/metrics.h"

namespace duet::experiments {
namespace {

using predictors::LatencySamples;

// One panel of the scatter figure shows this many cells of the first seed.
constexpr int64_t kNumScatterPoints = 100;

void AddMetrics(RunResult& result, const std::string& predictor, const predictors::LatencyMetrics& metrics) {
  const Labels labels = {{"predictor", predictor}};
  AddMeasurement(result, "within_1_pct", labels, metrics.within_1_pct);
  AddMeasurement(result, "within_5_pct", labels, metrics.within_5_pct);
  AddMeasurement(result, "within_10_pct", labels, metrics.within_10_pct);
  AddMeasurement(result, "spearman", labels, metrics.spearman);
}

absl::StatusOr<predictors::RecipeOptions> OperationLatencies(const RunContext& context) {
  predictors::RecipeOptions options;
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("operations"));
  ASSIGN_OR_RETURN(const auto table, device_runner::ReadMeasurementTable(path));
  for (const auto& row : table.rows) options.operation_latency_ms[row.key] = row.values[0];
  return options;
}

absl::StatusOr<LatencySamples> SamplesOfSetting(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string table, context.Text("table"));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath(table));
  ASSIGN_OR_RETURN(const latbench::LatBench latbench, latbench::LatBench::Open({path}));
  ASSIGN_OR_RETURN(const std::string key, context.Text("setting"));
  ASSIGN_OR_RETURN(const int64_t setting, latbench.Find(key));
  return predictors::SamplesOf(latbench, setting);
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  predictors::SplitOptions split_options;
  split_options.seed = context.seed();
  ASSIGN_OR_RETURN(split_options.num_train, context.Int("num_train_samples"));
  ASSIGN_OR_RETURN(split_options.num_validation, context.Int("num_validation_samples"));
  ASSIGN_OR_RETURN(const std::string recipes, context.Text("recipes"));
  ASSIGN_OR_RETURN(const bool has_operations, context.Flag("has_operations"));
  ASSIGN_OR_RETURN(const bool shows_recorded, context.Flag("shows_recorded_eagle"));
  ASSIGN_OR_RETURN(const LatencySamples samples, SamplesOfSetting(context));
  ASSIGN_OR_RETURN(const predictors::LatencySplit split,
                   predictors::SplitSamples(samples.latency_ms.size(), split_options));
  const LatencySamples train = Select(samples, split.train);
  const LatencySamples validation = Select(samples, split.validation);
  const LatencySamples test = Select(samples, split.test);

  RunResult result;
  predictors::RecipeOptions options;
  std::vector<std::string> names = absl::StrSplit(recipes, ',');
  if (has_operations) {
    ASSIGN_OR_RETURN(options, OperationLatencies(context));
    names.push_back("LAYER_WISE");
  }
  for (const std::string& name : names) {
    context.progress().Start(name, 0);
    options.on_epoch = [&](int64_t, int64_t, double) { context.progress().Advance(); };
    ASSIGN_OR_RETURN(const auto predictor, predictors::CreateLatencyPredictor(name, options));
    RETURN_IF_ERROR(predictor->Fit(train, validation, context.seed()));
    ASSIGN_OR_RETURN(const std::vector<double> predicted_ms, predictor->PredictMs(test.architectures));
    AddMetrics(result, name, predictors::EvaluateLatency(predicted_ms, test.latency_ms));
    if (name != "DUET" || context.seed() != 0) continue;
    const size_t num_points = std::min<size_t>(kNumScatterPoints, predicted_ms.size());
    AddSeries(result, "predicted against measured", {}, absl::MakeConstSpan(test.latency_ms).first(num_points),
              absl::MakeConstSpan(predicted_ms).first(num_points));
  }
  if (shows_recorded) {
    ASSIGN_OR_RETURN(const std::string path, context.DataPath("recorded_eagle"));
    ASSIGN_OR_RETURN(const auto recorded, ReadRecordedRun(path, context.configuration(), context.seed()));
    if (recorded.has_value()) AddMetrics(result, "EAGLE", *recorded);
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
