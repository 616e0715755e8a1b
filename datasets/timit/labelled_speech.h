// Recordings of a user's with their phones: TIMIT as it is licensed, or any folder in the same form.
//
//     TIMIT                                            any other
//     <path>/**/{TRAIN,TEST}/DR1/FCJF0/SX127.WAV       <path>/{train,validation,test}/**/<name>.wav
//                                      SX127.PHN                                       <name>.phn
//                                      SX127.TXT                                       <name>.txt, if there is one
//
// Sound is RIFF WAV or NIST SPHERE, of any rate. A .phn file has a line "<first sample> <end sample> <phone>" for each
// phone, one of TIMIT's 61 or of the 48 learned classes; q is dropped. A speaker is the folder that a recording is in.
// Letters of names may be large or small.
//
// Of TIMIT, the dialect sentences SA1 and SA2 are left out, since all speakers read them. Of TEST, the 50 speakers of
// the usual development set validate and the 24 of the core test set test: 3,696, 400 and 192 utterances. Where there
// is a folder VAL, as NAS-Bench-ASR's code wants it, the three folders are taken as they are.
//
// Source: NIST's documentation of TIMIT (core test set, recalled); Kaldi's recipe egs/timit/s5, conf/dev_spk.list
// (development set); numbers of utterances recalled, not checked: TIMIT is licensed, and was not at hand.

#ifndef DATASETS_TIMIT_LABELLED_SPEECH_H_
#define DATASETS_TIMIT_LABELLED_SPEECH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/speech/corpus.h"

namespace duet::timit {

struct LabelledPhone {
  int64_t begin = 0;  // samples
  int64_t end = 0;
  std::string learned;  // the class of the 48; empty for q
};

// The phones of a .phn file. InvalidArgument with the line that is malformed, names no phone, or begins before the one
// before it.
absl::StatusOr<std::vector<LabelledPhone>> ParsePhoneLabels(absl::string_view text);

// Speakers of the sets, in small letters.
absl::Span<const absl::string_view> CoreTestSpeakers();
absl::Span<const absl::string_view> DevelopmentSpeakers();

// NotFound where there is no such path or no recording to train or test with; InvalidArgument or DataLoss with the path
// of the file that is malformed, or has no .phn file.
absl::StatusOr<speech::Corpus> ReadTimit(absl::string_view path);
absl::StatusOr<speech::Corpus> ReadLabelledFolders(absl::string_view path);

}  // namespace duet::timit

#endif  // DATASETS_TIMIT_LABELLED_SPEECH_H_
