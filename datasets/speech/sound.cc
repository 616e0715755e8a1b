#include "datasets/speech/sound.h"

#include <samplerate.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::speech {
namespace {

// Bytes in memory as libsndfile reads and writes them.
struct Memory {
  std::string bytes;
  sf_count_t position = 0;
};

sf_count_t Length(void* user_data) { return static_cast<sf_count_t>(static_cast<Memory*>(user_data)->bytes.size()); }

sf_count_t Tell(void* user_data) { return static_cast<Memory*>(user_data)->position; }

sf_count_t Seek(sf_count_t offset, int whence, void* user_data) {
  auto& memory = *static_cast<Memory*>(user_data);
  const sf_count_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? memory.position : Length(user_data);
  sf_count_t position = 0;
  if (__builtin_add_overflow(from, offset, &position) || position < 0) return -1;
  return memory.position = position;
}

sf_count_t Read(void* to, sf_count_t count, void* user_data) {
  auto& memory = *static_cast<Memory*>(user_data);
  const sf_count_t num_read = std::clamp<sf_count_t>(Length(user_data) - memory.position, 0, count);
  if (num_read > 0) std::memcpy(to, memory.bytes.data() + memory.position, num_read);
  memory.position += num_read;
  return num_read;
}

sf_count_t Write(const void* from, sf_count_t count, void* user_data) {
  auto& memory = *static_cast<Memory*>(user_data);
  const size_t end = memory.position + count;
  if (memory.bytes.size() < end) memory.bytes.resize(end);
  if (count > 0) std::memcpy(memory.bytes.data() + memory.position, from, count);
  memory.position += count;
  return count;
}

SF_VIRTUAL_IO kMemoryIo = {Length, Seek, Read, Write, Tell};

struct SoundFileCloser {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using SoundFile = std::unique_ptr<SNDFILE, SoundFileCloser>;

absl::Status CheckRate(int64_t rate_hz) {
  if (rate_hz >= kMinSoundRateHz && rate_hz <= kMaxSoundRateHz) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("a sample rate of ", rate_hz, " Hz is not within ", kMinSoundRateHz, " and ", kMaxSoundRateHz));
}

}  // namespace

absl::StatusOr<Sound> DecodeSound(absl::string_view bytes) {
  Memory memory{std::string(bytes)};
  SF_INFO info = {};
  const SoundFile file(sf_open_virtual(&kMemoryIo, SFM_READ, &info, &memory));
  if (file == nullptr) return absl::InvalidArgumentError(absl::StrCat("not a sound file: ", sf_strerror(nullptr)));
  RETURN_IF_ERROR(CheckRate(info.samplerate));
  if (info.channels < 1 || info.channels > kMaxChannels) {
    return absl::InvalidArgumentError(absl::StrCat("has ", info.channels, " channels, more than ", kMaxChannels));
  }
  if (info.frames < 0 || info.frames > kMaxSeconds * info.samplerate) {
    return absl::InvalidArgumentError(
        absl::StrCat("has ", info.frames, " samples of ", info.samplerate, " Hz, more than ", kMaxSeconds, " s"));
  }
  Sound sound;
  sound.sample_rate_hz = info.samplerate;
  // Memory is taken for what is there, not for what the header says.
  constexpr sf_count_t kBlockFrames = 65'536;
  std::vector<float> block(kBlockFrames * info.channels);
  for (sf_count_t num_read; (num_read = sf_readf_float(file.get(), block.data(), kBlockFrames)) > 0;) {
    for (sf_count_t i = 0; i < num_read; ++i) {
      float sum = 0;
      for (int c = 0; c < info.channels; ++c) sum += block[i * info.channels + c];
      sound.samples.push_back(sum / static_cast<float>(info.channels));
    }
  }
  if (static_cast<sf_count_t>(sound.samples.size()) < info.frames) {
    return absl::DataLossError(
        absl::StrCat("has ", sound.samples.size(), " of the ", info.frames, " samples that its header says"));
  }
  return sound;
}

absl::StatusOr<Sound> ReadSound(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  absl::StatusOr<Sound> sound = DecodeSound(bytes);
  if (!sound.ok()) return absl::Status(sound.status().code(), absl::StrCat(path, ": ", sound.status().message()));
  return sound;
}

absl::StatusOr<std::string> EncodeWav(const Sound& sound) {
  RETURN_IF_ERROR(CheckRate(sound.sample_rate_hz));
  Memory memory;
  SF_INFO info = {};
  info.samplerate = static_cast<int>(sound.sample_rate_hz);
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SoundFile file(sf_open_virtual(&kMemoryIo, SFM_WRITE, &info, &memory));
  if (file == nullptr) return absl::InternalError(absl::StrCat("cannot write WAV: ", sf_strerror(nullptr)));
  std::vector<int16_t> samples;
  samples.reserve(sound.samples.size());
  for (const float sample : sound.samples) {
    samples.push_back(static_cast<int16_t>(std::lrint(std::clamp(sample * 32'768.0F, -32'768.0F, 32'767.0F))));
  }
  const auto num_samples = static_cast<sf_count_t>(samples.size());
  if (sf_writef_short(file.get(), samples.data(), num_samples) != num_samples) {
    return absl::InternalError(absl::StrCat("cannot write WAV: ", sf_strerror(file.get())));
  }
  file.reset();
  return std::move(memory.bytes);
}

absl::StatusOr<std::vector<float>> Resample(absl::Span<const float> samples, int64_t from_hz, int64_t to_hz) {
  RETURN_IF_ERROR(CheckRate(from_hz));
  RETURN_IF_ERROR(CheckRate(to_hz));
  if (from_hz == to_hz || samples.empty()) return std::vector<float>(samples.begin(), samples.end());
  const double ratio = static_cast<double>(to_hz) / static_cast<double>(from_hz);
  std::vector<float> resampled(static_cast<size_t>(std::ceil(static_cast<double>(samples.size()) * ratio)) + 1);
  SRC_DATA data = {};
  data.data_in = samples.data();
  data.input_frames = static_cast<long>(samples.size());  // NOLINT(google-runtime-int): libsamplerate's type
  data.data_out = resampled.data();
  data.output_frames = static_cast<long>(resampled.size());  // NOLINT(google-runtime-int)
  data.src_ratio = ratio;
  if (const int error = src_simple(&data, SRC_SINC_MEDIUM_QUALITY, /*channels=*/1); error != 0) {
    return absl::InternalError(
        absl::StrCat("resampling from ", from_hz, " Hz to ", to_hz, " Hz: ", src_strerror(error)));
  }
  resampled.resize(data.output_frames_gen);
  return resampled;
}

}  // namespace duet::speech
