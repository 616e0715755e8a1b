// Speech of eSpeak NG, in this process, with the phones that it says and when.
//
// The library keeps state from one text to the next (so that the same words sound a little different when they are said
// again) and draws from rand(). Here each text is spoken by a child process that begins in the state right after the
// library was loaded, so that speech is a function of voice and text alone, whatever was said before.
//
// Source: speak_lib.h of eSpeak NG 1.51. Not supported: other than English accents; use by several threads at once.

#ifndef DATASETS_SPOKEN_PHONES_SYNTHESIZER_H_
#define DATASETS_SPOKEN_PHONES_SYNTHESIZER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::spoken_phones {

struct Voice {
  std::string accent = "gmw/en-US";  // a file of espeak-ng-data/lang
  std::string variant;               // a file of espeak-ng-data/voices/!v: a throat; empty: the accent's own
  int rate_wpm = 175;                // words a minute, 80 to 450
  int pitch = 50;                    // 0 to 100
  int pitch_range = 50;              // 0 (monotone) to 100
};

// A phone in IPA, or a pause where `ipa` is empty.
struct SpokenPhone {
  std::string ipa;
  int64_t start = 0;  // sample
};

struct Speech {
  int64_t sample_rate_hz = 0;
  std::vector<float> samples;  // full scale 1
  std::vector<SpokenPhone> phones;
};

// NotFound where the library's data (Debian package espeak-ng-data) are not installed; InvalidArgument with the name
// for a voice that there is not, and for a text without a sound; Internal if the library breaks.
absl::StatusOr<Speech> Speak(const Voice& voice, absl::string_view text);

}  // namespace duet::spoken_phones

#endif  // DATASETS_SPOKEN_PHONES_SYNTHESIZER_H_
