#include "asr/training/batches.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "ATen/ATen.h"
#include "asr/features.h"
#include "common/random.h"

namespace duet::asr {

Batch MakeBatch(const FeatureSet& set, absl::Span<const int64_t> utterances) {
  const auto num_utterances = static_cast<int64_t>(utterances.size());
  int64_t max_frames = 0;
  std::vector<int64_t> phones;
  for (const int64_t index : utterances) {
    max_frames = std::max(max_frames, set[index].num_frames());
    phones.insert(phones.end(), set[index].phones.begin(), set[index].phones.end());
  }
  Batch batch;
  batch.features = at::zeros({num_utterances, max_frames, kNumMelFilters});
  batch.num_frames = at::empty({num_utterances}, at::kLong);
  batch.num_phones = at::empty({num_utterances}, at::kLong);
  batch.phones = at::tensor(phones, at::kLong);
  float* row = batch.features.data_ptr<float>();
  for (int64_t i = 0; i < num_utterances; ++i, row += max_frames * kNumMelFilters) {
    const FeatureUtterance& utterance = set[utterances[i]];
    std::copy(utterance.features.begin(), utterance.features.end(), row);
    batch.num_frames.data_ptr<int64_t>()[i] = utterance.num_frames();
    batch.num_phones.data_ptr<int64_t>()[i] = static_cast<int64_t>(utterance.phones.size());
  }
  return batch;
}

BatchPlan FillBatches(const FeatureSet& set, absl::Span<const int64_t> utterances, const TrainOptions& options) {
  BatchPlan batches;
  std::vector<int64_t> short_batch, long_batch;
  for (const int64_t index : utterances) {
    const bool is_long = set[index].num_frames() >= options.long_from_frames;
    std::vector<int64_t>& batch = is_long ? long_batch : short_batch;
    batch.push_back(index);
    if (static_cast<int64_t>(batch.size()) == (is_long ? options.long_batch_size : options.batch_size)) {
      batches.push_back(std::exchange(batch, {}));
    }
  }
  if (!short_batch.empty()) batches.push_back(std::move(short_batch));
  if (!long_batch.empty()) batches.push_back(std::move(long_batch));
  return batches;
}

TrainingPlan PlanTraining(const FeatureSet& set, const std::vector<int64_t>& utterances, const TrainOptions& options) {
  TrainingPlan plan;
  plan.steps_per_epoch = static_cast<int64_t>(FillBatches(set, utterances, options).size());
  const int64_t num_steps = plan.steps_per_epoch * options.num_epochs;
  uint64_t pass = 0;
  const auto add_pass = [&](std::vector<int64_t> order) {
    RandomStream(options.seed, "order of utterances", pass++).Shuffle(order);
    for (std::vector<int64_t>& batch : FillBatches(set, order, options)) {
      if (static_cast<int64_t>(plan.batches.size()) < num_steps) plan.batches.push_back(std::move(batch));
    }
  };
  for (const CurriculumStage& stage : options.curriculum) {
    std::vector<int64_t> shorter;
    for (const int64_t index : utterances) {
      if (set[index].num_samples < stage.samples_limit) shorter.push_back(index);
    }
    for (int64_t i = 0; i < stage.num_passes; ++i) add_pass(shorter);
  }
  while (static_cast<int64_t>(plan.batches.size()) < num_steps) add_pass(utterances);
  return plan;
}

}  // namespace duet::asr
