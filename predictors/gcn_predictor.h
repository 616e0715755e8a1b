// BRP-NAS's graph convolutional latency predictor, as released (EAGLE) and in a form that trains in seconds, and its
// multilayer perceptron. The target is the latency normalised to [0, 1]; the loss is the sum of absolute errors.
//
// EAGLE follows the released code, oddities included: the learning rate and the early stop look at the validation loss
// only after epoch 20, and the network that is returned is the last epoch's, not the best one's (its `state_dict` is a
// reference). Differs: the release normalises by the extremes of the whole table, here those of the training and
// validation samples are used, since a user has no others.

#ifndef PREDICTORS_GCN_PREDICTOR_H_
#define PREDICTORS_GCN_PREDICTOR_H_

#include <string>
#include <vector>

#include "predictors/latency_predictor.h"

namespace duet::predictors {

enum class Precision { kFloat32, kFloat64 };
enum class Schedule { kReduceOnPlateau, kCosine };

// Defaults: EAGLE.
struct GcnPredictorOptions {
  std::string recipe = "EAGLE";
  bool is_flat = false;  // a multilayer perceptron on the flattened graph
  Precision precision = Precision::kFloat64;
  int64_t num_layers = 4;
  int64_t num_hidden = 600;
  double dropout = 0.002;
  int64_t batch_size = 1;
  int64_t num_epochs = 250;
  double learning_rate = 4e-4;
  double weight_decay = 5e-4;
  Schedule schedule = Schedule::kReduceOnPlateau;
  int64_t stop_patience = 35;        // epochs without a better validation loss
  int64_t first_watched_epoch = 21;  // the first that schedule and early stop look at
  bool keeps_best_epoch = false;     // otherwise the last
};

class GcnPredictor : public LatencyPredictor {
 public:
  GcnPredictor(const GcnPredictorOptions& options, EpochCallback on_epoch)
      : options_(options), on_epoch_(std::move(on_epoch)) {}

  // FailedPrecondition without validation samples.
  absl::Status Fit(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) override;
  absl::StatusOr<std::vector<double>> PredictMs(const EncodedArchitectures& architectures) const override;
  void Save(LatencyModel* model) const override;
  absl::Status Load(const LatencyModel& model) override;

 private:
  template <typename Scalar>
  absl::Status FitAs(const LatencySamples& train, const LatencySamples& validation, uint64_t seed);

  GcnPredictorOptions options_;
  EpochCallback on_epoch_;
  GcnModel model_;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_GCN_PREDICTOR_H_
