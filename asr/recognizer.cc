#include "asr/recognizer.h"

#include <cmath>

#include "ATen/Parallel.h"
#include "absl/strings/str_cat.h"
#include "asr/features.h"
#include "asr/model_file.h"
#include "asr/networks/nasbench_asr_network.h"
#include "asr/networks/recurrent_network.h"
#include "asr/training/evaluate.h"
#include "asr/training/train.h"
#include "common/status_macros.h"

namespace duet::asr {

Recognizer::Recognizer(std::shared_ptr<AcousticModel> model, Provenance provenance)
    : model_(std::move(model)), provenance_(std::move(provenance)) {
  // Small matrices: threads cost more than they give.
  at::set_num_threads(1);
  model_->eval();
}

absl::StatusOr<Recognizer> Recognizer::Load(absl::string_view path) {
  ASSIGN_OR_RETURN(SavedModel saved, LoadModel(path, {NasBenchAsrKind(), RecurrentNetworkKind()}));
  return Recognizer(std::move(saved.model), std::move(saved.provenance));
}

absl::StatusOr<Recognizer::Training> Recognizer::Train(const Recipe& recipe, const FeatureCorpus& corpus,
                                                       uint64_t seed) {
  NasBenchAsrNetworkOptions options;
  options.cell = recipe.cell;
  options.skeleton = recipe.skeleton;
  options.dropout = recipe.dropout;
  options.seed = seed;
  ASSIGN_OR_RETURN(std::shared_ptr<AcousticModel> model, NasBenchAsrNetwork::Create(options));
  TrainOptions train_options = recipe.training;
  train_options.seed = seed;
  ASSIGN_OR_RETURN(TrainMetrics metrics, asr::Train(*model, corpus, train_options));
  return Training{Recognizer(std::move(model), {}), std::move(metrics)};
}

absl::Status Recognizer::Save(const Provenance& provenance, absl::string_view path) const {
  return SaveModel(*model_, provenance, path);
}

absl::StatusOr<std::vector<int64_t>> Recognizer::Recognize(absl::Span<const float> samples,
                                                           const Decoder& decoder) const {
  const auto num_samples = static_cast<int64_t>(samples.size());
  if (num_samples < kWindowSamples) {
    return absl::InvalidArgumentError(
        absl::StrCat("too short: ", num_samples, " samples at 16 kHz are less than a window of ", kWindowSamples));
  }
  for (const float sample : samples) {
    if (!std::isfinite(sample)) return absl::InvalidArgumentError("a sample is no number");
  }
  FeatureUtterance utterance;
  utterance.num_samples = num_samples;
  utterance.features = LogMel().Compute(samples);
  Normalize(absl::MakeSpan(utterance.features));
  return std::move(Recognize(FeatureSet{std::move(utterance)}, decoder).front());
}

std::vector<std::vector<int64_t>> Recognizer::Recognize(const FeatureSet& utterances, const Decoder& decoder) const {
  return RecognizePhones(*model_, utterances, decoder);
}

int64_t Recognizer::NumParams() const {
  int64_t num_params = 0;
  for (const torch::Tensor& parameter : model_->parameters()) num_params += parameter.numel();
  return num_params;
}

}  // namespace duet::asr
