// How well each predictor learns the latency of segmentation networks on a CPU.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/status_macros.h"
#include "experiments/brp_nas/latency_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/segmentation/latency.h"
#include "predictors/latency_split.h"

namespace duet::experiments {
namespace {

absl::StatusOr<LatencyRun> ReadRun(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("latencies"));
  ASSIGN_OR_RETURN(const predictors::LatencySamples samples, segmentation::ReadLatencySamples(path));
  predictors::SplitOptions options;
  options.seed = context.seed();
  ASSIGN_OR_RETURN(options.num_train, context.Int("num_train_samples"));
  ASSIGN_OR_RETURN(options.num_validation, context.Int("num_validation_samples"));
  ASSIGN_OR_RETURN(const predictors::LatencySplit split, predictors::SplitSamples(samples.latency_ms.size(), options));
  return LatencyRun{Select(samples, split.train), Select(samples, split.validation), Select(samples, split.test)};
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const LatencyRun run, ReadRun(context));
  ASSIGN_OR_RETURN(const std::string recipes, context.Text("recipes"));
  RunResult result;
  for (const std::string& recipe : std::vector<std::string>(absl::StrSplit(recipes, ','))) {
    ASSIGN_OR_RETURN(const TestedPredictor tested, TrainAndTest(context, run, recipe));
    AddLatencyMetrics(result, recipe, tested.metrics);
    if (context.seed() == 0) {
      AddSeries(result, "predicted against measured", {{"predictor", recipe}}, run.test.latency_ms,
                tested.predicted_ms);
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
