// Sound files of any kind that libsndfile knows (WAV, FLAC, Ogg, AIFF, ...) as samples, and samples at another rate
// through libsamplerate's band-limited interpolation.
//
// Not supported: MP3, which libsndfile reads since 1.1 only where it was built so; more than kMaxSeconds or
// kMaxChannels.

#ifndef DATASETS_SPEECH_SOUND_H_
#define DATASETS_SPEECH_SOUND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet::speech {

constexpr int64_t kMaxSeconds = 3600;
constexpr int64_t kMaxChannels = 16;
constexpr int64_t kMinSoundRateHz = 1'000;
constexpr int64_t kMaxSoundRateHz = 384'000;

struct Sound {
  int64_t sample_rate_hz = 0;
  std::vector<float> samples;  // mono: the mean of the channels; full scale 1
};

// InvalidArgument for bytes that are no sound, and for a length, rate or number of channels out of the limits above;
// DataLoss if fewer samples are there than the header says.
absl::StatusOr<Sound> DecodeSound(absl::string_view bytes);

// The same of a file, with its path in every error; NotFound.
absl::StatusOr<Sound> ReadSound(absl::string_view path);

// A WAV file's bytes, 16 bits, mono; clips to full scale. InvalidArgument for a rate out of the limits.
absl::StatusOr<std::string> EncodeWav(const Sound& sound);

// [n] -> about n * to_hz / from_hz samples; the same ones if the rates are equal. InvalidArgument for rates out of the
// limits, Internal for what libsamplerate complains of.
absl::StatusOr<std::vector<float>> Resample(absl::Span<const float> samples, int64_t from_hz, int64_t to_hz);

}  // namespace duet::speech

#endif  // DATASETS_SPEECH_SOUND_H_
