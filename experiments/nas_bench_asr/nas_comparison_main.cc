// What each search strategy finds among the networks that have been trained, against how many it has looked at.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/framework/run_experiment.h"
#include "experiments/nas_bench_asr/tables.h"
#include "nas/nasbench_asr_space.h"
#include "nas/search.h"
#include "nas/strategies.h"
#include "nas/trace.h"

namespace duet::experiments {
namespace {

struct NamedStrategy {
  std::string name;   // of nas/strategies.h
  std::string label;  // in tables
};

const std::vector<NamedStrategy>& Strategies() {
  static const auto* const strategies = new std::vector<NamedStrategy>{
      {"random", "random"}, {"evolution", "evolution"}, {"reinforce", "REINFORCE"}, {"local_search", "local search"},
      {"gcn", "GCN"},       {"brp_nas", "BRP-NAS"},
  };
  return *strategies;
}

// Percent of phones: 100 less the accuracy.
std::vector<double> PerOf(std::vector<double> accuracy_pct) {
  for (double& value : accuracy_pct) value = 100 - value;
  return accuracy_pct;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<NamedTable> tables, OpenTables(context));
  ASSIGN_OR_RETURN(const int64_t budget, context.Int("budget"));
  ASSIGN_OR_RETURN(const int64_t reported_at, context.Int("reported_at"));
  nas::StrategyOptions strategy_options;
  ASSIGN_OR_RETURN(strategy_options.num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(strategy_options.num_iterations, context.Int("num_iterations"));
  const nas::NasBenchAsrSpace space;
  RunResult result;
  for (const NamedTable& table : tables) {
    const nas::NasBenchAsrEvaluator evaluator(&table.trainings, table.LargestBudget());
    const nas::SearchProblem problem{&space, &evaluator, evaluator.candidates()};
    nas::SearchOptions search_options;
    search_options.budget = std::min<int64_t>(budget, static_cast<int64_t>(problem.candidates.size()));
    search_options.seed = context.seed();
    for (const auto& [name, label] : Strategies()) {
      ASSIGN_OR_RETURN(const auto strategy, nas::CreateStrategy(name, strategy_options));
      ASSIGN_OR_RETURN(const nas::Trace trace, nas::RunSearch(problem, *strategy, search_options));
      ASSIGN_OR_RETURN(const std::vector<double> best_accuracy_pct, nas::BestTestSoFar(trace));
      ASSIGN_OR_RETURN(const std::vector<double> chosen_accuracy_pct, nas::TestOfBestValidationSoFar(trace));
      const std::vector<double> best_pct = PerOf(best_accuracy_pct), chosen_pct = PerOf(chosen_accuracy_pct);
      const auto at = static_cast<size_t>(std::min<int64_t>(reported_at, static_cast<int64_t>(best_pct.size()))) - 1;
      const Labels labels = {{"strategy", label}};
      Report(table, "best_per_pct", labels, best_pct[at], result);
      Report(table, "chosen_per_pct", labels, chosen_pct[at], result);
      std::vector<double> x;
      for (size_t i = 1; i <= best_pct.size(); ++i) x.push_back(static_cast<double>(i));
      AddSeries(result, "best so far", {{"strategy", label}, {"table", table.name}}, x, best_pct);
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
