// Recipe DUET: a Gaussian process on the logarithm of the latency, so that errors are relative as the error-bound
// metric is. It sees every choice and the graph statistics twice, as written and pruned: compilers that drop dead
// operations (TFLite, on LatBench's devices) are told from frameworks that run them (PyTorch, on HELP's) by the data.
// Two fits, with normal and with Student-t noise, compete by the leave-one-out share of predictions within 10 %.

#ifndef PREDICTORS_GAUSSIAN_PROCESS_PREDICTOR_H_
#define PREDICTORS_GAUSSIAN_PROCESS_PREDICTOR_H_

#include <optional>

#include "predictors/gaussian_process.h"
#include "predictors/latency_predictor.h"

namespace duet::predictors {

class GaussianProcessPredictor : public LatencyPredictor {
 public:
  // Does not look at `validation`.
  absl::Status Fit(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) override;
  absl::StatusOr<std::vector<double>> PredictMs(const EncodedArchitectures& architectures) const override;
  void Save(LatencyModel* model) const override;
  absl::Status Load(const LatencyModel& model) override;

 private:
  double log_center_ = 0;
  double log_scale_ = 1;
  std::optional<GaussianProcess> process_;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_GAUSSIAN_PROCESS_PREDICTOR_H_
