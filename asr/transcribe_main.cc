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
#include "asr/phones.h"
#include "asr/recognizer.h"
#include "asr/training/train_options.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "datasets/speech/sound.h"

ABSL_FLAG(std::string, model, "", "model file, as //asr:train writes; relative to where you are");
ABSL_FLAG(std::vector<std::string>, wav, {}, "sound files of any rate and number of channels, separated by commas");
ABSL_FLAG(bool, fold, false, "print TIMIT's 39 scored phones in place of the 48 that are learned");
ABSL_FLAG(int64_t, beam_width, 12, "of the search over sequences of phones; 0: the best phone of each frame");

namespace {

constexpr char kUsage[] = R"(prints the phones that are said in sound files.

  bazel build //asr:small_model
  bazel run //asr:transcribe -- --model=$PWD/bazel-bin/asr/small.model --wav=hello.wav
  bazel run //asr:transcribe -- --model=phones.model --wav=one.flac,two.wav --fold

A line a file: its name, the phones. Then how long it took, on standard error.)";

std::string PhoneNames(const std::vector<int64_t>& phones, bool fold) {
  return absl::StrJoin(phones, " ", [&](std::string* text, int64_t phone) {
    absl::StrAppend(
        text, fold ? duet::asr::ScoredPhoneName(duet::asr::ScoredPhone(phone)) : duet::asr::LearnedPhoneName(phone));
  });
}

absl::Status Main(const std::vector<std::string>& wavs) {
  if (absl::GetFlag(FLAGS_model).empty()) {
    return absl::InvalidArgumentError("--model=FILE is missing; bazel build //asr:small_model makes one");
  }
  if (wavs.empty()) return absl::InvalidArgumentError("--wav=FILE is missing");
  if (absl::GetFlag(FLAGS_beam_width) < 0) {
    return absl::InvalidArgumentError(absl::StrCat("--beam_width is ", absl::GetFlag(FLAGS_beam_width)));
  }
  const duet::asr::Decoder decoder = {absl::GetFlag(FLAGS_beam_width)};
  ASSIGN_OR_RETURN(const auto recognizer,
                   duet::asr::Recognizer::Load(duet::ResolveUserPath(absl::GetFlag(FLAGS_model))));
  double speech_s = 0;
  const std::clock_t start = std::clock();
  for (const std::string& wav : wavs) {
    const std::string path = duet::ResolveUserPath(wav);
    ASSIGN_OR_RETURN(const duet::speech::Sound sound, duet::speech::ReadSound(path));
    ASSIGN_OR_RETURN(const std::vector<float> samples,
                     duet::speech::Resample(sound.samples, sound.sample_rate_hz, duet::speech::kSampleRateHz));
    const auto phones = recognizer.Recognize(samples, decoder);
    if (!phones.ok()) return absl::Status(phones.status().code(), absl::StrCat(path, ": ", phones.status().message()));
    std::cout << wav << ": " << PhoneNames(*phones, absl::GetFlag(FLAGS_fold)) << std::endl;
    speech_s += static_cast<double>(samples.size()) / duet::speech::kSampleRateHz;
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
