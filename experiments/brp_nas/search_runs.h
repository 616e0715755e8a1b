// Searches on benchmarks whose accuracies are known, as the experiments of this paper run and report them.
//
//     ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
//     ASSIGN_OR_RETURN(const auto strategy, nas::CreateStrategy("brp_nas", {}));
//     ASSIGN_OR_RETURN(const nas::Trace trace, RunStrategy(context, benchmark.problem(), *strategy, /*budget=*/300));
//     ASSIGN_OR_RETURN(const SearchCurves curves, CurvesOf(trace));
//     AddCurves(result, {{"strategy", "BRP-NAS"}}, curves, {100, 150});

#ifndef EXPERIMENTS_BRP_NAS_SEARCH_RUNS_H_
#define EXPERIMENTS_BRP_NAS_SEARCH_RUNS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/run_result.pb.h"
#include "nas/benchmark.h"
#include "nas/search.h"
#include "nas/trace.h"

namespace duet::experiments {

// The benchmark that the parameters `benchmark` and `image_set` name, from the data `nasbench201_table` or
// `nasbench101_table`. A result that rests on it says so: result.set_proxy_reason(benchmark.proxy_reason()).
absl::StatusOr<nas::Benchmark> OpenBenchmark(const RunContext& context);

// A search with the run's seed. A budget above the number of candidates trains them all.
absl::StatusOr<nas::Trace> RunStrategy(const RunContext& context, const nas::SearchProblem& problem,
                                       const nas::SearchStrategy& strategy, int64_t budget);

// Element i is what is found after i + 1 trained networks, in percent. Accuracies are tests'; where the benchmark has
// none, validations', and both rules are the same.
struct SearchCurves {
  std::vector<double> best_pct;    // the best so far: the paper's figures
  std::vector<double> chosen_pct;  // of the network with the best validation accuracy so far: what a user would get
};
absl::StatusOr<SearchCurves> CurvesOf(const nas::Trace& trace);

// Reports `best_accuracy_pct` and `chosen_accuracy_pct` with the label `networks` at each of `at` that the curves
// reach, and the series "best so far" and "best validation so far" at every fifth network.
void AddCurves(RunResult& result, const Labels& labels, const SearchCurves& curves, absl::Span<const int64_t> at);

// The mean of a curve over what is trained after the first `first` networks.
double MeanAfter(absl::Span<const double> curve, int64_t first);

// A parameter that lists numbers: "50,100". InvalidArgument for anything else.
absl::StatusOr<std::vector<int64_t>> IntList(const RunContext& context, const std::string& parameter);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_SEARCH_RUNS_H_
