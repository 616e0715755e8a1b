// Speech with the phones that are said, in sets for training, validation and test: what every corpus of this project
// becomes, whether it is synthetic, recorded or supplied by the user.
//
// Phones are names of the 48 classes that TIMIT's recognisers learn (asr/phones.h), so that one network can be trained
// on one corpus and scored on another; the glottal stop q, which is deleted there, never occurs. In the corpora that
// this project makes, a stop or affricate is one phone with its closure (no cl, vcl), and sil is said of silence at the
// beginning, at the end and in between. TIMIT's transcriptions, which a user supplies, have closures of their own.
//
// File: one CorpusProto (corpus.proto) with 16-bit samples, so written samples come back rounded to 1 / 32,768.

#ifndef DATASETS_SPEECH_CORPUS_H_
#define DATASETS_SPEECH_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::speech {

constexpr int64_t kSampleRateHz = 16'000;

struct Utterance {
  std::string id;  // unique in the corpus
  std::string speaker;
  std::string text;                 // what is said, as words
  std::vector<float> samples;       // 16 kHz, full scale 1
  std::vector<std::string> phones;  // what is said, in order
  // The sample at which each phone begins, never falling; empty where no alignment is known.
  std::vector<int64_t> phone_starts;
};

struct Corpus {
  std::string name;
  std::string proxy_reason;  // why results are PROXY DATA; empty if they are not
  std::vector<Utterance> train, validation, test;
};

// InvalidArgument with the utterance's id if something above does not hold: an empty or repeated id, no samples or no
// phones, a sample that is no number, starts that are not as many as phones, fall or lie behind the end.
absl::Status CheckCorpus(const Corpus& corpus);

// All utterances of some corpora, set by set, under both names and with both reasons.
Corpus Join(std::vector<Corpus> corpora);

// The errors of reading a file; InvalidArgument with the path if it is no corpus, one of another schema version, or one
// that CheckCorpus refuses.
absl::StatusOr<Corpus> ReadCorpus(absl::string_view path);

// Clips samples to full scale. The errors of CheckCorpus and of writing a file. The bytes depend on `corpus` alone.
absl::Status WriteCorpus(const Corpus& corpus, absl::string_view path);

}  // namespace duet::speech

#endif  // DATASETS_SPEECH_CORPUS_H_
