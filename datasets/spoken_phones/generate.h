// spoken_phones: a corpus that is made on the spot, of synthetic speech with exact phones.
//
//     sentence ─► eSpeak NG ─► 16 kHz ─► silence around ─► gain, noise ─► samples
//                     └─► IPA with times ─► 48 phones, sil ─► phones and their starts
//
// A speaker is an accent with a variant of eSpeak NG, which is a throat: formants, pitch, breath. Training, validation
// and test have different variants, so nobody is in two sets; and no sentence is. Everything that is drawn comes from
// streams of (seed, set, index): an utterance does not depend on how many others there are (but for a sentence that was
// said before and is drawn again).

#ifndef DATASETS_SPOKEN_PHONES_GENERATE_H_
#define DATASETS_SPOKEN_PHONES_GENERATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/speech/corpus.h"
#include "datasets/spoken_phones/synthesizer.h"

namespace duet::spoken_phones {

struct Options {
  int64_t num_train = 600;
  int64_t num_validation = 100;
  int64_t num_test = 100;
  uint64_t seed = 1;
  std::vector<std::string> texts;  // sentences.h
};

// Files of eSpeak NG's languages; half of the utterances are in the first.
absl::Span<const absl::string_view> Accents();

struct VariantSets {
  absl::Span<const absl::string_view> train, validation, test;
};
VariantSets Variants();

// InvalidArgument for negative sizes; OutOfRange if a set's sentences are used up; the errors of Speak and PhonesOfIpa.
absl::StatusOr<speech::Corpus> GenerateCorpus(const Options& options);

// Learned phones at 16 kHz of what eSpeak NG said: pauses within are sil, those at both ends are dropped, a phone that
// follows itself is one.
struct AlignedPhones {
  std::vector<std::string> phones;
  std::vector<int64_t> starts;
};
absl::StatusOr<AlignedPhones> AlignPhones(const Speech& speech);

}  // namespace duet::spoken_phones

#endif  // DATASETS_SPOKEN_PHONES_GENERATE_H_
