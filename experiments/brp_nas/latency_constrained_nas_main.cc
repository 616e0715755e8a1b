// How good a network BRP-NAS finds under a latency limit, by where it has the latencies from.

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/latbench/latbench.h"
#include "experiments/brp_nas/latency_limits.h"
#include "experiments/brp_nas/search_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/nasbench201_space.h"
#include "nas/strategies.h"
#include "predictors/latbench_samples.h"
#include "predictors/latency_predictor.h"
#include "predictors/latency_split.h"

namespace duet::experiments {
namespace {

constexpr char kOracle[] = "oracle";

struct LatencySource {
  std::string name;        // a recipe, or kOracle
  std::vector<double> ms;  // by number in the space, NaN of networks that were not measured
};

// The latencies of a setting, true and as each recipe predicts them.
absl::StatusOr<std::vector<LatencySource>> Sources(const RunContext& context, const nas::NasBench201Space& space) {
  ASSIGN_OR_RETURN(const std::string table, context.Text("table"));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath(table));
  ASSIGN_OR_RETURN(const latbench::LatBench latbench, latbench::LatBench::Open({path}));
  ASSIGN_OR_RETURN(const std::string key, context.Text("setting"));
  ASSIGN_OR_RETURN(const int64_t setting, latbench.Find(key));
  std::vector<LatencySource> sources = {{kOracle, space.FromCellIds(latbench.Values(setting))}};

  const predictors::LatencySamples samples = predictors::SamplesOf(latbench, setting);
  predictors::SplitOptions split_options;
  split_options.seed = context.seed();
  ASSIGN_OR_RETURN(split_options.num_train, context.Int("num_train_samples"));
  ASSIGN_OR_RETURN(split_options.num_validation, context.Int("num_validation_samples"));
  ASSIGN_OR_RETURN(const predictors::LatencySplit split,
                   predictors::SplitSamples(samples.latency_ms.size(), split_options));
  predictors::RecipeOptions options;
  ASSIGN_OR_RETURN(const std::string operations_path, context.DataPath("operations"));
  ASSIGN_OR_RETURN(const auto operations, device_runner::ReadMeasurementTable(operations_path));
  for (const auto& row : operations.rows) options.operation_latency_ms[row.key] = row.values[0];
  ASSIGN_OR_RETURN(const std::string recipes, context.Text("recipes"));
  for (const std::string& recipe : std::vector<std::string>(absl::StrSplit(recipes, ','))) {
    context.progress().Start(recipe, 0);
    ASSIGN_OR_RETURN(const auto predictor, predictors::CreateLatencyPredictor(recipe, options));
    RETURN_IF_ERROR(predictor->Fit(Select(samples, split.train), Select(samples, split.validation), context.seed()));
    ASSIGN_OR_RETURN(const std::vector<double> predicted_ms, predictor->PredictMs(samples.architectures));
    LatencySource source{recipe, sources[0].ms};
    auto next = predicted_ms.begin();  // samples have the order of the cells' ids, as the space has
    for (double& ms : source.ms) {
      if (!std::isnan(ms)) ms = *next++;
    }
    sources.push_back(source);
  }
  return sources;
}

// Under many limits and without a search: how much accuracy a source puts out of reach.
void AddOutOfReach(RunResult& result, const LimitedProblem& limited, const LatencySource& source) {
  constexpr int kStepPct = 5;
  std::vector<double> kept_pct, regret_pct;
  for (int percent = kStepPct; percent < 100; percent += kStepPct) {
    const double limit_ms = LimitThatKeeps(limited, percent);
    kept_pct.push_back(percent);
    regret_pct.push_back(BestReachablePct(limited, limited.true_ms, limit_ms) -
                         BestReachablePct(limited, source.ms, limit_ms));
  }
  const Labels labels = {{"latency", source.name}};
  AddSeries(result, "out of reach", labels, kept_pct, regret_pct);
  AddMeasurement(result, "out_of_reach_pct", labels, MeanAfter(regret_pct, 0));
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
  const nas::NasBench201Space space;
  ASSIGN_OR_RETURN(const std::vector<LatencySource> sources, Sources(context, space));
  ASSIGN_OR_RETURN(const LimitedProblem limited, MakeLimitedProblem(benchmark.problem(), sources[0].ms));
  ASSIGN_OR_RETURN(const std::vector<int64_t> kept_pct, IntList(context, "networks_within_limit_pct"));
  ASSIGN_OR_RETURN(const int64_t num_searches, context.Int("num_searches"));
  nas::StrategyOptions options;
  ASSIGN_OR_RETURN(options.num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(options.num_iterations, context.Int("num_iterations"));
  ASSIGN_OR_RETURN(const auto strategy, nas::CreateStrategy("brp_nas", options));

  const uint64_t first_seed = context.seed() * num_searches;  // the same searches with every source

  RunResult result;
  context.progress().Start("searches", sources.size() * kept_pct.size() * num_searches);
  std::vector<double> oracle_pct;
  for (const LatencySource& source : sources) {
    if (source.name != kOracle) AddOutOfReach(result, limited, source);
    for (size_t i = 0; i < kept_pct.size(); ++i) {
      const double limit_ms = LimitThatKeeps(limited, static_cast<double>(kept_pct[i]));
      ASSIGN_OR_RETURN(const LimitedSearch found, MeanSearchWithin(limited, source.ms, limit_ms, *strategy,
                                                                   {options.num_models, first_seed}, num_searches));
      context.progress().Advance(num_searches);
      if (source.name == kOracle) oracle_pct.push_back(found.best_pct);
      const double possible_pct = BestReachablePct(limited, limited.true_ms, limit_ms);
      const Labels labels = {{"limit", absl::StrCat(kept_pct[i], " %")}, {"latency", source.name}};
      AddMeasurement(result, "best_accuracy_pct", labels, found.best_pct);
      AddMeasurement(result, "regret_pct", labels, possible_pct - found.best_pct);
      if (source.name != kOracle) {
        AddMeasurement(result, "below_oracle_pct", labels, oracle_pct[i] - found.best_pct);
      }
      AddMeasurement(result, "dropped_pct", labels, found.dropped_pct);
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
