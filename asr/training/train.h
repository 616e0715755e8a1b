// Trains a network to recognise phones, as NAS-Bench-ASR does.
//
//     loss = mean over the batch of CTC(utterance) / (T' + 1)  +  l2 * sum of squares of the convolutions' kernels
//
// Adam; the global norm of the gradient is clipped. The learning rate shrinks at the end of each epoch from the fifth
// on. A curriculum comes first: passes over the utterances of less than a second, then two, which take steps of the
// first epochs; an epoch has as many steps as one pass over all utterances has batches. Each pass is in a random order;
// a batch has utterances of like length.
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

#include "absl/status/statusor.h"
#include "asr/acoustic_model.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"

namespace duet::asr {

// Of an epoch, counted from 1: it shrinks at the end of each one from decay_from_epoch on.
double LearningRate(const TrainOptions& options, int64_t epoch);

// InvalidArgument for options that cannot be or an empty set;
// FailedPrecondition for a checkpoint of another training; Internal if the loss is no longer finite.
absl::StatusOr<TrainMetrics> Train(AcousticModel& model, const FeatureCorpus& corpus, const TrainOptions& options);

}  // namespace duet::asr

#endif  // ASR_TRAINING_TRAIN_H_
