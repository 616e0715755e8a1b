#include "experiments/quickstart/held_out.h"

#include <algorithm>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "predictors/latency_split.h"

namespace duet::quickstart {
namespace {

using predictors::LatencyPredictor;
using predictors::LatencySamples;

std::vector<int64_t> RandomOrder(int64_t size, uint64_t seed, uint64_t repeat) {
  std::vector<int64_t> order(size);
  std::iota(order.begin(), order.end(), int64_t{0});
  RandomStream(seed, "held out", repeat).Shuffle(order);
  return order;
}

// Predicts the samples `test` after training on the samples `train`.
absl::StatusOr<std::vector<double>> Predict(const LatencySamples& samples, absl::Span<const int64_t> train,
                                            absl::Span<const int64_t> test, uint64_t seed) {
  ASSIGN_OR_RETURN(const std::unique_ptr<LatencyPredictor> predictor, Train(Select(samples, train), seed));
  return predictor->PredictMs(Select(samples.architectures, test));
}

}  // namespace

absl::StatusOr<std::unique_ptr<LatencyPredictor>> Train(const LatencySamples& samples, uint64_t seed) {
  ASSIGN_OR_RETURN(std::unique_ptr<LatencyPredictor> predictor, predictors::CreateLatencyPredictor("DUET"));
  RETURN_IF_ERROR(predictor->Fit(samples, /*validation=*/LatencySamples(), seed));
  return predictor;
}

absl::StatusOr<HeldOut> CrossValidate(const LatencySamples& samples, int64_t num_folds, uint64_t seed) {
  const int64_t num_samples = samples.latency_ms.size();
  if (num_folds < 2 || num_folds > num_samples / 2) {
    return absl::InvalidArgumentError(absl::StrCat(num_folds, " folds of ", num_samples, " samples"));
  }
  const std::vector<int64_t> order = RandomOrder(num_samples, seed, 0);
  HeldOut held_out = {std::vector<double>(num_samples), samples.latency_ms};
  for (int64_t fold = 0; fold < num_folds; ++fold) {
    std::vector<int64_t> train, test;
    for (int64_t i = 0; i < num_samples; ++i) (i % num_folds == fold ? test : train).push_back(order[i]);
    ASSIGN_OR_RETURN(const std::vector<double> predicted_ms, Predict(samples, train, test, seed));
    for (size_t i = 0; i < test.size(); ++i) held_out.predicted_ms[test[i]] = predicted_ms[i];
  }
  return held_out;
}

absl::StatusOr<HeldOut> TrainAndTest(const LatencySamples& samples, int64_t num_train, int64_t num_repeats,
                                     uint64_t seed) {
  const int64_t num_samples = samples.latency_ms.size();
  if (num_train < 2 || num_train >= num_samples) {
    return absl::InvalidArgumentError(absl::StrCat("cannot train on ", num_train, " of ", num_samples, " samples"));
  }
  HeldOut held_out;
  for (int64_t repeat = 0; repeat < num_repeats; ++repeat) {
    const std::vector<int64_t> order = RandomOrder(num_samples, seed, repeat);
    const absl::Span<const int64_t> test = absl::MakeConstSpan(order).subspan(num_train);
    ASSIGN_OR_RETURN(const std::vector<double> predicted_ms,
                     Predict(samples, absl::MakeConstSpan(order).first(num_train), test, seed));
    held_out.predicted_ms.insert(held_out.predicted_ms.end(), predicted_ms.begin(), predicted_ms.end());
    for (const int64_t i : test) held_out.measured_ms.push_back(samples.latency_ms[i]);
  }
  return held_out;
}

std::vector<double> SortedRatios(const HeldOut& held_out) {
  std::vector<double> ratios;
  for (size_t i = 0; i < held_out.predicted_ms.size(); ++i) {
    ratios.push_back(held_out.measured_ms[i] / held_out.predicted_ms[i]);
  }
  std::sort(ratios.begin(), ratios.end());
  return ratios;
}

double ChanceUnderPct(const std::vector<double>& sorted_ratios, double predicted_ms, double limit_ms) {
  const auto above = std::partition_point(sorted_ratios.begin(), sorted_ratios.end(),
                                          [&](double ratio) { return ratio * predicted_ms <= limit_ms; });
  return 100.0 * static_cast<double>(above - sorted_ratios.begin()) / static_cast<double>(sorted_ratios.size());
}

}  // namespace duet::quickstart
