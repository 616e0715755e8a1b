// How well recipe DUET learns a device from few measurements, said by cells that it has not seen.

#ifndef EXPERIMENTS_QUICKSTART_HELD_OUT_H_
#define EXPERIMENTS_QUICKSTART_HELD_OUT_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "predictors/latency_predictor.h"

namespace duet::quickstart {

// Predictions of samples, each by a predictor that was not trained on it.
struct HeldOut {
  std::vector<double> predicted_ms, measured_ms;  // [n]
};

// A DUET predictor trained on all of `samples`. Errors: those of LatencyPredictor::Fit.
absl::StatusOr<std::unique_ptr<predictors::LatencyPredictor>> Train(const predictors::LatencySamples& samples,
                                                                    uint64_t seed);

// Predicts every sample once, in order, after training on all but its fold: `num_folds` random parts of one size, give
// or take one. InvalidArgument unless 2 <= num_folds <= samples / 2.
absl::StatusOr<HeldOut> CrossValidate(const predictors::LatencySamples& samples, int64_t num_folds, uint64_t seed);

// `num_repeats` times: trains on `num_train` random samples and predicts all others. The predictions of all repeats,
// one after another. InvalidArgument if there are not more than `num_train` samples.
absl::StatusOr<HeldOut> TrainAndTest(const predictors::LatencySamples& samples, int64_t num_train, int64_t num_repeats,
                                     uint64_t seed);

// Measured over predicted latency, ascending: what a prediction is to be multiplied with.
std::vector<double> SortedRatios(const HeldOut& held_out);

// The share, in percent, of `sorted_ratios` with which `predicted_ms` is not above `limit_ms`.
double ChanceUnderPct(const std::vector<double>& sorted_ratios, double predicted_ms, double limit_ms);

}  // namespace duet::quickstart

#endif  // EXPERIMENTS_QUICKSTART_HELD_OUT_H_
