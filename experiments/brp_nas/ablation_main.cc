// BRP-NAS with one of its settings changed at a time: iterations, alpha, and how many networks the predictor learns
// from.

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "experiments/brp_nas/search_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/iterative_selection.h"

namespace duet::experiments {
namespace {

struct Variant {
  std::string varied;   // what is changed
  std::string setting;  // to what
  nas::IterativeSelectionOptions options;
};

absl::StatusOr<std::vector<Variant>> Variants(const RunContext& context) {
  nas::IterativeSelectionOptions base;
  ASSIGN_OR_RETURN(base.num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(base.num_iterations, context.Int("num_iterations"));
  ASSIGN_OR_RETURN(base.alpha, context.Real("alpha"));
  std::vector<Variant> variants = {{"nothing", "-", base}};
  ASSIGN_OR_RETURN(const std::vector<int64_t> iterations, IntList(context, "varied_iterations"));
  for (const int64_t value : iterations) {
    variants.push_back({"iterations", absl::StrCat(value), base});
    variants.back().options.num_iterations = value;
  }
  ASSIGN_OR_RETURN(const std::string alphas, context.Text("varied_alphas"));
  const std::vector<std::string> alpha_texts = absl::StrSplit(alphas, ',');
  for (const std::string& value : alpha_texts) {
    variants.push_back({"alpha", value, base});
    if (!absl::SimpleAtod(value, &variants.back().options.alpha)) {
      return absl::InvalidArgumentError(absl::StrCat("parameter varied_alphas: \"", value, "\" is not a number"));
    }
  }
  ASSIGN_OR_RETURN(const std::vector<int64_t> points, IntList(context, "varied_points"));
  for (const int64_t value : points) {
    variants.push_back({"points", absl::StrCat(value), base});
    variants.back().options.num_models = value;
  }
  return variants;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
  ASSIGN_OR_RETURN(const int64_t budget, context.Int("budget"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> reported_at, IntList(context, "reported_at"));
  ASSIGN_OR_RETURN(const std::vector<Variant> variants, Variants(context));
  RunResult result;
  result.set_proxy_reason(benchmark.proxy_reason());
  for (const auto& [varied, setting, options] : variants) {
    ASSIGN_OR_RETURN(const nas::Trace trace,
                     RunStrategy(context, benchmark.problem(), nas::IterativeSelection(options), budget));
    ASSIGN_OR_RETURN(const SearchCurves curves, CurvesOf(trace));
    const Labels labels = {{"varied", varied}, {"setting", setting}};
    AddCurves(result, labels, curves, reported_at);
    AddMeasurement(result, "curve_mean_pct", labels, MeanAfter(curves.best_pct, 0));
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
