#include "datasets/spoken_digits/spoken_digits.h"

#include <cassert>
#include <iterator>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "datasets/archives/archive.h"
#include "datasets/speech/sound.h"

namespace duet::spoken_digits {
namespace {

constexpr Word kWords[] = {{"zero", "z iy r ow"}, {"one", "w ah n"},  {"two", "t uw"},     {"three", "th r iy"},
                           {"four", "f ao r"},    {"five", "f ay v"}, {"six", "s ih k s"}, {"seven", "s eh v ax n"},
                           {"eight", "ey t"},     {"nine", "n ay n"}};
constexpr size_t kNumSpeakers = 6;
constexpr size_t kNumTrainSpeakers = 4;

// The recording of "recordings/7_theo_12.wav".
absl::StatusOr<speech::Utterance> ReadRecording(absl::string_view name, absl::string_view bytes) {
  absl::string_view stem = name;
  std::vector<absl::string_view> parts;
  if (absl::ConsumePrefix(&stem, "recordings/") && absl::ConsumeSuffix(&stem, ".wav"))
    parts = absl::StrSplit(stem, '_');
  if (parts.size() != 3 || parts[0].size() != 1 || !absl::ascii_isdigit(parts[0][0]) || parts[1].empty()) {
    return absl::InvalidArgumentError("its name is not recordings/{digit}_{speaker}_{i}.wav");
  }
  ASSIGN_OR_RETURN(const speech::Sound sound, speech::DecodeSound(bytes));
  speech::Utterance utterance;
  ASSIGN_OR_RETURN(utterance.samples, speech::Resample(sound.samples, sound.sample_rate_hz, speech::kSampleRateHz));
  const Word& word = WordOfDigit(parts[0][0] - '0');
  utterance.id = std::string(stem);
  utterance.speaker = std::string(parts[1]);
  utterance.text = std::string(word.text);
  utterance.phones = absl::StrSplit(word.phones, ' ');
  return utterance;
}

}  // namespace

const Word& WordOfDigit(int64_t digit) {
  assert(0 <= digit && digit <= 9);
  return kWords[digit];
}

absl::StatusOr<speech::Corpus> ReadSpokenDigits(absl::string_view tar_path) {
  std::map<std::string, std::vector<speech::Utterance>> by_speaker;
  RETURN_IF_ERROR(ForEachFile(tar_path, [&](absl::string_view name, absl::string_view bytes) -> absl::Status {
    absl::StatusOr<speech::Utterance> utterance = ReadRecording(name, bytes);
    if (!utterance.ok()) {
      return absl::Status(utterance.status().code(),
                          absl::StrCat(tar_path, ", ", name, ": ", utterance.status().message()));
    }
    by_speaker[utterance->speaker].push_back(*std::move(utterance));
    return absl::OkStatus();
  }));
  if (by_speaker.size() != kNumSpeakers) {
    return absl::InvalidArgumentError(absl::StrCat(tar_path, " has ", by_speaker.size(), " speakers, not 6"));
  }
  speech::Corpus corpus;
  corpus.name = "spoken_digits";
  corpus.proxy_reason = "ten recorded digits of six speakers, not TIMIT";
  size_t num_speakers = 0;
  for (auto& [speaker, utterances] : by_speaker) {
    std::vector<speech::Utterance>& split = num_speakers < kNumTrainSpeakers    ? corpus.train
                                            : num_speakers == kNumTrainSpeakers ? corpus.validation
                                                                                : corpus.test;
    split.insert(split.end(), std::make_move_iterator(utterances.begin()), std::make_move_iterator(utterances.end()));
    ++num_speakers;
  }
  return corpus;
}

}  // namespace duet::spoken_digits
