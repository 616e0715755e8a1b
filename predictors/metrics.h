// How well predictions fit, and how well they rank.

#ifndef PREDICTORS_METRICS_H_
#define PREDICTORS_METRICS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace duet::predictors {

// The share, in percent, of predictions p with (1-bound) p <= t <= (1+bound) p, t the truth: the band is relative to
// the prediction, as in BRP-NAS's released code. Empty input: NaN.
double WithinBoundPct(absl::Span<const double> predicted, absl::Span<const double> truth, double bound);

// Spearman's rank correlation: Pearson's of the ranks, ties given their mean rank. NaN for a constant input.
double SpearmanCorrelation(absl::Span<const double> a, absl::Span<const double> b);

// Kendall's tau-b, in O(n log n) (Knight 1966). NaN for a constant input.
double KendallTau(absl::Span<const double> a, absl::Span<const double> b);

// The share, in percent, of the `k` best by `predicted` that are among the `k` best by `truth`; whatever equals the
// k-th best of these is among them. Equal predictions count in the order given. `k` in [1, n].
double PrecisionAtTopPct(absl::Span<const double> predicted, absl::Span<const double> truth, int64_t k);

double MeanAbsoluteError(absl::Span<const double> predicted, absl::Span<const double> truth);

// Rank of each value from 0, ties given their mean rank.
std::vector<double> Ranks(absl::Span<const double> values);

// What the latency experiments report.
struct LatencyMetrics {
  int64_t num_samples = 0;
  double within_1_pct = 0, within_5_pct = 0, within_10_pct = 0;
  double spearman = 0, kendall = 0;
  double mean_absolute_error_ms = 0;
};
LatencyMetrics EvaluateLatency(absl::Span<const double> predicted_ms, absl::Span<const double> truth_ms);

}  // namespace duet::predictors

#endif  // PREDICTORS_METRICS_H_
