// How an encoder is trained, without LibTorch: AdamW, a one-cycle learning rate, the best weights by validation.
//
// The learning rate goes linearly from peak / 25 to the peak in num_warmup_steps, then linearly to peak / 250,000: the
// defaults of PyTorch's OneCycleLR with linear annealing. Source: the released accuracy code
// (SamsungLabs/Butterfly_Acc). Differs: OneCycleLR by default also cycles beta 1 between 0.85 and 0.95; here it stays
// 0.9.

#ifndef FABNET_TRAINING_TRAIN_OPTIONS_H_
#define FABNET_TRAINING_TRAIN_OPTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/progress.h"

namespace duet::fabnet {

struct TrainOptions {
  int64_t batch_size = 32;
  int64_t num_steps = 0;
  int64_t num_warmup_steps = 0;
  int64_t eval_every = 0;  // steps; the last one is always evaluated
  double peak_learning_rate = 1e-4;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-6;
  double weight_decay = 0;
  uint64_t seed = 0;  // of batches, dropout and roundings

  std::string device = "cpu";  // as LibTorch names it: "cuda", "cuda:1"
  int num_threads = 1;         // on a CPU. Bits may depend on it

  // Where to go on from and to keep what is done, or empty. A run that was cut off ends with the same weights.
  std::string checkpoint_path;
  int64_t checkpoint_every = 1000;  // steps
  // Stops before this step if it is above 0, as if cut off: what a job with a time limit may want.
  int64_t stop_before_step = 0;

  Progress* progress = nullptr;  // or null
};

// InvalidArgument, with the value, for numbers of steps or examples below 1, more warm-up than steps, and rates that
// are no positive numbers.
absl::Status CheckTrainOptions(const TrainOptions& options);

// Of step 0, 1, ..., num_steps - 1.
double LearningRate(const TrainOptions& options, int64_t step);

// After `step` steps.
struct Evaluation {
  int64_t step = 0;
  double train_loss = 0;  // mean cross-entropy of the steps since the last evaluation, with dropout
  double validation_loss = 0;
  double validation_accuracy = 0;
};

struct TrainMetrics {
  std::vector<Evaluation> evaluations;
  int64_t best_step = 0;  // the first one of the highest validation accuracy
  double best_validation_accuracy = 0;
  double test_accuracy = 0;  // at that step
};

// "step,train_loss,validation_loss,validation_accuracy" and a row for each evaluation.
std::string ToCsv(const TrainMetrics& metrics);

}  // namespace duet::fabnet

#endif  // FABNET_TRAINING_TRAIN_OPTIONS_H_
