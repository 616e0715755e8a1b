#include "datasets/spoken_digits/spoken_digits.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "datasets/archives/tar_writer.h"
#include "datasets/speech/sound.h"
#include "datasets/timit/phones.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::spoken_digits {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string WriteTar(const std::vector<std::pair<std::string, std::string>>& members) {
  const std::string path = absl::StrCat(testing::TempDir(), "/digits.tar");
  EXPECT_TRUE(WriteFileAtomically(path, MakeTar(members)).ok());
  return path;
}

std::string Recording(size_t num_samples) {
  return *speech::EncodeWav({8'000, std::vector<float>(num_samples, 0.25f)});
}

TEST(SpokenDigitsTest, PhonesOfTheTenWordsAreLearnedOnes) {
  std::set<std::string> different;
  for (int64_t digit = 0; digit <= 9; ++digit) {
    different.insert(std::string(WordOfDigit(digit).phones));
    for (const absl::string_view phone : absl::StrSplit(WordOfDigit(digit).phones, ' ')) {
      EXPECT_TRUE(timit::IsLearnedPhone(phone)) << phone;
    }
  }
  EXPECT_THAT(different, SizeIs(10));
  EXPECT_EQ(WordOfDigit(7).text, "seven");
  EXPECT_EQ(WordOfDigit(7).phones, "s eh v ax n");
}

TEST(SpokenDigitsTest, SplitsBySpeaker) {
  std::vector<std::pair<std::string, std::string>> members;
  for (const char* speaker : {"f", "b", "a", "e", "c", "d"}) {
    members.emplace_back(absl::StrCat("recordings/3_", speaker, "_0.wav"), Recording(800));
    members.emplace_back(absl::StrCat("recordings/8_", speaker, "_12.wav"), Recording(500));
  }
  const absl::StatusOr<speech::Corpus> corpus = ReadSpokenDigits(WriteTar(members));
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_TRUE(speech::CheckCorpus(*corpus).ok());
  std::set<std::string> speakers;
  for (const speech::Utterance& utterance : corpus->train) speakers.insert(utterance.speaker);
  EXPECT_THAT(speakers, ElementsAre("a", "b", "c", "d"));
  ASSERT_THAT(corpus->validation, SizeIs(2));
  const speech::Utterance& three = corpus->validation[0];
  EXPECT_EQ(three.id, "3_e_0");
  EXPECT_EQ(three.speaker, "e");
  EXPECT_EQ(three.text, "three");
  EXPECT_THAT(three.phones, ElementsAre("th", "r", "iy"));
  EXPECT_NEAR(three.samples.size(), 1'600, 2);
  EXPECT_EQ(corpus->validation[1].id, "8_e_12");
  EXPECT_EQ(corpus->test[0].speaker, "f");
  EXPECT_THAT(corpus->proxy_reason, HasSubstr("not TIMIT"));
}

TEST(SpokenDigitsTest, NamesTheMemberThatIsWrong) {
  for (const std::string name : {"3_a_0.wav", "recordings/x_a_0.wav", "recordings/33_a_0.wav", "recordings/3_a.wav",
                                 "recordings/3__0.wav", "recordings/3_a_0.mp3"}) {
    const absl::Status status = ReadSpokenDigits(WriteTar({{name, Recording(8)}})).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("digits.tar, ", name, ": ")));
  }
  const absl::Status status = ReadSpokenDigits(WriteTar({{"recordings/1_a_0.wav", "no sound"}})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1_a_0.wav: not a sound file"));
  EXPECT_THAT(std::string(ReadSpokenDigits(WriteTar({{"recordings/1_a_0.wav", Recording(8)}})).status().message()),
              HasSubstr("has 1 speakers, not 6"));
}

}  // namespace
}  // namespace duet::spoken_digits
