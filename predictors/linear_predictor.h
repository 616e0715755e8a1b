// Latency as a linear function of an architecture: FLOPs with a scale, the layer-wise sum, and additive ridge
// regression in closed form. Trained in milliseconds; what a learned predictor has to beat.

#ifndef PREDICTORS_LINEAR_PREDICTOR_H_
#define PREDICTORS_LINEAR_PREDICTOR_H_

#include <string>

#include "predictors/latency_predictor.h"

namespace duet::predictors {

enum class LinearFeatures {
  kFlops,
  kOperations,        // counts of every operation of the space
  kChoices,           // one-hot, as written
  kEffectiveChoices,  // one-hot, pruned
  kChoicePairs,       // the same with the products of every two
  kEffectiveChoicePairs,
};

struct LinearPredictorOptions {
  std::string recipe;
  LinearFeatures features = LinearFeatures::kEffectiveChoices;
  // Ridge penalty on the weights, in units of a squared feature; the intercept is free.
  double ridge = 0.0;
  bool has_intercept = true;
};

class LinearPredictor : public LatencyPredictor {
 public:
  explicit LinearPredictor(const LinearPredictorOptions& options) : options_(options) {}

  absl::Status Fit(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) override;
  absl::StatusOr<std::vector<double>> PredictMs(const EncodedArchitectures& architectures) const override;
  void Save(LatencyModel* model) const override;
  absl::Status Load(const LatencyModel& model) override;

 private:
  LinearPredictorOptions options_;
  double intercept_ms_ = 0;
  Eigen::VectorXd weights_ms_;
};

// Weights are the latencies measured for each operation alone; Fit only looks them up.
class LayerWisePredictor : public LatencyPredictor {
 public:
  explicit LayerWisePredictor(const absl::flat_hash_map<std::string, double>& operation_latency_ms)
      : operation_latency_ms_(operation_latency_ms) {}

  // FailedPrecondition names an operation of the space that was not measured.
  absl::Status Fit(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) override;
  absl::StatusOr<std::vector<double>> PredictMs(const EncodedArchitectures& architectures) const override;
  void Save(LatencyModel* model) const override;
  absl::Status Load(const LatencyModel& model) override;

 private:
  absl::flat_hash_map<std::string, double> operation_latency_ms_;
  std::vector<double> weights_ms_;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_LINEAR_PREDICTOR_H_
