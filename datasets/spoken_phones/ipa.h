// What eSpeak NG says, phone by phone in the International Phonetic Alphabet, as the 48 phones that TIMIT's recognisers
// learn.
//
// The table is for the accents of Accents() (generate.h): General American, Great Britain, Received Pronunciation and
// Scotland. It goes by the sound: a Scottish [ʌʉ] of "out" is aw as the American [aʊ] is. A phone may be none of
// TIMIT's (the glottal stop is deleted) or two of them ([ɔːɹ] is ao r).

#ifndef DATASETS_SPOKEN_PHONES_IPA_H_
#define DATASETS_SPOKEN_PHONES_IPA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::spoken_phones {

// The learned phones of a phone in IPA as eSpeak NG 1.51 writes it, none to two; InvalidArgument if it is not in the
// table.
absl::StatusOr<std::vector<std::string>> PhonesOfIpa(absl::string_view ipa);

}  // namespace duet::spoken_phones

#endif  // DATASETS_SPOKEN_PHONES_IPA_H_
