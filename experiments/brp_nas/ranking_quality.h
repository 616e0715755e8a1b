// How well a ranking of networks agrees with their accuracies: everywhere, and at the top, which is what a search uses.

#ifndef EXPERIMENTS_BRP_NAS_RANKING_QUALITY_H_
#define EXPERIMENTS_BRP_NAS_RANKING_QUALITY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/run_result.pb.h"
#include "nas/benchmark.h"

namespace duet::experiments {

// Accuracies in percent of a benchmark's candidates, in their order.
struct KnownAccuracies {
  std::vector<double> validation_pct;  // what a predictor may learn from
  std::vector<double> judged_by_pct;   // tests'; where the benchmark has none, validations'
};
absl::StatusOr<KnownAccuracies> ReadAccuracies(const nas::Benchmark& benchmark);

// Scores, larger is better, of a ranking with the best first: `best_first` holds each of 0 to n - 1 once.
std::vector<double> ScoresOf(absl::Span<const int64_t> best_first);

// Reports of scores against accuracies `kendall` and `spearman`, and for each k of `tops`, with the label `top`,
//   precision          the share of the k best-scored that are among the k most accurate
//   top_accuracy_pct   the mean accuracy of the k best-scored
// A k above the number of networks is left out.
void AddRankingQuality(RunResult& result, const Labels& labels, absl::Span<const double> scores,
                       absl::Span<const double> accuracy_pct, absl::Span<const int64_t> tops);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_RANKING_QUALITY_H_
