// A training between two epochs, in a file.

#ifndef ASR_TRAINING_CHECKPOINT_H_
#define ASR_TRAINING_CHECKPOINT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "asr/acoustic_model.h"
#include "asr/tensors.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"
#include "torch/optim/adam.h"

namespace duet::asr {

// What a training goes on with.
struct TrainingState {
  AcousticModel& model;
  const std::vector<torch::Tensor>& parameters;  // of the model
  torch::optim::Adam& adam;
  const std::string& digest;
  TrainMetrics& metrics;       // epochs, best_epoch
  NamedTensors& best_tensors;  // of the best epoch
};

// Of everything that a training depends on: the model's form and first weights, the corpus, the options.
absl::StatusOr<std::string> TrainingDigest(const AcousticModel& model, const FeatureCorpus& corpus,
                                           const TrainOptions& options);

absl::Status WriteCheckpoint(const TrainingState& state, absl::string_view path);

// NotFound without the file, FailedPrecondition with the path for one of another training, InvalidArgument for a broken
// one.
absl::Status ReadCheckpoint(absl::string_view path, TrainingState state);

}  // namespace duet::asr

#endif  // ASR_TRAINING_CHECKPOINT_H_
