// A corpus of speech as networks see it: normalised log-mel features and the numbers of the phones.

#ifndef ASR_TRAINING_FEATURE_CORPUS_H_
#define ASR_TRAINING_FEATURE_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/speech/corpus.h"

namespace duet::asr {

struct FeatureUtterance {
  std::string id;
  int64_t num_samples = 0;      // of the speech at 16 kHz
  std::vector<float> features;  // [T, 80], normalised
  std::vector<int64_t> phones;  // learned classes, 1 to 48

  int64_t num_frames() const;
};

using FeatureSet = std::vector<FeatureUtterance>;

struct FeatureCorpus {
  std::string name;
  std::string proxy_reason;  // why it stands in for TIMIT; empty if it is
  FeatureSet train, validation, test;
};

// InvalidArgument with the utterance's id for a phone that is none of the 48.
absl::StatusOr<FeatureSet> ComputeFeatures(absl::Span<const speech::Utterance> utterances);
absl::StatusOr<FeatureCorpus> ComputeFeatures(const speech::Corpus& corpus);

}  // namespace duet::asr

#endif  // ASR_TRAINING_FEATURE_CORPUS_H_
