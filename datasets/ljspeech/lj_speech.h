// The first 32 utterances of LJ Speech as a corpus: read by one speaker, 22,050 Hz, with words and phones aligned by a
// forced aligner.
//
//     ljspeech32.tar             tests/data/ljspeech/wavs/LJ001-00*.wav     (the same sound in other formats beside it)
//     ljspeech32_textgrid.tar    .../LJ001-00*.TextGrid                     tiers "words" and "phones"
//
// Phones: ARPAbet to the 48 learned classes, where AH0 is ax. Pauses (sp, sil, no text) are sil, once where several
// follow each other. Utterances in which the aligner did not know a word (spn) are left out: what is said there is not
// known. Of the rest, in order, 20 train, the next 4 validate, what remains tests.

#ifndef DATASETS_LJSPEECH_LJ_SPEECH_H_
#define DATASETS_LJSPEECH_LJ_SPEECH_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/ljspeech/text_grid.h"
#include "datasets/speech/corpus.h"

namespace duet::ljspeech {

// The learned class of an ARPAbet symbol, with or without its stress mark, or of a pause; InvalidArgument for another.
absl::StatusOr<std::string> LearnedPhoneOfArpabet(absl::string_view symbol);

// Whether a word of the "words" tier, or its phones, could not be told.
bool HasUnknownWords(const TextGrid& grid);

// Words, phones and where they begin, of a file whose words are all known. The errors of LearnedPhoneOfArpabet and
// NotFound for a missing tier.
absl::Status AddAlignment(const TextGrid& grid, speech::Utterance& utterance);

// Reads both pinned trees. InvalidArgument with the member where a sound has no alignment or an alignment no sound, or
// where they differ by more than a sample of 22,050 Hz; and the errors of archives, sounds and TextGrids.
absl::StatusOr<speech::Corpus> ReadLjSpeech(absl::string_view sound_tar, absl::string_view text_grid_tar);

}  // namespace duet::ljspeech

#endif  // DATASETS_LJSPEECH_LJ_SPEECH_H_
