// What the latency experiments share: the samples of a setting, and one predictor trained, tested and reported.

#ifndef EXPERIMENTS_BRP_NAS_LATENCY_RUNS_H_
#define EXPERIMENTS_BRP_NAS_LATENCY_RUNS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/run_result.pb.h"
#include "predictors/latency_predictor.h"
#include "predictors/metrics.h"

namespace duet::experiments {

// The training, validation and test samples of a run. Read from the parameters table (a name of data), setting (a key
// of LatBench), num_train_samples and num_validation_samples, and from the seed.
struct LatencyRun {
  predictors::LatencySamples train, validation, test;
};
absl::StatusOr<LatencyRun> ReadLatencyRun(const RunContext& context);

struct TestedPredictor {
  std::vector<double> predicted_ms;  // of the test samples
  predictors::LatencyMetrics metrics;
};
absl::StatusOr<TestedPredictor> TrainAndTest(const RunContext& context, const LatencyRun& run,
                                             const std::string& recipe, predictors::RecipeOptions options = {});

// Adds within_1_pct, within_5_pct, within_10_pct and spearman with the label predictor=`recipe`.
void AddLatencyMetrics(RunResult& result, const std::string& recipe, const predictors::LatencyMetrics& metrics);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_LATENCY_RUNS_H_
