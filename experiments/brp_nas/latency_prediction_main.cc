// How well each predictor learns each device's latency from 900 cells of NAS-Bench-201.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "experiments/brp_nas/latency_runs.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

// One panel of the scatter figure shows this many cells of the first seed.
constexpr size_t kNumScatterPoints = 100;

absl::StatusOr<predictors::RecipeOptions> OperationLatencies(const RunContext& context) {
  predictors::RecipeOptions options;
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("operations"));
  ASSIGN_OR_RETURN(const auto table, device_runner::ReadMeasurementTable(path));
  for (const auto& row : table.rows) options.operation_latency_ms[row.key] = row.values[0];
  return options;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const LatencyRun run, ReadLatencyRun(context));
  ASSIGN_OR_RETURN(const std::string recipes, context.Text("recipes"));
  ASSIGN_OR_RETURN(const bool has_operations, context.Flag("has_operations"));
  RunResult result;
  predictors::RecipeOptions options;
  std::vector<std::string> names = absl::StrSplit(recipes, ',');
  if (has_operations) {
    ASSIGN_OR_RETURN(options, OperationLatencies(context));
    names.push_back("LAYER_WISE");
  }
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const TestedPredictor tested, TrainAndTest(context, run, name, options));
    AddLatencyMetrics(result, name, tested.metrics);
    if (name != "DUET" || context.seed() != 0) continue;
    const size_t num_points = std::min(kNumScatterPoints, tested.predicted_ms.size());
    AddSeries(result, "predicted against measured", {}, absl::MakeConstSpan(run.test.latency_ms).first(num_points),
              absl::MakeConstSpan(tested.predicted_ms).first(num_points));
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
