// How good the best network is that each strategy has found, against how many it has trained.

#include <string>
#include <vector>

#include "common/status_macros.h"
#include "experiments/brp_nas/search_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/strategies.h"

namespace duet::experiments {
namespace {

struct NamedStrategy {
  std::string name;   // of nas/strategies.h
  std::string label;  // in tables
};

const std::vector<NamedStrategy>& Strategies() {
  static const auto* const strategies = new std::vector<NamedStrategy>{
      {"random", "random"},
      {"evolution", "evolution"},
      {"reinforce", "REINFORCE"},
      {"local_search", "local search"},
      {"gcn", "GCN"},
      {"binary_gcn", "binary GCN"},
      {"brp_nas_halving", "BRP-NAS, halving"},
      {"brp_nas", "BRP-NAS"},
  };
  return *strategies;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
  ASSIGN_OR_RETURN(const int64_t budget, context.Int("budget"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> reported_at, IntList(context, "reported_at"));
  nas::StrategyOptions options;
  ASSIGN_OR_RETURN(options.num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(options.num_iterations, context.Int("num_iterations"));
  RunResult result;
  result.set_proxy_reason(benchmark.proxy_reason());
  for (const auto& [name, label] : Strategies()) {
    ASSIGN_OR_RETURN(const auto strategy, nas::CreateStrategy(name, options));
    ASSIGN_OR_RETURN(const nas::Trace trace, RunStrategy(context, benchmark.problem(), *strategy, budget));
    ASSIGN_OR_RETURN(const SearchCurves curves, CurvesOf(trace));
    const Labels labels = {{"strategy", label}};
    AddCurves(result, labels, curves, reported_at);
    AddMeasurement(result, "curve_mean_pct", labels, MeanAfter(curves.best_pct, options.num_models));
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
