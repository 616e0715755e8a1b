#include "experiments/brp_nas/latency_runs.h"

#include <utility>

#include "common/status_macros.h"
#include "datasets/latbench/latbench.h"
#include "predictors/latbench_samples.h"
#include "predictors/latency_split.h"

namespace duet::experiments {

absl::StatusOr<LatencyRun> ReadLatencyRun(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string table, context.Text("table"));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath(table));
  ASSIGN_OR_RETURN(const latbench::LatBench latbench, latbench::LatBench::Open({path}));
  ASSIGN_OR_RETURN(const std::string key, context.Text("setting"));
  ASSIGN_OR_RETURN(const int64_t setting, latbench.Find(key));
  const predictors::LatencySamples samples = predictors::SamplesOf(latbench, setting);

  predictors::SplitOptions options;
  options.seed = context.seed();
  ASSIGN_OR_RETURN(options.num_train, context.Int("num_train_samples"));
  ASSIGN_OR_RETURN(options.num_validation, context.Int("num_validation_samples"));
  ASSIGN_OR_RETURN(const predictors::LatencySplit split, predictors::SplitSamples(samples.latency_ms.size(), options));
  return LatencyRun{Select(samples, split.train), Select(samples, split.validation), Select(samples, split.test)};
}

absl::StatusOr<TestedPredictor> TrainAndTest(const RunContext& context, const LatencyRun& run,
                                             const std::string& recipe, predictors::RecipeOptions options) {
  context.progress().Start(recipe, 0);
  options.on_epoch = [&](int64_t, int64_t, double) { context.progress().Advance(); };
  ASSIGN_OR_RETURN(const auto predictor, predictors::CreateLatencyPredictor(recipe, options));
  RETURN_IF_ERROR(predictor->Fit(run.train, run.validation, context.seed()));
  TestedPredictor tested;
  ASSIGN_OR_RETURN(tested.predicted_ms, predictor->PredictMs(run.test.architectures));
  tested.metrics = predictors::EvaluateLatency(tested.predicted_ms, run.test.latency_ms);
  return tested;
}

void AddLatencyMetrics(RunResult& result, const std::string& recipe, const predictors::LatencyMetrics& metrics) {
  const Labels labels = {{"predictor", recipe}};
  AddMeasurement(result, "within_1_pct", labels, metrics.within_1_pct);
  AddMeasurement(result, "within_5_pct", labels, metrics.within_5_pct);
  AddMeasurement(result, "within_10_pct", labels, metrics.within_10_pct);
  AddMeasurement(result, "spearman", labels, metrics.spearman);
}

}  // namespace duet::experiments
