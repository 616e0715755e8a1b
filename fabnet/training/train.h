// Trains an encoder on a task of the Long Range Arena.
//
//   batches --> encoder --> cross-entropy --> AdamW --> every eval_every steps: accuracy on all of `validation`;
//                                                       the weights of the best one are kept, and judge `test`
//
// Batch by batch through the training set in random order, a new order each time through. Orders, dropout and random
// roundings are functions of (seed, time through the set or step), so a run that goes on from a checkpoint ends with
// the same weights, bit for bit, on a CPU.

#ifndef FABNET_TRAINING_TRAIN_H_
#define FABNET_TRAINING_TRAIN_H_

#include "absl/status/statusor.h"
#include "datasets/lra/task.h"
#include "fabnet/models/encoder.h"
#include "fabnet/training/train_options.h"

namespace duet::fabnet {

// Leaves the best weights in `encoder`. InvalidArgument for bad options, a device that is not there, and a task that
// does not fit the encoder; DataLoss or FailedPrecondition for a checkpoint that is broken or of another run; Cancelled
// at stop_before_step.
absl::StatusOr<TrainMetrics> Train(Encoder& encoder, const lra::Task& task, const TrainOptions& options);

// The logits of each example, [n, classes] on the CPU, without dropout. The encoder's device is used.
torch::Tensor Logits(Encoder& encoder, const lra::TokenExamples& examples);

// Share of examples whose largest logit is that of their label; 0 without examples.
double Accuracy(Encoder& encoder, const lra::TokenExamples& examples);

}  // namespace duet::fabnet

#endif  // FABNET_TRAINING_TRAIN_H_
