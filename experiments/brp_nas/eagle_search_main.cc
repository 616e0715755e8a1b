// Searches with the released networks, which take minutes on 20 networks and hours on 100, beside those of DUET. By
// default the former are recorded ones.

#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/brp_nas/recorded_searches.h"
#include "experiments/brp_nas/search_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/iterative_selection.h"

namespace duet::experiments {
namespace {

struct TimedSearch {
  nas::Trace trace;
  double cpu_s = 0;
};

class Searches {
 public:
  Searches(const RunContext& context, const nas::Benchmark& benchmark) : context_(context), benchmark_(benchmark) {}

  absl::StatusOr<TimedSearch> Run(const std::string& recipe, int64_t num_models, int64_t num_iterations,
                                  int64_t budget) const {
    nas::IterativeSelectionOptions options;
    options.name = recipe;
    options.recipe = recipe;
    options.num_models = num_models;
    options.num_iterations = num_iterations;
    const std::clock_t start = std::clock();
    ASSIGN_OR_RETURN(nas::Trace trace,
                     RunStrategy(context_, benchmark_.problem(), nas::IterativeSelection(options), budget));
    return TimedSearch{std::move(trace), static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC};
  }

  absl::StatusOr<TimedSearch> Recorded(const std::string& recipe, int64_t num_models, int64_t num_iterations) const {
    ASSIGN_OR_RETURN(const std::string path, context_.DataPath("recorded_searches"));
    ASSIGN_OR_RETURN(const std::string image_set, context_.Text("image_set"));
    const SearchKey key{absl::StrCat("nasbench201/", image_set), recipe, num_models, num_iterations, context_.seed()};
    ASSIGN_OR_RETURN(const RecordedSearch search, FindRecordedSearch(path, key));
    ASSIGN_OR_RETURN(nas::Trace trace, TraceOf(search, benchmark_));
    return TimedSearch{std::move(trace), search.cpu_s};
  }

 private:
  const RunContext& context_;
  const nas::Benchmark& benchmark_;
};

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
  ASSIGN_OR_RETURN(const int64_t num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(const int64_t num_iterations, context.Int("num_iterations"));
  ASSIGN_OR_RETURN(const int64_t num_models_of_paper, context.Int("num_models_of_paper"));
  ASSIGN_OR_RETURN(const int64_t budget, context.Int("budget"));
  ASSIGN_OR_RETURN(const bool runs_eagle, context.Flag("runs_eagle"));
  ASSIGN_OR_RETURN(const bool runs_duet, context.Flag("runs_duet"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> reported_at, IntList(context, "reported_at"));
  const Searches searches(context, benchmark);
  RunResult result;

  struct Curve {
    std::string strategy, released_recipe, duet_recipe;
    int64_t num_iterations;
  };
  for (const Curve& curve : {Curve{"GCN", "EAGLE_GCN", "DUET_GCN", 1}, Curve{"binary GCN", "EAGLE_FLOAT32", "DUET", 1},
                             Curve{"BRP-NAS", "EAGLE_FLOAT32", "DUET", num_iterations}}) {
    const auto report = [&](const std::string& label, const TimedSearch& search) -> absl::StatusOr<double> {
      const Labels labels = {{"strategy", curve.strategy}, {"recipe", label}};
      ASSIGN_OR_RETURN(const SearchCurves curves, CurvesOf(search.trace));
      AddCurves(result, labels, curves, reported_at);
      AddMeasurement(result, "curve_mean_pct", labels, MeanAfter(curves.best_pct, num_models));
      AddMeasurement(result, "search_s", labels, search.cpu_s);
      return curves.best_pct.back();
    };
    ASSIGN_OR_RETURN(const TimedSearch eagle,
                     runs_eagle ? searches.Run(curve.released_recipe, num_models, curve.num_iterations, budget)
                                : searches.Recorded(curve.released_recipe, num_models, curve.num_iterations));
    ASSIGN_OR_RETURN(const double eagle_pct, report("released", eagle));
    if (!runs_duet) continue;
    ASSIGN_OR_RETURN(const TimedSearch duet, searches.Run(curve.duet_recipe, num_models, curve.num_iterations, budget));
    ASSIGN_OR_RETURN(const double duet_pct, report("DUET", duet));
    AddMeasurement(result, "duet_gain_pct", {{"strategy", curve.strategy}}, duet_pct - eagle_pct);
  }
  if (!runs_duet) return result;
  ASSIGN_OR_RETURN(const TimedSearch whole, searches.Run("DUET", num_models_of_paper, num_iterations,
                                                         num_models_of_paper + budget - num_models));
  AddMeasurement(result, "search_s", {{"strategy", "BRP-NAS, 100 networks"}, {"recipe", "DUET"}}, whole.cpu_s);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
