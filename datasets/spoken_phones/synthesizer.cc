#include "datasets/spoken_phones/synthesizer.h"

#include <espeak-ng/speak_lib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::spoken_phones {
namespace {

constexpr float kFullScale = 32'768;
constexpr size_t kNameBytes = 8;

// What the library has given to the callback.
struct Heard {
  std::vector<int16_t> samples;
  std::vector<espeak_EVENT> phones;
};
Heard heard;  // the callback has no other way out

int Hear(short* samples, int num_samples, espeak_EVENT* events) {
  if (samples != nullptr) heard.samples.insert(heard.samples.end(), samples, samples + num_samples);
  for (; events->type != espeakEVENT_LIST_TERMINATED; ++events) {
    if (events->type == espeakEVENT_PHONEME) heard.phones.push_back(*events);
  }
  return 0;
}

// The sample rate, or what espeak_Initialize returns for an error. Once in a process: a second initialisation after
// espeak_Terminate hangs in version 1.51.
int SampleRateHz() {
  static const int sample_rate_hz = [] {
    const int rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, /*buflength=*/0, /*path=*/nullptr,
                          espeakINITIALIZE_PHONEME_EVENTS | espeakINITIALIZE_PHONEME_IPA | espeakINITIALIZE_DONT_EXIT);
    espeak_SetSynthCallback(Hear);
    return rate;
  }();
  return sample_rate_hz;
}

// The library itself takes the accent alone where there is no such variant.
absl::Status CheckVoice(const Voice& voice) {
  const char* data = nullptr;
  espeak_Info(&data);
  const std::filesystem::path directory = data;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(directory / "lang" / voice.accent, ignored) ||
      (!voice.variant.empty() &&
       !std::filesystem::is_regular_file(directory / "voices" / "!v" / voice.variant, ignored))) {
    return absl::InvalidArgumentError(absl::StrCat("eSpeak NG has no accent \"", voice.accent, "\" with a variant \"",
                                                   voice.variant, "\" in ", data));
  }
  return absl::OkStatus();
}

// Writes all of it or ends the process.
void WriteOrExit(int descriptor, const void* data, size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = write(descriptor, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) _exit(1);
    bytes += written;
    size -= written;
  }
}

// The child: speaks into `descriptor` (the number of phones, the phones, the samples) and ends.
[[noreturn]] void SpeakInto(int descriptor, const Voice& voice, const std::string& text) {
  srand(1);
  const std::string name = voice.variant.empty() ? voice.accent : absl::StrCat(voice.accent, "+", voice.variant);
  if (espeak_SetVoiceByName(name.c_str()) != EE_OK) _exit(1);
  espeak_SetParameter(espeakRATE, voice.rate_wpm, /*relative=*/0);
  espeak_SetParameter(espeakPITCH, voice.pitch, /*relative=*/0);
  espeak_SetParameter(espeakRANGE, voice.pitch_range, /*relative=*/0);
  if (espeak_Synth(text.c_str(), text.size() + 1, /*position=*/0, POS_CHARACTER, /*end_position=*/0, espeakCHARS_UTF8,
                   /*unique_identifier=*/nullptr, /*user_data=*/nullptr) != EE_OK) {
    _exit(1);
  }
  const int64_t num_phones = static_cast<int64_t>(heard.phones.size());
  WriteOrExit(descriptor, &num_phones, sizeof(num_phones));
  WriteOrExit(descriptor, heard.phones.data(), heard.phones.size() * sizeof(espeak_EVENT));
  WriteOrExit(descriptor, heard.samples.data(), heard.samples.size() * sizeof(int16_t));
  _exit(0);
}

std::string ReadAll(int descriptor) {
  std::string bytes;
  char block[65'536];
  while (true) {
    const ssize_t num_read = read(descriptor, block, sizeof(block));
    if (num_read < 0 && errno == EINTR) continue;
    if (num_read <= 0) return bytes;
    bytes.append(block, num_read);
  }
}

absl::StatusOr<Speech> ParseSpeech(const std::string& bytes, int64_t sample_rate_hz) {
  Speech speech;
  speech.sample_rate_hz = sample_rate_hz;
  int64_t num_phones = 0;
  if (bytes.size() < sizeof(num_phones)) return absl::InternalError("eSpeak NG broke off");
  std::memcpy(&num_phones, bytes.data(), sizeof(num_phones));
  size_t position = sizeof(num_phones);
  if (bytes.size() < position + num_phones * sizeof(espeak_EVENT)) return absl::InternalError("eSpeak NG broke off");
  for (int64_t i = 0; i < num_phones; ++i, position += sizeof(espeak_EVENT)) {
    espeak_EVENT event;
    std::memcpy(&event, bytes.data() + position, sizeof(event));
    const char* const name = event.id.string;
    speech.phones.push_back({std::string(name, strnlen(name, kNameBytes)), event.sample});
  }
  speech.samples.reserve((bytes.size() - position) / sizeof(int16_t));
  for (; position + sizeof(int16_t) <= bytes.size(); position += sizeof(int16_t)) {
    int16_t sample;
    std::memcpy(&sample, bytes.data() + position, sizeof(sample));
    speech.samples.push_back(sample / kFullScale);
  }
  return speech;
}

}  // namespace

absl::StatusOr<Speech> Speak(const Voice& voice, absl::string_view text) {
  const int sample_rate_hz = SampleRateHz();
  if (sample_rate_hz <= 0) {
    return absl::NotFoundError("eSpeak NG finds no voices: is the Debian package espeak-ng-data installed?");
  }
  RETURN_IF_ERROR(CheckVoice(voice));
  int ends[2];
  if (pipe(ends) != 0) return absl::InternalError(absl::StrCat("pipe: ", strerror(errno)));
  const std::string text_to_say(text);
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return absl::InternalError(absl::StrCat("fork: ", strerror(errno)));
  }
  if (child == 0) {
    close(ends[0]);
    SpeakInto(ends[1], voice, text_to_say);
  }
  close(ends[1]);
  const std::string bytes = ReadAll(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return absl::InternalError(absl::StrCat("eSpeak NG failed at \"", text, "\""));
  }
  ASSIGN_OR_RETURN(const Speech speech, ParseSpeech(bytes, sample_rate_hz));
  const bool says_something = std::any_of(speech.phones.begin(), speech.phones.end(),
                                          [](const SpokenPhone& phone) { return !phone.ipa.empty(); });
  if (!says_something) return absl::InvalidArgumentError(absl::StrCat("there is nothing to say in \"", text, "\""));
  return speech;
}

}  // namespace duet::spoken_phones
