// bazel run //datasets/speech:preview: see --help.

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "datasets/speech/picture.h"
#include "datasets/speech/sound.h"

ABSL_FLAG(std::string, corpus, "", "a corpus of speech; relative to where you are");
ABSL_FLAG(std::string, utterance, "", "id of an utterance to show; empty: the first of the test set");
ABSL_FLAG(std::string, picture, "", "SVG file to write: spectrogram, words and phones of the utterance");
ABSL_FLAG(std::string, wav, "", "WAV file to write: the utterance");

namespace {

constexpr char kUsage[] = R"(describes a corpus of speech, and shows one of its utterances.

  bazel build //datasets/spoken_phones:corpus
  bazel run //datasets/speech:preview -- --corpus=$PWD/bazel-bin/datasets/spoken_phones/corpus.binpb
  bazel run //datasets/speech:preview -- --corpus=... --utterance=test-0007 --picture=seven.svg --wav=seven.wav)";

using duet::speech::Corpus;
using duet::speech::Utterance;

void Describe(absl::string_view name, const std::vector<Utterance>& set) {
  std::vector<double> durations;
  std::map<std::string, int64_t> counts;
  std::set<std::string> speakers;
  double seconds = 0;
  int64_t num_phones = 0;
  for (const Utterance& utterance : set) {
    seconds += durations.emplace_back(static_cast<double>(utterance.samples.size()) / duet::speech::kSampleRateHz);
    speakers.insert(utterance.speaker);
    for (const std::string& phone : utterance.phones) ++counts[phone];
    num_phones += static_cast<int64_t>(utterance.phones.size());
  }
  if (set.empty()) return;
  std::sort(durations.begin(), durations.end());
  std::vector<std::pair<int64_t, std::string>> by_count;
  for (const auto& [phone, count] : counts) by_count.emplace_back(-count, phone);
  std::sort(by_count.begin(), by_count.end());
  std::cout << absl::StrFormat(
      "%s: %d utterances of %d speakers, %.1f s (%.2f to %.2f, median %.2f), %d phones of %d kinds\n  %s\n", name,
      set.size(), speakers.size(), seconds, durations.front(), durations.back(), durations[durations.size() / 2],
      num_phones, counts.size(), absl::StrJoin(by_count, " ", [](std::string* text, const auto& entry) {
        absl::StrAppend(text, entry.second, " ", -entry.first);
      }));
}

absl::StatusOr<const Utterance*> Find(const Corpus& corpus, const std::string& id) {
  for (const auto* set : {&corpus.test, &corpus.validation, &corpus.train}) {
    for (const Utterance& utterance : *set) {
      if (id.empty() || utterance.id == id) return &utterance;
    }
  }
  return absl::NotFoundError(absl::StrCat("there is no utterance \"", id, "\""));
}

absl::Status Main() {
  if (absl::GetFlag(FLAGS_corpus).empty()) return absl::InvalidArgumentError("--corpus=FILE is missing");
  ASSIGN_OR_RETURN(const Corpus corpus, duet::speech::ReadCorpus(duet::ResolveUserPath(absl::GetFlag(FLAGS_corpus))));
  std::cout << corpus.name
            << (corpus.proxy_reason.empty() ? "" : absl::StrCat(" (PROXY DATA: ", corpus.proxy_reason, ")")) << "\n";
  Describe("train", corpus.train);
  Describe("validation", corpus.validation);
  Describe("test", corpus.test);
  ASSIGN_OR_RETURN(const Utterance* const utterance, Find(corpus, absl::GetFlag(FLAGS_utterance)));
  std::cout << utterance->id << " of " << utterance->speaker << ": " << utterance->text << "\n  "
            << absl::StrJoin(utterance->phones, " ") << "\n";
  if (const std::string path = absl::GetFlag(FLAGS_picture); !path.empty()) {
    ASSIGN_OR_RETURN(const std::string svg, duet::speech::UtteranceSvg(*utterance));
    RETURN_IF_ERROR(duet::WriteFileAtomically(duet::ResolveUserPath(path), svg));
  }
  if (const std::string path = absl::GetFlag(FLAGS_wav); !path.empty()) {
    ASSIGN_OR_RETURN(const std::string wav, duet::speech::EncodeWav({duet::speech::kSampleRateHz, utterance->samples}));
    RETURN_IF_ERROR(duet::WriteFileAtomically(duet::ResolveUserPath(path), wav));
  }
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << "preview: takes flags alone; see --help\n";
    return 2;
  }
  const absl::Status status = Main();
  if (!status.ok()) {
    std::cerr << "preview: " << status.message() << "\n";
    return 1;
  }
  return 0;
}
