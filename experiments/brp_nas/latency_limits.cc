#include "experiments/brp_nas/latency_limits.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/device_runner/outlier_filter.h"
#include "nas/trace.h"

namespace duet::experiments {

absl::StatusOr<LimitedProblem> MakeLimitedProblem(const nas::SearchProblem& problem,
                                                  const std::vector<double>& true_ms) {
  LimitedProblem limited;
  limited.problem = problem;
  limited.problem.candidates.clear();
  limited.true_ms = true_ms;
  limited.test_pct.assign(problem.space->size(), std::numeric_limits<double>::quiet_NaN());
  for (const int64_t candidate : problem.candidates) {
    if (std::isnan(true_ms[candidate])) continue;
    ASSIGN_OR_RETURN(const nas::Evaluation evaluation, problem.evaluator->Evaluate(candidate));
    if (!evaluation.test_accuracy_pct.has_value()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the test accuracy of ", problem.space->NameOf(candidate), " is not known"));
    }
    limited.problem.candidates.push_back(candidate);
    limited.test_pct[candidate] = *evaluation.test_accuracy_pct;
  }
  return limited;
}

double LimitThatKeeps(const LimitedProblem& limited, double percent) {
  std::vector<double> known_ms;
  for (const int64_t candidate : limited.problem.candidates) known_ms.push_back(limited.true_ms[candidate]);
  return device_runner::Percentile(known_ms, percent);
}

double BestReachablePct(const LimitedProblem& limited, absl::Span<const double> source_ms, double limit_ms) {
  double best_pct = 0;
  for (const int64_t candidate : nas::WithinLimit(limited.problem.candidates, source_ms, limit_ms)) {
    if (limited.true_ms[candidate] <= limit_ms) best_pct = std::max(best_pct, limited.test_pct[candidate]);
  }
  return best_pct;
}

absl::StatusOr<LimitedSearch> SearchWithin(const LimitedProblem& limited, absl::Span<const double> source_ms,
                                           double limit_ms, const nas::SearchStrategy& strategy,
                                           const nas::SearchOptions& options) {
  nas::SearchProblem problem = limited.problem;
  problem.candidates = nas::WithinLimit(problem.candidates, source_ms, limit_ms);
  if (problem.candidates.empty()) return LimitedSearch();
  ASSIGN_OR_RETURN(const nas::Trace trace, nas::RunSearch(problem, strategy, options));
  const nas::Trace kept = nas::WithoutFalsePositives(trace, limited.true_ms, limit_ms);
  LimitedSearch found;
  for (const nas::TrainedNetwork& network : kept.networks()) {
    found.best_pct = std::max(found.best_pct, network.test_accuracy_pct());
  }
  found.dropped_pct = 100.0 * (trace.networks_size() - kept.networks_size()) / trace.networks_size();
  return found;
}

absl::StatusOr<LimitedSearch> MeanSearchWithin(const LimitedProblem& limited, absl::Span<const double> source_ms,
                                               double limit_ms, const nas::SearchStrategy& strategy,
                                               nas::SearchOptions options, int64_t num_searches) {
  LimitedSearch mean;
  for (int64_t search = 0; search < num_searches; ++search, ++options.seed) {
    ASSIGN_OR_RETURN(const LimitedSearch found, SearchWithin(limited, source_ms, limit_ms, strategy, options));
    mean.best_pct += found.best_pct / static_cast<double>(num_searches);
    mean.dropped_pct += found.dropped_pct / static_cast<double>(num_searches);
  }
  return mean;
}

}  // namespace duet::experiments
