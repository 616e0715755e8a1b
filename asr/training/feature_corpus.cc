#include "asr/training/feature_corpus.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "asr/features.h"
#include "asr/phones.h"
#include "common/status_macros.h"

namespace duet::asr {

int64_t FeatureUtterance::num_frames() const { return static_cast<int64_t>(features.size()) / kNumMelFilters; }

absl::StatusOr<FeatureSet> ComputeFeatures(absl::Span<const speech::Utterance> utterances) {
  const LogMel log_mel;
  FeatureSet set;
  for (const speech::Utterance& utterance : utterances) {
    FeatureUtterance features;
    features.id = utterance.id;
    features.num_samples = static_cast<int64_t>(utterance.samples.size());
    features.features = log_mel.Compute(utterance.samples);
    Normalize(absl::MakeSpan(features.features));
    for (const std::string& name : utterance.phones) {
      const absl::StatusOr<int64_t> phone = LearnedPhone(name);
      if (!phone.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("utterance ", utterance.id, ": ", phone.status().message()));
      }
      features.phones.push_back(*phone);
    }
    set.push_back(std::move(features));
  }
  return set;
}

absl::StatusOr<FeatureCorpus> ComputeFeatures(const speech::Corpus& corpus) {
  FeatureCorpus features{corpus.name, corpus.proxy_reason, {}, {}, {}};
  ASSIGN_OR_RETURN(features.train, ComputeFeatures(corpus.train));
  ASSIGN_OR_RETURN(features.validation, ComputeFeatures(corpus.validation));
  ASSIGN_OR_RETURN(features.test, ComputeFeatures(corpus.test));
  return features;
}

}  // namespace duet::asr
