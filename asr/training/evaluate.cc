#include "asr/training/evaluate.h"

#include <algorithm>
#include <numeric>

#include "ATen/ATen.h"
#include "absl/types/span.h"
#include "asr/ctc.h"
#include "asr/phones.h"
#include "asr/training/batches.h"

namespace duet::asr {
namespace {

constexpr int64_t kBatchSize = 32;

std::vector<int64_t> Decode(const LogProbabilities& log_probabilities, const Decoder& decoder) {
  if (decoder.beam_width == 0) return GreedyDecode(log_probabilities);
  return BeamSearchDecode(log_probabilities, decoder.beam_width).labels;
}

}  // namespace

std::vector<std::vector<int64_t>> RecognizePhones(AcousticModel& model, const FeatureSet& utterances,
                                                  const Decoder& decoder) {
  const bool was_training = model.is_training();
  model.eval();
  const c10::InferenceMode inference;
  std::vector<int64_t> by_length(utterances.size());
  std::iota(by_length.begin(), by_length.end(), 0);
  std::stable_sort(by_length.begin(), by_length.end(),
                   [&](int64_t a, int64_t b) { return utterances[a].features.size() < utterances[b].features.size(); });
  std::vector<std::vector<int64_t>> recognized(utterances.size());
  for (size_t begin = 0; begin < by_length.size(); begin += kBatchSize) {
    const auto indices = absl::MakeConstSpan(by_length).subspan(begin, kBatchSize);
    const Batch batch = MakeBatch(utterances, indices);
    const torch::Tensor output = model.forward(batch.features, batch.num_frames).contiguous();  // [B, T', V]
    for (size_t i = 0; i < indices.size(); ++i) {
      const int64_t num_frames = model.NumOutputFrames(utterances[indices[i]].num_frames());
      const auto row = output.select(0, static_cast<int64_t>(i));
      recognized[indices[i]] =
          Decode({absl::MakeConstSpan(row.data_ptr<float>(), num_frames * output.size(2)), output.size(2)}, decoder);
    }
  }
  model.train(was_training);
  return recognized;
}

ErrorRate PhoneErrorRate(AcousticModel& model, const FeatureSet& utterances, const Decoder& decoder) {
  const std::vector<std::vector<int64_t>> recognized = RecognizePhones(model, utterances, decoder);
  ErrorRate error_rate;
  for (size_t i = 0; i < utterances.size(); ++i) {
    error_rate.Add(ScoredPhones(recognized[i]), ScoredPhones(utterances[i].phones));
  }
  return error_rate;
}

}  // namespace duet::asr
