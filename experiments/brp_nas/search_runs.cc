#include "experiments/brp_nas/search_runs.h"

#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace duet::experiments {
namespace {

constexpr int64_t kSeriesStep = 5;

}  // namespace

absl::StatusOr<nas::Benchmark> OpenBenchmark(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string name, context.Text("benchmark"));
  ASSIGN_OR_RETURN(const std::string image_set, context.Text("image_set"));
  nas::BenchmarkTables tables;
  std::string& table = name == "nasbench101" ? tables.nasbench101 : tables.nasbench201;
  ASSIGN_OR_RETURN(table, context.DataPath(name == "nasbench101" ? "nasbench101_table" : "nasbench201_table"));
  return nas::Benchmark::Open(name, image_set, tables);
}

absl::StatusOr<nas::Trace> RunStrategy(const RunContext& context, const nas::SearchProblem& problem,
                                       const nas::SearchStrategy& strategy, int64_t budget) {
  context.progress().Start(strategy.name(), budget);
  nas::SearchOptions options;
  options.budget = budget;
  options.seed = context.seed();
  options.on_trained = [&](const nas::Trace&) {
    context.progress().Advance();
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(nas::Trace trace, nas::RunSearch(problem, strategy, options));
  context.progress().Finish();
  return trace;
}

absl::StatusOr<SearchCurves> CurvesOf(const nas::Trace& trace) {
  const bool has_test = trace.networks_size() > 0 && trace.networks(0).has_test_accuracy_pct();
  if (!has_test) return SearchCurves{nas::BestValidationSoFar(trace), nas::BestValidationSoFar(trace)};
  SearchCurves curves;
  ASSIGN_OR_RETURN(curves.best_pct, nas::BestTestSoFar(trace));
  ASSIGN_OR_RETURN(curves.chosen_pct, nas::TestOfBestValidationSoFar(trace));
  return curves;
}

void AddCurves(RunResult& result, const Labels& labels, const SearchCurves& curves, absl::Span<const int64_t> at) {
  for (const int64_t networks : at) {
    if (networks < 1 || networks > static_cast<int64_t>(curves.best_pct.size())) continue;
    Labels with_networks = labels;
    with_networks.emplace_back("networks", absl::StrCat(networks));
    AddMeasurement(result, "best_accuracy_pct", with_networks, curves.best_pct[networks - 1]);
    AddMeasurement(result, "chosen_accuracy_pct", with_networks, curves.chosen_pct[networks - 1]);
  }
  std::vector<double> x, best, chosen;
  for (size_t networks = kSeriesStep; networks <= curves.best_pct.size(); networks += kSeriesStep) {
    x.push_back(networks);
    best.push_back(curves.best_pct[networks - 1]);
    chosen.push_back(curves.chosen_pct[networks - 1]);
  }
  AddSeries(result, "best so far", labels, x, best);
  AddSeries(result, "best validation so far", labels, x, chosen);
}

double MeanAfter(absl::Span<const double> curve, int64_t first) {
  return std::accumulate(curve.begin() + first, curve.end(), 0.0) / static_cast<double>(curve.size() - first);
}

absl::StatusOr<std::vector<int64_t>> IntList(const RunContext& context, const std::string& parameter) {
  ASSIGN_OR_RETURN(const std::string text, context.Text(parameter));
  std::vector<int64_t> numbers;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    if (!absl::SimpleAtoi(part, &numbers.emplace_back())) {
      return absl::InvalidArgumentError(
          absl::StrCat("parameter ", parameter, ": \"", part, "\" in \"", text, "\" is not a number"));
    }
  }
  return numbers;
}

}  // namespace duet::experiments
