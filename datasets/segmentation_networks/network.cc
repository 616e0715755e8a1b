#include "datasets/segmentation_networks/network.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace duet::segmentation {
namespace {

constexpr std::array<absl::string_view, 3> kDecoderNames = {"nearest", "bilinear", "transposed"};
constexpr std::array<absl::string_view, 3> kSkipNames = {"none", "add", "concat"};
constexpr int kLastStage = kNumStages - 1;

constexpr int FirstDecision(int stage) { return kStage0 + 4 * stage; }

// 2 x 3 x 3 x 3 forms of a stage that is there.
constexpr int64_t kNumStageForms = 54;

std::string StageName(const Network& network, int stage) {
  const Stage s = StageOf(network, stage);
  return s.depth == 0 ? "none" : absl::StrCat("k", s.kernel, "e", s.expansion, "w", s.width, "d", s.depth);
}

std::string ResolutionName(const Resolution& r) { return absl::StrCat(r.width, "x", r.height); }

// The options of a decision, or of a whole stage, as the notation has them.
std::string Word(const Network& network, int position) {
  switch (position) {
    case 0:
      return ResolutionName(InputResolution(network));
    case 1:
      return absl::StrCat("s", StemWidth(network));
    case 2:
    case 3:
    case 4:
      return StageName(network, position - 2);
    case 5:
      return absl::StrCat(kDecoderNames[network.choices[kDecoder]], DecoderWidth(network));
    default:
      return std::string(kSkipNames[network.choices[kSkip]]);
  }
}
constexpr int kNumWords = 7;
constexpr std::array<int, kNumWords + 1> kFirstDecisionOfWord = {kResolution, kStemWidth, kStage0, kStage1,
                                                                 kStage2,     kDecoder,   kSkip,   kNumDecisions};

// Counts through the options of the decisions [begin, end); false after the last.
bool Next(int begin, int end, Network* network) {
  for (int d = end - 1; d >= begin; --d) {
    if (++network->choices[d] < kNumOptions[d]) return true;
    network->choices[d] = 0;
  }
  return false;
}

}  // namespace

Resolution InputResolution(const Network& network) { return kResolutions[network.choices[kResolution]]; }
int64_t StemWidth(const Network& network) { return kStemWidths[network.choices[kStemWidth]]; }
Decoder DecoderOf(const Network& network) { return static_cast<Decoder>(network.choices[kDecoder]); }
int64_t DecoderWidth(const Network& network) { return kDecoderWidths[network.choices[kDecoderWidth]]; }
Skip SkipOf(const Network& network) { return static_cast<Skip>(network.choices[kSkip]); }

Stage StageOf(const Network& network, int stage) {
  const int8_t* const choices = &network.choices[FirstDecision(stage)];
  return {kKernels[choices[0]], kExpansions[choices[1]], kWidths[stage][choices[2]],
          choices[3] + (stage == kLastStage ? 0 : 1)};
}

int64_t NumLevels(const Network& network) {
  return StageOf(network, kLastStage).depth == 0 ? kNumStages - 1 : kNumStages;
}

Network Canonical(const Network& network) {
  Network canonical = network;
  if (StageOf(network, kLastStage).depth == 0) {
    for (int d = kStage2; d < kStage2 + 3; ++d) canonical.choices[d] = 0;
  }
  return canonical;
}

// Mixed radix, the last decision quickest; the last stage is one digit: 0 not there, else 1 + its form.
Network NetworkFromId(int64_t id) {
  Network network;
  const auto take = [&](int64_t radix) {
    const int64_t digit = id % radix;
    id /= radix;
    return digit;
  };
  for (int d = kSkip; d >= kDecoder; --d) network.choices[d] = take(kNumOptions[d]);
  if (const int64_t last = take(1 + kNumStageForms); last > 0) {
    int64_t form = last - 1;
    network.choices[kStage2 + 3] = 1 + form % kMaxDepth;
    form /= kMaxDepth;
    for (int d = kStage2 + 2; d >= kStage2; --d) {
      network.choices[d] = form % kNumOptions[d];
      form /= kNumOptions[d];
    }
  }
  for (int d = kStage2 - 1; d >= 0; --d) network.choices[d] = take(kNumOptions[d]);
  return network;
}

int64_t NetworkId(const Network& network) {
  const auto& c = network.choices;
  int64_t id = 0;
  for (int d = 0; d < kStage2; ++d) id = id * kNumOptions[d] + c[d];
  int64_t last = 0;
  if (c[kStage2 + 3] > 0) {
    for (int d = kStage2; d < kStage2 + 3; ++d) last = last * kNumOptions[d] + c[d];
    last = 1 + last * kMaxDepth + c[kStage2 + 3] - 1;
  }
  id = id * (1 + kNumStageForms) + last;
  for (int d = kDecoder; d < kNumDecisions; ++d) id = id * kNumOptions[d] + c[d];
  return id;
}

std::string ToString(const Network& network) {
  std::string text;
  for (int word = 0; word < kNumWords; ++word) absl::StrAppend(&text, word == 0 ? "" : "-", Word(network, word));
  return text;
}

absl::StatusOr<Network> ParseNetwork(absl::string_view text) {
  const std::vector<std::string> words = absl::StrSplit(text, '-');
  if (words.size() != kNumWords) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" has ", words.size(), " words, not ", kNumWords,
                                                   ": such as ", ToString(NetworkFromId(kNumNetworks - 1))));
  }
  Network network;
  for (int word = 0; word < kNumWords; ++word) {
    const int begin = kFirstDecisionOfWord[word], end = kFirstDecisionOfWord[word + 1];
    // The first match is the canonical one.
    bool is_found = Word(network, word) == words[word];
    while (!is_found && Next(begin, end, &network)) is_found = Word(network, word) == words[word];
    if (!is_found) {
      return absl::InvalidArgumentError(absl::StrCat("\"", words[word], "\" in \"", text, "\" is no option of word ",
                                                     word + 1, " of a segmentation network, such as ",
                                                     Word(network, word)));
    }
  }
  return network;
}

}  // namespace duet::segmentation
