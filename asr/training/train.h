// Trains a network to recognise phones, as NAS-Bench-ASR does.
//
//     loss = mean over the batch of CTC(utterance) / (T' + 1)  +  l2 * sum of squares of the convolutions' kernels
//
// Adam; the global norm of the gradient is clipped. The learning rate shrinks at the end of each epoch from the fifth
// on. A curriculum comes first: passes over the utterances of at most a second, then two, which take steps of the first
// epochs; an epoch has as many steps as one pass over all utterances has batches. Each pass is in a random order; a
// batch has utterances of like length.
//
// The test set is recognised once, with the weights of the epoch that was best on the validation set, and with these
// the model is left.
//
// Source: release of NAS-Bench-ASR (Mehrotra et al. 2021), its TensorFlow programs. Differs: a pass is shuffled whole,
// not through a buffer of 2,048 utterances. Not supported: several threads within one training, other devices than the
// model's own CPU; two trainings at once in one process (LibTorch's random generator is the process's).

#ifndef ASR_TRAINING_TRAIN_H_
#define ASR_TRAINING_TRAIN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "asr/acoustic_model.h"
#include "asr/training/evaluate.h"
#include "asr/training/feature_corpus.h"

namespace duet::asr {

// Passes over the utterances of at most `max_samples` samples that come before all others.
struct CurriculumStage {
  int64_t max_samples;
  int64_t num_passes;
};

struct EpochMetrics {
  double training_loss = 0;  // mean over the epoch's steps, without the penalty
  double validation_per_pct = 0;
};

// The defaults are the benchmark's.
struct TrainOptions {
  uint64_t seed = 0;  // of order and dropout; the model's weights have been drawn before
  int64_t num_epochs = 40;

  double learning_rate = 1e-4;
  double adam_epsilon = 1e-7;
  int64_t decay_from_epoch = 5;  // counted from 1
  double decay = 0.9;
  double max_gradient_norm = 5;
  double convolution_l2 = 0.01;

  int64_t batch_size = 64;
  int64_t long_batch_size = 48;
  int64_t long_from_frames = 300;
  std::vector<CurriculumStage> curriculum = {{16'000, 2}, {32'000, 2}};

  Decoder epoch_decoder;  // of the validation set after each epoch
  Decoder final_decoder;  // of the validation and the test set at the end

  // Written after each epoch and removed by nobody. A training that is started again with the same model, corpus and
  // options goes on from it and ends in the same bytes. Empty: none.
  std::string checkpoint_path;
  std::function<void(int64_t epoch, const EpochMetrics& metrics)> on_epoch;  // also of epochs that were resumed
};

struct TrainMetrics {
  std::vector<EpochMetrics> epochs;
  int64_t best_epoch = 0;         // counted from 1; of equal ones the last
  double validation_per_pct = 0;  // of the best epoch, by the final decoder
  double test_per_pct = 0;
  int64_t num_steps = 0;
};

// InvalidArgument for options that cannot be, an empty set, or an utterance that CTC cannot spell in the frames it has;
// FailedPrecondition for a checkpoint of another training; Internal if the loss is no longer finite.
absl::StatusOr<TrainMetrics> Train(AcousticModel& model, const FeatureCorpus& corpus, const TrainOptions& options);

}  // namespace duet::asr

#endif  // ASR_TRAINING_TRAIN_H_
