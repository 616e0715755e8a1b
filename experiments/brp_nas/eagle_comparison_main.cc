// The released GCN, which trains for minutes, beside the predictors that train in seconds, on the same samples. By
// default the released GCN's results are recorded ones.

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/brp_nas/latency_runs.h"
#include "experiments/brp_nas/recorded_runs.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

absl::StatusOr<predictors::LatencyMetrics> EagleMetrics(const RunContext& context, const LatencyRun& run) {
  ASSIGN_OR_RETURN(const bool trains_eagle, context.Flag("trains_eagle"));
  if (trains_eagle) {
    ASSIGN_OR_RETURN(const TestedPredictor tested, TrainAndTest(context, run, "EAGLE"));
    return tested.metrics;
  }
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("recorded_eagle"));
  ASSIGN_OR_RETURN(const auto recorded, ReadRecordedRun(path, context.configuration(), context.seed()));
  if (recorded.has_value()) return *recorded;
  return absl::NotFoundError(absl::StrCat(path, " has no run of ", context.configuration(), ", seed ", context.seed()));
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const LatencyRun run, ReadLatencyRun(context));
  RunResult result;
  ASSIGN_OR_RETURN(const predictors::LatencyMetrics eagle, EagleMetrics(context, run));
  AddLatencyMetrics(result, "EAGLE", eagle);
  for (const std::string recipe : {"ADDITIVE", "ADDITIVE_PAIRS", "DUET"}) {
    ASSIGN_OR_RETURN(const TestedPredictor tested, TrainAndTest(context, run, recipe));
    AddLatencyMetrics(result, recipe, tested.metrics);
    if (recipe != "DUET") continue;
    AddMeasurement(result, "duet_gain_pct", {}, tested.metrics.within_10_pct - eagle.within_10_pct);
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
