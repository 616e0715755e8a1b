// What a training is told, and what comes of it; train.h says what is done.
//
// The defaults are NAS-Bench-ASR's. Source: its release (Mehrotra et al. 2021), the TensorFlow programs.

#ifndef ASR_TRAINING_TRAIN_OPTIONS_H_
#define ASR_TRAINING_TRAIN_OPTIONS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace duet::asr {

// How labels are read off log-probabilities (asr/ctc.h).
struct Decoder {
  int64_t beam_width = 12;  // 0: greedy, the labels of the most probable path

  static Decoder Greedy() { return {0}; }
};

// Passes over the utterances of less than `samples_limit` samples that come before all others.
struct CurriculumStage {
  int64_t samples_limit;
  int64_t num_passes;
};

struct EpochMetrics {
  double training_loss = 0;  // mean over the epoch's steps, without the penalty
  double validation_per_pct = 0;
};

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
  int64_t num_left_out = 0;  // utterances of the training set with too few frames to spell their phones
};

}  // namespace duet::asr

#endif  // ASR_TRAINING_TRAIN_OPTIONS_H_
