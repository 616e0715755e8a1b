#include "datasets/ljspeech/lj_speech.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "datasets/archives/archive.h"
#include "datasets/speech/sound.h"

namespace duet::ljspeech {
namespace {

constexpr size_t kNumTrain = 20;
constexpr size_t kNumValidation = 4;
constexpr char kSilence[] = "sil";
// Its symbols, in lower case, are the names of the learned classes.
constexpr absl::string_view kArpabet[] = {"AA", "AE", "AH", "AO", "AW", "AY", "B",  "CH", "D", "DH", "EH", "ER", "EY",
                                          "F",  "G",  "HH", "IH", "IY", "JH", "K",  "L",  "M", "N",  "NG", "OW", "OY",
                                          "P",  "R",  "S",  "SH", "T",  "TH", "UH", "UW", "V", "W",  "Y",  "Z",  "ZH"};

// "LJ001-0002" of ".../LJ001-0002.wav".
std::string Stem(absl::string_view name) {
  name = name.substr(name.rfind('/') + 1);  // npos + 1 is 0
  return std::string(name.substr(0, name.rfind('.')));
}

absl::Status At(absl::string_view tar_path, absl::string_view name, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(tar_path, ", ", name, ": ", status.message()));
}

absl::StatusOr<std::map<std::string, TextGrid>> ReadGrids(absl::string_view tar_path) {
  std::map<std::string, TextGrid> grids;
  RETURN_IF_ERROR(ForEachFile(tar_path, [&](absl::string_view name, absl::string_view bytes) -> absl::Status {
    if (!absl::EndsWith(name, ".TextGrid")) return absl::OkStatus();
    absl::StatusOr<TextGrid> grid = ParseTextGrid(bytes);
    if (!grid.ok()) return At(tar_path, name, grid.status());
    grids.emplace(Stem(name), *std::move(grid));
    return absl::OkStatus();
  }));
  return grids;
}

// The utterance, or nothing where a word is not known.
absl::Status AddUtterance(const std::string& id, const speech::Sound& sound, const TextGrid& grid,
                          std::vector<speech::Utterance>& utterances) {
  const double seconds = static_cast<double>(sound.samples.size()) / static_cast<double>(sound.sample_rate_hz);
  if (std::abs(seconds - grid.end_s) > 1.0 / static_cast<double>(sound.sample_rate_hz)) {
    return absl::InvalidArgumentError(absl::StrCat("lasts ", seconds, " s, but its alignment ", grid.end_s, " s"));
  }
  if (HasUnknownWords(grid)) return absl::OkStatus();
  speech::Utterance utterance;
  utterance.id = id;
  utterance.speaker = "LJ";
  ASSIGN_OR_RETURN(utterance.samples, speech::Resample(sound.samples, sound.sample_rate_hz, speech::kSampleRateHz));
  RETURN_IF_ERROR(AddAlignment(grid, utterance));
  utterances.push_back(std::move(utterance));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> LearnedPhoneOfArpabet(absl::string_view symbol) {
  if (symbol.empty() || symbol == "sp" || symbol == "sil") return std::string(kSilence);
  if (symbol == "AH0") return std::string("ax");
  absl::string_view plain = symbol;
  if ('0' <= plain.back() && plain.back() <= '2') plain.remove_suffix(1);
  if (std::find(std::begin(kArpabet), std::end(kArpabet), plain) == std::end(kArpabet)) {
    return absl::InvalidArgumentError(absl::StrCat("\"", symbol, "\" is no symbol of ARPAbet"));
  }
  return absl::AsciiStrToLower(plain);
}

bool HasUnknownWords(const TextGrid& grid) {
  for (const Tier& tier : grid.tiers) {
    for (const Interval& interval : tier.intervals) {
      if (interval.text == "spn" || interval.text == "<unk>") return true;
    }
  }
  return false;
}

absl::Status AddAlignment(const TextGrid& grid, speech::Utterance& utterance) {
  ASSIGN_OR_RETURN(const Tier* words, grid.FindTier("words"));
  ASSIGN_OR_RETURN(const Tier* phones, grid.FindTier("phones"));
  std::vector<std::string> said;
  for (const Interval& word : words->intervals) {
    if (!word.text.empty()) said.push_back(word.text);
  }
  utterance.text = absl::StrJoin(said, " ");
  for (const Interval& interval : phones->intervals) {
    ASSIGN_OR_RETURN(std::string phone, LearnedPhoneOfArpabet(interval.text));
    if (phone == kSilence && !utterance.phones.empty() && utterance.phones.back() == kSilence) continue;
    utterance.phones.push_back(std::move(phone));
    utterance.phone_starts.push_back(std::llround(interval.begin_s * speech::kSampleRateHz));
  }
  return absl::OkStatus();
}

absl::StatusOr<speech::Corpus> ReadLjSpeech(absl::string_view sound_tar, absl::string_view text_grid_tar) {
  ASSIGN_OR_RETURN(const auto grids, ReadGrids(text_grid_tar));
  std::vector<speech::Utterance> utterances;
  size_t num_sounds = 0;
  RETURN_IF_ERROR(ForEachFile(sound_tar, [&](absl::string_view name, absl::string_view bytes) -> absl::Status {
    if (!absl::EndsWith(name, ".wav")) return absl::OkStatus();
    ++num_sounds;
    const absl::StatusOr<speech::Sound> sound = speech::DecodeSound(bytes);
    if (!sound.ok()) return At(sound_tar, name, sound.status());
    const auto grid = grids.find(Stem(name));
    if (grid == grids.end()) return At(sound_tar, name, absl::InvalidArgumentError("it has no alignment"));
    const absl::Status status = AddUtterance(grid->first, *sound, grid->second, utterances);
    return status.ok() ? status : At(sound_tar, name, status);
  }));
  if (num_sounds != grids.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(num_sounds, " sounds in ", sound_tar, ", but ", grids.size(), " alignments in ", text_grid_tar));
  }
  speech::Corpus corpus;
  corpus.name = "ljspeech";
  corpus.proxy_reason = "read speech of one speaker (the first 32 utterances of LJ Speech), not TIMIT";
  for (size_t i = 0; i < utterances.size(); ++i) {
    std::vector<speech::Utterance>& split = i < kNumTrain                    ? corpus.train
                                            : i < kNumTrain + kNumValidation ? corpus.validation
                                                                             : corpus.test;
    split.push_back(std::move(utterances[i]));
  }
  return corpus;
}

}  // namespace duet::ljspeech
