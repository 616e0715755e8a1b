// Utterances as batches of tensors, and the order in which a training takes them.

#ifndef ASR_TRAINING_BATCHES_H_
#define ASR_TRAINING_BATCHES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"
#include "torch/types.h"

namespace duet::asr {

// Letters: B utterances, T frames of the longest.
struct Batch {
  torch::Tensor features;    // [B, T, 80]; zeros behind an utterance's end
  torch::Tensor num_frames;  // [B] int64
  torch::Tensor phones;      // [sum of num_phones] int64
  torch::Tensor num_phones;  // [B] int64
};
Batch MakeBatch(const FeatureSet& set, absl::Span<const int64_t> utterances);

using BatchPlan = std::vector<std::vector<int64_t>>;  // numbers of utterances

// `utterances` in their order, each in the batch of its bucket (short, long) that is being filled; a batch comes when
// it is full, and what is left at the end.
BatchPlan FillBatches(const FeatureSet& set, absl::Span<const int64_t> utterances, const TrainOptions& options);

// The batches of a whole training over `utterances`, epoch after epoch, `steps_per_epoch` each: the curriculum's
// passes, then passes over all, each in a random order of (seed, pass).
struct TrainingPlan {
  BatchPlan batches;
  int64_t steps_per_epoch = 0;
};
TrainingPlan PlanTraining(const FeatureSet& set, const std::vector<int64_t>& utterances, const TrainOptions& options);

}  // namespace duet::asr

#endif  // ASR_TRAINING_BATCHES_H_
