// Speech in, phones out: a network with its features before and its decoder behind, for those who have sound and want
// to know what was said. LibTorch stays out of this header.

#ifndef ASR_RECOGNIZER_H_
#define ASR_RECOGNIZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "asr/recipe.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"

namespace duet::asr {

class AcousticModel;

class Recognizer {
 public:
  // (name, value): command, corpus, seed, error rates. See ModelProvenance (model_file.h).
  using Provenance = std::vector<std::pair<std::string, std::string>>;

  // A model file of any network of this project. The errors of LoadModel (model_file.h).
  static absl::StatusOr<Recognizer> Load(absl::string_view path);

  struct Training;  // a recogniser and its metrics
  // `seed` is that of weights, order and dropout. The errors of asr::Train (training/train.h).
  static absl::StatusOr<Training> Train(const Recipe& recipe, const FeatureCorpus& corpus, uint64_t seed);

  absl::Status Save(const Provenance& provenance, absl::string_view path) const;

  // The learned classes, 1 to 48, of an utterance at 16 kHz, full scale 1. InvalidArgument for less than a window (25
  // ms) and for samples that are no numbers.
  absl::StatusOr<std::vector<int64_t>> Recognize(absl::Span<const float> samples, const Decoder& decoder = {}) const;
  // The same for each utterance of a set.
  std::vector<std::vector<int64_t>> Recognize(const FeatureSet& utterances, const Decoder& decoder = {}) const;

  int64_t NumParams() const;
  const Provenance& provenance() const { return provenance_; }

 private:
  Recognizer(std::shared_ptr<AcousticModel> model, Provenance provenance);

  std::shared_ptr<AcousticModel> model_;
  Provenance provenance_;
};

struct Recognizer::Training {
  Recognizer recognizer;
  TrainMetrics metrics;
};

}  // namespace duet::asr

#endif  // ASR_RECOGNIZER_H_
