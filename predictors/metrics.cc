#include "predictors/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

namespace duet::predictors {
namespace {

double Pearson(absl::Span<const double> a, absl::Span<const double> b) {
  const double n = a.size();
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double covariance = 0, variance_a = 0, variance_b = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    covariance += (a[i] - mean_a) * (b[i] - mean_b);
    variance_a += (a[i] - mean_a) * (a[i] - mean_a);
    variance_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return covariance / std::sqrt(variance_a * variance_b);
}

std::vector<int64_t> SortedOrder(absl::Span<const double> values) {
  std::vector<int64_t> order(values.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t i, int64_t j) { return values[i] < values[j]; });
  return order;
}

// Pairs in runs of equal elements of a sorted range.
template <typename Equal>
int64_t NumTiedPairs(int64_t size, const Equal& equal) {
  int64_t pairs = 0;
  for (int64_t begin = 0, end = 0; begin < size; begin = end) {
    while (end < size && equal(begin, end)) ++end;
    pairs += (end - begin) * (end - begin - 1) / 2;
  }
  return pairs;
}

// Sorts values[begin, end) and returns how many pairs were out of order.
int64_t SortCountingInversions(std::vector<double>& values, int64_t begin, int64_t end, std::vector<double>& scratch) {
  if (end - begin < 2) return 0;
  const int64_t middle = begin + (end - begin) / 2;
  int64_t inversions =
      SortCountingInversions(values, begin, middle, scratch) + SortCountingInversions(values, middle, end, scratch);
  for (int64_t left = begin, right = middle, out = begin; out < end; ++out) {
    if (right == end || (left < middle && values[left] <= values[right])) {
      scratch[out] = values[left++];
    } else {
      inversions += middle - left;
      scratch[out] = values[right++];
    }
  }
  std::copy(scratch.begin() + begin, scratch.begin() + end, values.begin() + begin);
  return inversions;
}

}  // namespace

double WithinBoundPct(absl::Span<const double> predicted, absl::Span<const double> truth, double bound) {
  assert(predicted.size() == truth.size());
  int64_t hits = 0;
  for (size_t i = 0; i < predicted.size(); ++i) {
    hits += (1 - bound) * predicted[i] <= truth[i] && truth[i] <= (1 + bound) * predicted[i];
  }
  return 100.0 * static_cast<double>(hits) / static_cast<double>(predicted.size());
}

std::vector<double> Ranks(absl::Span<const double> values) {
  const std::vector<int64_t> order = SortedOrder(values);
  std::vector<double> ranks(values.size());
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (size_t i = begin; i < end; ++i) ranks[order[i]] = 0.5 * static_cast<double>(begin + end - 1);
  }
  return ranks;
}

double SpearmanCorrelation(absl::Span<const double> a, absl::Span<const double> b) {
  assert(a.size() == b.size());
  return Pearson(Ranks(a), Ranks(b));
}

double KendallTau(absl::Span<const double> a, absl::Span<const double> b) {
  assert(a.size() == b.size());
  const int64_t n = a.size();
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), int64_t{0});
  std::sort(order.begin(), order.end(), [&](int64_t i, int64_t j) { return a[i] != a[j] ? a[i] < a[j] : b[i] < b[j]; });
  const int64_t ties_a = NumTiedPairs(n, [&](int64_t i, int64_t j) { return a[order[i]] == a[order[j]]; });
  const int64_t ties_both =
      NumTiedPairs(n, [&](int64_t i, int64_t j) { return a[order[i]] == a[order[j]] && b[order[i]] == b[order[j]]; });
  std::vector<double> by_a(n), scratch(n);
  for (int64_t i = 0; i < n; ++i) by_a[i] = b[order[i]];
  const int64_t discordant = SortCountingInversions(by_a, 0, n, scratch);
  const int64_t ties_b = NumTiedPairs(n, [&](int64_t i, int64_t j) { return by_a[i] == by_a[j]; });
  const int64_t pairs = n * (n - 1) / 2;
  const double concordant_minus_discordant = pairs - ties_a - ties_b + ties_both - 2 * discordant;
  return concordant_minus_discordant /
         std::sqrt(static_cast<double>(pairs - ties_a) * static_cast<double>(pairs - ties_b));
}

double PrecisionAtTopPct(absl::Span<const double> predicted, absl::Span<const double> truth, int64_t k) {
  const int64_t n = predicted.size();
  assert(predicted.size() == truth.size() && 1 <= k && k <= n);
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t i, int64_t j) { return predicted[i] > predicted[j]; });
  std::vector<double> descending(truth.begin(), truth.end());
  std::nth_element(descending.begin(), descending.begin() + k - 1, descending.end(), std::greater<double>());
  int64_t hits = 0;
  for (int64_t i = 0; i < k; ++i) hits += truth[order[i]] >= descending[k - 1];
  return 100.0 * static_cast<double>(hits) / static_cast<double>(k);
}

double MeanAbsoluteError(absl::Span<const double> predicted, absl::Span<const double> truth) {
  assert(predicted.size() == truth.size());
  double sum = 0;
  for (size_t i = 0; i < predicted.size(); ++i) sum += std::abs(predicted[i] - truth[i]);
  return sum / static_cast<double>(predicted.size());
}

LatencyMetrics EvaluateLatency(absl::Span<const double> predicted_ms, absl::Span<const double> truth_ms) {
  LatencyMetrics metrics;
  metrics.num_samples = predicted_ms.size();
  metrics.within_1_pct = WithinBoundPct(predicted_ms, truth_ms, 0.01);
  metrics.within_5_pct = WithinBoundPct(predicted_ms, truth_ms, 0.05);
  metrics.within_10_pct = WithinBoundPct(predicted_ms, truth_ms, 0.10);
  metrics.spearman = SpearmanCorrelation(predicted_ms, truth_ms);
  metrics.kendall = KendallTau(predicted_ms, truth_ms);
  metrics.mean_absolute_error_ms = MeanAbsoluteError(predicted_ms, truth_ms);
  return metrics;
}

}  // namespace duet::predictors
