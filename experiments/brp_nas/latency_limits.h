// Search under a latency limit: a source of latencies says which networks are candidates, and the truth says which of
// those that were trained count.
//
//   candidates    those whose latency, by the source, is within the limit
//   dropped       trained, but in truth above the limit: they used up the budget and do not count
//   best          the best test accuracy of the trained networks that count
//   reachable     the same if every candidate were trained: what no search can exceed with this source
//   regret        the best test accuracy of all networks that are in truth within the limit, less the above
//
// Source: Dudziak et al. 2020 (BRP-NAS), as the released code filters and replays. The measures are this project's.

#ifndef EXPERIMENTS_BRP_NAS_LATENCY_LIMITS_H_
#define EXPERIMENTS_BRP_NAS_LATENCY_LIMITS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "nas/search.h"

namespace duet::experiments {

// Networks whose latency and accuracy are known, by number in the search space.
struct LimitedProblem {
  nas::SearchProblem problem;    // candidates: all of them
  std::vector<double> true_ms;   // NaN of others
  std::vector<double> test_pct;  // NaN of others
};

// The test accuracies come from the problem's evaluator. FailedPrecondition where it has none of a candidate.
absl::StatusOr<LimitedProblem> MakeLimitedProblem(const nas::SearchProblem& problem,
                                                  const std::vector<double>& true_ms);

// The limit that `percent` of the candidates keep in truth.
double LimitThatKeeps(const LimitedProblem& limited, double percent);

// The best test accuracy of the candidates that the source and the truth put within the limit, 0 if there are none.
// With the truth as the source, the best of all.
double BestReachablePct(const LimitedProblem& limited, absl::Span<const double> source_ms, double limit_ms);

struct LimitedSearch {
  double best_pct = 0;     // 0 if nothing that was trained counts
  double dropped_pct = 0;  // of the trained networks
};

// Runs a strategy on the source's candidates. Without any, nothing is trained and nothing found. Errors: RunSearch's.
absl::StatusOr<LimitedSearch> SearchWithin(const LimitedProblem& limited, absl::Span<const double> source_ms,
                                           double limit_ms, const nas::SearchStrategy& strategy,
                                           const nas::SearchOptions& options);

// The mean of `num_searches` of them, with the seeds from options.seed on.
absl::StatusOr<LimitedSearch> MeanSearchWithin(const LimitedProblem& limited, absl::Span<const double> source_ms,
                                               double limit_ms, const nas::SearchStrategy& strategy,
                                               nas::SearchOptions options, int64_t num_searches);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_LATENCY_LIMITS_H_
