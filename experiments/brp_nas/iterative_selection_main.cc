// What selecting the networks to learn from does to the ranking: everywhere, and at the top.

#include <algorithm>
#include <string>
#include <vector>

#include "common/status_macros.h"
#include "experiments/brp_nas/ranking_quality.h"
#include "experiments/brp_nas/search_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/iterative_selection.h"

namespace duet::experiments {
namespace {

// A ranking as of benchmark.candidates(), best first.
std::vector<int64_t> PositionsIn(const std::vector<int64_t>& candidates, absl::Span<const int64_t> ranking) {
  std::vector<int64_t> positions;
  for (const int64_t candidate : ranking) {
    positions.push_back(std::lower_bound(candidates.begin(), candidates.end(), candidate) - candidates.begin());
  }
  return positions;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
  ASSIGN_OR_RETURN(const KnownAccuracies accuracies, ReadAccuracies(benchmark));
  ASSIGN_OR_RETURN(const int64_t budget, context.Int("budget"));
  ASSIGN_OR_RETURN(const int64_t num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(const int64_t num_iterations, context.Int("num_iterations"));
  ASSIGN_OR_RETURN(const double alpha, context.Real("alpha"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> tops, IntList(context, "tops"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> reported_at, IntList(context, "reported_at"));
  RunResult result;
  result.set_proxy_reason(benchmark.proxy_reason());
  for (const std::string selection : {"at random", "the top", "halving"}) {
    const Labels labels = {{"selection", selection}};
    nas::IterativeSelectionOptions options;
    options.name = selection;
    options.num_models = num_models;
    options.num_iterations = selection == "at random" ? 1 : num_iterations;
    options.selection = selection == "halving" ? nas::Selection::kHalving : nas::Selection::kTop;
    options.alpha = alpha;
    std::vector<double> scores;  // of the last ranking
    options.on_ranking = [&](int64_t, absl::Span<const int64_t> ranking) {
      scores = ScoresOf(PositionsIn(benchmark.candidates(), ranking));
    };
    ASSIGN_OR_RETURN(const nas::Trace trace,
                     RunStrategy(context, benchmark.problem(), nas::IterativeSelection(options), budget));
    AddRankingQuality(result, labels, scores, accuracies.judged_by_pct, tops);
    ASSIGN_OR_RETURN(const SearchCurves curves, CurvesOf(trace));
    AddCurves(result, labels, curves, reported_at);
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
