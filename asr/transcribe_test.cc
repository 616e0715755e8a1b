// The commands as people call them: a network learns a few utterances by heart, then hears them.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "asr/error_rate.h"
#include "asr/phones.h"
#include "common/files.h"
#include "common/program.h"
#include "datasets/speech/corpus.h"
#include "datasets/speech/sound.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

constexpr char kCorpus[] = "datasets/spoken_phones/tiny_corpus.binpb";

// Standard output and error of a command, whether or not it succeeds.
std::string Output(absl::string_view command) {
  const auto output = OutputOf({"sh", "-c", absl::StrCat(command, " 2>&1 || true")});
  return output.ok() ? *output : std::string(output.status().message());
}

std::string Transcribe(absl::string_view flags) { return Output(absl::StrCat("asr/transcribe ", flags)); }

std::string ModelPath() { return absl::StrCat(testing::TempDir(), "/tiny.model"); }

// Trained when first asked for, which takes about ten seconds.
const std::string& ModelFlag() {
  static const auto* const flag = [] {
    const std::string output =
        Output(absl::StrCat("asr/train --recipe=tiny --corpus=", kCorpus, " --output=", ModelPath()));
    EXPECT_TRUE(absl::StrContains(output, "test PER")) << output;
    return new std::string(absl::StrCat("--model=", ModelPath()));
  }();
  return *flag;
}

std::vector<speech::Utterance> Utterances() { return speech::ReadCorpus(kCorpus)->train; }

// At another rate than the network's, as recorders have.
std::string WriteWav(const speech::Utterance& utterance, int64_t sample_rate_hz) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", utterance.id, ".wav");
  const auto samples = speech::Resample(utterance.samples, speech::kSampleRateHz, sample_rate_hz);
  const auto bytes = speech::EncodeWav({sample_rate_hz, *samples});
  EXPECT_TRUE(WriteFileAtomically(path, *bytes).ok());
  return path;
}

// The phones that a line "<path>: <phones>" names.
std::vector<int64_t> PhonesOfLine(absl::string_view line) {
  const std::vector<absl::string_view> path_and_phones = absl::StrSplit(line, ": ");
  std::vector<int64_t> phones;
  for (const absl::string_view name : absl::StrSplit(path_and_phones.back(), ' ', absl::SkipEmpty())) {
    const auto phone = LearnedPhone(name);
    EXPECT_TRUE(phone.ok()) << line;
    phones.push_back(phone.value_or(1));
  }
  return phones;
}

TEST(TranscribeTest, HearsWhatItHasLearned) {
  const std::vector<speech::Utterance> utterances = Utterances();
  std::string wavs;
  for (const speech::Utterance& utterance : utterances) {
    absl::StrAppend(&wavs, wavs.empty() ? "" : ",", WriteWav(utterance, 44'100));
  }
  const std::string output = Transcribe(absl::StrCat(ModelFlag(), " --wav=", wavs));
  const std::vector<std::string> lines = absl::StrSplit(output, '\n');
  ASSERT_GT(lines.size(), utterances.size()) << output;
  ErrorRate error_rate;
  for (size_t i = 0; i < utterances.size(); ++i) {
    std::vector<int64_t> said;
    for (const std::string& phone : utterances[i].phones) said.push_back(*LearnedPhone(phone));
    error_rate.Add(PhonesOfLine(lines[i]), said);
  }
  // A network that has learned nothing answers with sil alone and errs at 90 % of the phones.
  EXPECT_LT(error_rate.rate(), 0.5) << output;
  EXPECT_TRUE(absl::StrContains(output, "times as fast as said")) << output;
}

TEST(TranscribeTest, FoldsTo39Phones) {
  std::string wavs;
  for (const speech::Utterance& utterance : Utterances()) {
    absl::StrAppend(&wavs, wavs.empty() ? "" : ",", WriteWav(utterance, 16'000));
  }
  const std::string learned = Transcribe(absl::StrCat(ModelFlag(), " --wav=", wavs));
  const std::string folded = Transcribe(absl::StrCat(ModelFlag(), " --fold --wav=", wavs));
  EXPECT_TRUE(absl::StrContains(learned, " ax")) << learned;
  EXPECT_FALSE(absl::StrContains(folded, " ax")) << folded;
}

TEST(TranscribeTest, CountsErrors) {
  // Against one phone that is not in the sentence, every phone heard is an error.
  const std::string wav = WriteWav(Utterances().front(), 16'000);
  const std::string output = Transcribe(absl::StrCat(ModelFlag(), " --wav=", wav, " --said=oy"));
  const std::vector<std::string> lines = absl::StrSplit(output, '\n');
  const size_t num_heard = PhonesOfLine(lines[0]).size();
  ASSERT_FALSE(absl::StrContains(lines[0], " oy")) << output;
  EXPECT_EQ(lines[1], absl::StrCat("phone error rate ", num_heard * 100, ".00 %: ", num_heard, " errors in 1 phones"));
}

TEST(TranscribeTest, SaysWhatIsWrong) {
  const std::string wav = WriteWav(Utterances().front(), 16'000);
  const auto expect = [](const std::string& flags, absl::string_view message) {
    const std::string output = Transcribe(flags);
    EXPECT_TRUE(absl::StrContains(output, message)) << output;
  };
  expect("--wav=" + wav, "--model=FILE is missing");
  expect(ModelFlag(), "--wav=FILE is missing");
  expect("--model=/no/such.model --wav=" + wav, "/no/such.model");
  expect("--model=" + wav + " --wav=" + wav, wav);
  expect(absl::StrCat(ModelFlag(), " --wav=/no/such.wav"), "/no/such.wav");
  expect(absl::StrCat(ModelFlag(), " --wav=", ModelPath()), ModelPath() + ": not a sound file");
  expect(absl::StrCat(ModelFlag(), " --beam_width=-1 --wav=", wav), "--beam_width is -1");
  expect(absl::StrCat(ModelFlag(), " --said=qq --wav=", wav), "\"qq\" is none of the 48 phones");
  expect(absl::StrCat(ModelFlag(), " --said=aa,aa --wav=", wav), "--said is of 2 files, --wav names 1");
  speech::Utterance click = Utterances().front();
  click.id = "click";
  click.samples.resize(100);
  const std::string click_path = WriteWav(click, 16'000);
  expect(absl::StrCat(ModelFlag(), " --wav=", click_path), absl::StrCat(click_path, ": too short: 100 samples"));
}

}  // namespace
}  // namespace duet::asr
