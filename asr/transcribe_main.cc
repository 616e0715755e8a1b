// bazel run //asr:transcribe: see --help.

#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "asr/error_rate.h"
#include "asr/phones.h"
#include "asr/recognizer.h"
#include "asr/training/train_options.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "datasets/speech/sound.h"

ABSL_FLAG(std::string, model, "", "model file, as //asr:train writes; relative to where you are");
ABSL_FLAG(std::vector<std::string>, wav, {}, "sound files of any rate and number of channels, separated by commas");
ABSL_FLAG(std::vector<std::string>, said, {},
          "what is said in each file, as learned phones: \"sil w ah n,sil t uw\"; prints the phone error rate");
ABSL_FLAG(bool, fold, false, "print TIMIT's 39 scored phones in place of the 48 that are learned");
ABSL_FLAG(int64_t, beam_width, 12, "of the search over sequences of phones; 0: the best phone of each frame");

namespace {

constexpr char kUsage[] = R"(prints the phones that are said in sound files.

  bazel build //asr:small_model
  bazel run //asr:transcribe -- --model=$PWD/bazel-bin/asr/small.model --wav=hello.wav
  bazel run //asr:transcribe -- --model=phones.model --wav=one.flac,two.wav --fold

  bazel run //asr:transcribe -- --model=phones.model --wav=one.wav --said="w ah n"

A line a file: its name, the phones. With --said, the phone error rate of all: insertions, deletions and substitutions
over phones said, both folded to the 39. Then how long it took, on standard error.)";

std::string PhoneNames(const std::vector<int64_t>& phones, bool fold) {
  return absl::StrJoin(phones, " ", [&](std::string* text, int64_t phone) {
    absl::StrAppend(
        text, fold ? duet::asr::ScoredPhoneName(duet::asr::ScoredPhone(phone)) : duet::asr::LearnedPhoneName(phone));
  });
}

absl::StatusOr<std::vector<int64_t>> ScoredPhonesOf(absl::string_view names) {
  std::vector<int64_t> phones;
  for (const absl::string_view name : absl::StrSplit(names, ' ', absl::SkipEmpty())) {
    ASSIGN_OR_RETURN(phones.emplace_back(), duet::asr::LearnedPhone(name));
  }
  if (phones.empty()) return absl::InvalidArgumentError("--said names no phones");
  return duet::asr::ScoredPhones(phones);
}

absl::Status Main(const std::vector<std::string>& wavs) {
  if (absl::GetFlag(FLAGS_model).empty()) {
    return absl::InvalidArgumentError("--model=FILE is missing; bazel build //asr:small_model makes one");
  }
  if (wavs.empty()) return absl::InvalidArgumentError("--wav=FILE is missing");
  if (absl::GetFlag(FLAGS_beam_width) < 0) {
    return absl::InvalidArgumentError(absl::StrCat("--beam_width is ", absl::GetFlag(FLAGS_beam_width)));
  }
  std::vector<std::vector<int64_t>> said;
  for (const std::string& names : absl::GetFlag(FLAGS_said)) {
    ASSIGN_OR_RETURN(said.emplace_back(), ScoredPhonesOf(names));
  }
  if (!said.empty() && said.size() != wavs.size()) {
    return absl::InvalidArgumentError(absl::StrCat("--said is of ", said.size(), " files, --wav names ", wavs.size()));
  }
  const duet::asr::Decoder decoder = {absl::GetFlag(FLAGS_beam_width)};
  ASSIGN_OR_RETURN(const auto recognizer,
                   duet::asr::Recognizer::Load(duet::ResolveUserPath(absl::GetFlag(FLAGS_model))));
  duet::asr::ErrorRate error_rate;
  double speech_s = 0;
  const std::clock_t start = std::clock();
  for (size_t i = 0; i < wavs.size(); ++i) {
    const std::string path = duet::ResolveUserPath(wavs[i]);
    ASSIGN_OR_RETURN(const duet::speech::Sound sound, duet::speech::ReadSound(path));
    ASSIGN_OR_RETURN(const std::vector<float> samples,
                     duet::speech::Resample(sound.samples, sound.sample_rate_hz, duet::speech::kSampleRateHz));
    const auto phones = recognizer.Recognize(samples, decoder);
    if (!phones.ok()) return absl::Status(phones.status().code(), absl::StrCat(path, ": ", phones.status().message()));
    std::cout << wavs[i] << ": " << PhoneNames(*phones, absl::GetFlag(FLAGS_fold)) << std::endl;
    if (!said.empty()) error_rate.Add(duet::asr::ScoredPhones(*phones), said[i]);
    speech_s += static_cast<double>(samples.size()) / duet::speech::kSampleRateHz;
  }
  if (!said.empty()) {
    std::cout << absl::StrFormat("phone error rate %.2f %%: %d errors in %d phones\n", 100 * error_rate.rate(),
                                 error_rate.num_errors(), error_rate.num_labels());
  }
  const double processor_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::cerr << absl::StrFormat("%.2f s of speech in %.3f s of processor time: %.0f times as fast as said\n", speech_s,
                               processor_s, speech_s / processor_s);
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << "transcribe: takes flags alone; see --help\n";
    return 2;
  }
  const absl::Status status = Main(absl::GetFlag(FLAGS_wav));
  if (!status.ok()) {
    std::cerr << "transcribe: " << status.message() << "\n";
    return 1;
  }
  return 0;
}
