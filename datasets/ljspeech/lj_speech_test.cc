#include "datasets/ljspeech/lj_speech.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/archives/tar_writer.h"
#include "datasets/speech/sound.h"
#include "datasets/timit/phones.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::ljspeech {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Members = std::vector<std::pair<std::string, std::string>>;

std::string WriteTar(absl::string_view name, const Members& members) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  EXPECT_TRUE(WriteFileAtomically(path, MakeTar(members)).ok());
  return path;
}

// Half a second, "in" and a pause; `phones` has three intervals.
std::string Grid(absl::string_view word, absl::string_view phones) {
  return absl::StrCat("\"ooTextFile\" \"TextGrid\" 0 0.5 <exists> 2 \"IntervalTier\" \"words\" 0 0.5 2 0 0.2 \"", word,
                      "\" 0.2 0.5 \"\" \"IntervalTier\" \"phones\" 0 0.5 3 ", phones);
}

std::string In() { return Grid("in", R"(0 0.1 "IH1" 0.1 0.2 "N" 0.2 0.5 "")"); }

std::string Wav(size_t num_samples) { return *speech::EncodeWav({22'050, std::vector<float>(num_samples, 0.25f)}); }

TEST(LjSpeechTest, ArpabetBecomesLearnedClasses) {
  EXPECT_EQ(*LearnedPhoneOfArpabet("AH0"), "ax");
  EXPECT_EQ(*LearnedPhoneOfArpabet("AH1"), "ah");
  EXPECT_EQ(*LearnedPhoneOfArpabet("ER0"), "er");
  EXPECT_EQ(*LearnedPhoneOfArpabet("ZH"), "zh");
  for (const char* pause : {"", "sp", "sil"}) EXPECT_EQ(*LearnedPhoneOfArpabet(pause), "sil");
  for (const char* symbol : {"AX", "spn", "0", "AH3", "ah0", "HH00"}) {
    const absl::Status status = LearnedPhoneOfArpabet(symbol).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("\"", symbol, "\"")));
  }
  int num_known = 0;
  for (const timit::Phone& phone : timit::Phones()) {
    const absl::StatusOr<std::string> learned = LearnedPhoneOfArpabet(absl::AsciiStrToUpper(phone.name));
    if (!learned.ok()) continue;
    ++num_known;
    EXPECT_TRUE(timit::IsLearnedPhone(*learned)) << *learned;
  }
  EXPECT_EQ(num_known, 39);
}

TEST(LjSpeechTest, JoinsPausesAndKeepsWhatIsSaid) {
  const absl::StatusOr<TextGrid> grid = ParseTextGrid(Grid("in", R"(0 0.1 "N" 0.1 0.25 "sp" 0.25 0.5 "")"));
  ASSERT_TRUE(grid.ok()) << grid.status();
  speech::Utterance utterance;
  ASSERT_TRUE(AddAlignment(*grid, utterance).ok());
  EXPECT_EQ(utterance.text, "in");
  EXPECT_THAT(utterance.phones, ElementsAre("n", "sil"));
  EXPECT_THAT(utterance.phone_starts, ElementsAre(0, 1'600));
}

TEST(LjSpeechTest, SplitsInOrderWithoutUnknownWords) {
  Members sounds, grids;
  for (int i = 10; i < 40; ++i) {
    sounds.emplace_back(absl::StrCat("wavs/LJ-", i, ".mp3"), "ignored");
    sounds.emplace_back(absl::StrCat("wavs/LJ-", i, ".wav"), Wav(11'025));
    grids.emplace_back(absl::StrCat("grids/LJ-", i, ".TextGrid"),
                       i == 11 ? Grid("<unk>", R"(0 0.1 "spn" 0.1 0.2 "N" 0.2 0.5 "")") : In());
  }
  const absl::StatusOr<speech::Corpus> corpus = ReadLjSpeech(WriteTar("a.tar", sounds), WriteTar("b.tar", grids));
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_TRUE(speech::CheckCorpus(*corpus).ok());
  EXPECT_THAT(corpus->train, SizeIs(20));
  EXPECT_THAT(corpus->validation, SizeIs(4));
  EXPECT_THAT(corpus->test, SizeIs(5));
  EXPECT_EQ(corpus->train[0].id, "LJ-10");
  EXPECT_EQ(corpus->train[1].id, "LJ-12");
  EXPECT_THAT(corpus->train[0].phones, ElementsAre("ih", "n", "sil"));
  EXPECT_THAT(corpus->train[0].phone_starts, ElementsAre(0, 1'600, 3'200));
  EXPECT_NEAR(corpus->train[0].samples.size(), 8'000, 2);
}

TEST(LjSpeechTest, SoundsAndAlignmentsMustAgree) {
  const std::string grids = WriteTar("b.tar", {{"LJ-1.TextGrid", In()}});
  absl::Status status = ReadLjSpeech(WriteTar("a.tar", {{"LJ-1.wav", Wav(11'027)}}), grids).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("a.tar, LJ-1.wav: lasts 0.500091 s, but its alignment 0.5 s"));
  status = ReadLjSpeech(WriteTar("a.tar", {{"LJ-2.wav", Wav(11'025)}}), grids).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("LJ-2.wav: it has no alignment"));
  status = ReadLjSpeech(WriteTar("a.tar", {{"readme", ""}}), grids).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("0 sounds in "));
  const std::string broken = WriteTar("c.tar", {{"LJ-1.TextGrid", "\"ooTextFile\" \"Pitch\""}});
  status = ReadLjSpeech(WriteTar("a.tar", {{"LJ-1.wav", Wav(11'025)}}), broken).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("c.tar, LJ-1.TextGrid: not a TextGrid: line 1"));
}

}  // namespace
}  // namespace duet::ljspeech
