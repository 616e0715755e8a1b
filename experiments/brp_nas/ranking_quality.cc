#include "experiments/brp_nas/ranking_quality.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "predictors/metrics.h"

namespace duet::experiments {
namespace {

double MeanOfTop(absl::Span<const double> scores, absl::Span<const double> accuracy_pct, int64_t k) {
  std::vector<int64_t> order(scores.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return scores[a] > scores[b]; });
  double sum = 0;
  for (int64_t i = 0; i < k; ++i) sum += accuracy_pct[order[i]];
  return sum / static_cast<double>(k);
}

}  // namespace

absl::StatusOr<KnownAccuracies> ReadAccuracies(const nas::Benchmark& benchmark) {
  KnownAccuracies accuracies;
  for (const int64_t candidate : benchmark.candidates()) {
    ASSIGN_OR_RETURN(const nas::Evaluation evaluation, benchmark.evaluator().Evaluate(candidate));
    accuracies.validation_pct.push_back(evaluation.validation_accuracy_pct);
    accuracies.judged_by_pct.push_back(evaluation.test_accuracy_pct.value_or(evaluation.validation_accuracy_pct));
  }
  return accuracies;
}

std::vector<double> ScoresOf(absl::Span<const int64_t> best_first) {
  std::vector<double> scores(best_first.size());
  for (size_t i = 0; i < best_first.size(); ++i) scores[best_first[i]] = -static_cast<double>(i);
  return scores;
}

void AddRankingQuality(RunResult& result, const Labels& labels, absl::Span<const double> scores,
                       absl::Span<const double> accuracy_pct, absl::Span<const int64_t> tops) {
  AddMeasurement(result, "kendall", labels, predictors::KendallTau(scores, accuracy_pct));
  AddMeasurement(result, "spearman", labels, predictors::SpearmanCorrelation(scores, accuracy_pct));
  for (const int64_t k : tops) {
    if (k < 1 || k > static_cast<int64_t>(scores.size())) continue;
    Labels with_top = labels;
    with_top.emplace_back("top", absl::StrCat(k));
    AddMeasurement(result, "precision", with_top, predictors::PrecisionAtTopPct(scores, accuracy_pct, k) / 100);
    AddMeasurement(result, "top_accuracy_pct", with_top, MeanOfTop(scores, accuracy_pct, k));
  }
}

}  // namespace duet::experiments
