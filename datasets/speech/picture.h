// An utterance as a picture for people: its spectrogram, below it the phones where they begin and end, above it the
// words.
//
//     spectrogram: Hann windows of 10 ms every 2.5 ms, 0 to 8 kHz; the loudest point is black, 60 dB below it white

#ifndef DATASETS_SPEECH_PICTURE_H_
#define DATASETS_SPEECH_PICTURE_H_

#include <string>

#include "absl/status/statusor.h"
#include "datasets/images/image.h"
#include "datasets/speech/corpus.h"

namespace duet::speech {

// Grey, [257][1 + (n - 160) / 40], high frequencies above. InvalidArgument for less than a window (160 samples).
absl::StatusOr<images::Image> Spectrogram(const Utterance& utterance);

// A self-contained SVG. Phones are drawn where their starts are known.
absl::StatusOr<std::string> UtteranceSvg(const Utterance& utterance);

}  // namespace duet::speech

#endif  // DATASETS_SPEECH_PICTURE_H_
