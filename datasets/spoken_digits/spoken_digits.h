// The Free Spoken Digit Dataset as a corpus: recordings/{digit}_{speaker}_{i}.wav, 3,000 of 6 speakers, 8 kHz.
//
// Phones are those of the word, by a table of ten: nobody listened. Recordings are trimmed, so that there is no sil
// around them. Speakers in alphabetical order: the first four train, the fifth validates, the sixth tests. Resampled to
// 16 kHz; nothing is there above 4 kHz.

#ifndef DATASETS_SPOKEN_DIGITS_SPOKEN_DIGITS_H_
#define DATASETS_SPOKEN_DIGITS_SPOKEN_DIGITS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/speech/corpus.h"

namespace duet::spoken_digits {

struct Word {
  absl::string_view text;    // "seven"
  absl::string_view phones;  // "s eh v ax n"
};

// `digit` 0 to 9.
const Word& WordOfDigit(int64_t digit);

// Reads the pinned tree, a tar. InvalidArgument with the member whose name is of another form or where there are not
// six speakers; DataLoss for an archive or sound that is broken.
absl::StatusOr<speech::Corpus> ReadSpokenDigits(absl::string_view tar_path);

}  // namespace duet::spoken_digits

#endif  // DATASETS_SPOKEN_DIGITS_SPOKEN_DIGITS_H_
