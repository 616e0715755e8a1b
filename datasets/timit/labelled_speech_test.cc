#include "datasets/timit/labelled_speech.h"

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"
#include "datasets/speech/sound.h"
#include "datasets/timit/phones.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::timit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// As on TIMIT's discs: a header of 1,024 bytes of text, then samples.
std::string Sphere(int64_t num_samples) {
  std::string bytes = absl::StrCat("NIST_1A\n   1024\ndatabase_id -s5 TIMIT\nsample_count -i ", num_samples,
                                   "\nsample_rate -i 16000\nchannel_count -i 1\nsample_n_bytes -i 2\n",
                                   "sample_byte_format -s2 01\nsample_sig_bits -i 16\nend_head\n");
  bytes.resize(1024, ' ');
  for (int64_t i = 0; i < num_samples; ++i) bytes.append("\x00\x40", 2);
  return bytes;
}

std::vector<std::string> Ids(const std::vector<speech::Utterance>& utterances) {
  std::vector<std::string> ids;
  for (const speech::Utterance& utterance : utterances) ids.push_back(utterance.id);
  return ids;
}

class LabelledSpeechTest : public ::testing::Test {
 protected:
  LabelledSpeechTest()
      : root_(absl::StrCat(testing::TempDir(), "/", testing::UnitTest::GetInstance()->current_test_info()->name())) {}

  void Write(absl::string_view name, absl::string_view contents) {
    const absl::Status status = WriteFileAtomically(absl::StrCat(root_, "/", name), contents);
    ASSERT_TRUE(status.ok()) << status;
  }

  // `name` without extension, which is in large letters.
  void WriteTimit(absl::string_view name) {
    Write(absl::StrCat(name, ".WAV"), Sphere(1'600));
    Write(absl::StrCat(name, ".PHN"), "0 400 h#\n400 800 kcl\n800 900 q\n900 1700 ix\n");
    Write(absl::StrCat(name, ".TXT"), "0 1600 She had.\n");
    Write(absl::StrCat(name, ".WRD"), "0 1600 she\n");
  }

  std::string root_;
};

TEST_F(LabelledSpeechTest, TimitHasTheUsualSetsWithoutDialectSentences) {
  WriteTimit("TIMIT/TRAIN/DR1/FCJF0/SX127");
  WriteTimit("TIMIT/TRAIN/DR1/FCJF0/SA1");
  WriteTimit("TIMIT/TRAIN/DR2/MABC0/SI9");
  WriteTimit("TIMIT/TEST/DR1/MDAB0/SX139");  // of the core test set
  WriteTimit("TIMIT/TEST/DR1/MDAB0/SA2");
  WriteTimit("TIMIT/TEST/DR1/FAKS0/SI943");                    // of the development set
  WriteTimit("TIMIT/TEST/DR1/MXYZ0/SI1");                      // of neither
  Write("TIMIT/TEST/DR1/FAKS0/SI943.WAV.wav", Sphere(1'600));  // as some copies have it
  Write("TIMIT/README.DOC", "documentation");
  const absl::StatusOr<speech::Corpus> corpus = ReadTimit(root_);
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_TRUE(speech::CheckCorpus(*corpus).ok());
  EXPECT_THAT(Ids(corpus->train), ElementsAre("train/fcjf0/sx127", "train/mabc0/si9"));
  EXPECT_THAT(Ids(corpus->validation), ElementsAre("validation/faks0/si943"));
  EXPECT_THAT(Ids(corpus->test), ElementsAre("test/mdab0/sx139"));
  EXPECT_EQ(corpus->name, "timit");
  EXPECT_EQ(corpus->proxy_reason, "");
  const speech::Utterance& utterance = corpus->train[0];
  EXPECT_EQ(utterance.speaker, "fcjf0");
  EXPECT_EQ(utterance.text, "She had.");
  EXPECT_THAT(utterance.phones, ElementsAre("sil", "cl", "ix"));
  EXPECT_THAT(utterance.phone_starts, ElementsAre(0, 400, 900));
  EXPECT_THAT(utterance.samples, SizeIs(1'600));
  EXPECT_EQ(utterance.samples[0], 0.5f);
}

TEST_F(LabelledSpeechTest, TimitWithValIsTakenAsItIs) {
  WriteTimit("TRAIN/DR1/FCJF0/SX1");
  WriteTimit("VAL/DR1/FAKS0/SX2");
  WriteTimit("TEST/DR1/MXYZ0/SX3");
  const absl::StatusOr<speech::Corpus> corpus = ReadTimit(root_);
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_THAT(Ids(corpus->train), ElementsAre("train/fcjf0/sx1"));
  EXPECT_THAT(Ids(corpus->validation), ElementsAre("validation/faks0/sx2"));
  EXPECT_THAT(Ids(corpus->test), ElementsAre("test/mxyz0/sx3"));
}

TEST_F(LabelledSpeechTest, SpeakersOfTheSetsAreDifferentOnes) {
  EXPECT_THAT(CoreTestSpeakers(), SizeIs(24));
  EXPECT_THAT(DevelopmentSpeakers(), SizeIs(50));
  std::set<std::string> speakers;
  for (const absl::string_view speaker : CoreTestSpeakers()) speakers.insert(std::string(speaker));
  for (const absl::string_view speaker : DevelopmentSpeakers()) speakers.insert(std::string(speaker));
  EXPECT_THAT(speakers, SizeIs(74));
  // Two men and a woman of each of eight regions.
  int num_women = 0;
  for (const absl::string_view speaker : CoreTestSpeakers()) num_women += speaker[0] == 'f';
  EXPECT_EQ(num_women, 8);
}

TEST_F(LabelledSpeechTest, FoldersOfWavWithPhones) {
  Write("train/ann/a.wav", *speech::EncodeWav({8'000, std::vector<float>(800, 0.25f)}));
  Write("train/ann/a.phn", "0\t400\tsil\r\n400\t800\taa\r\n");  // a learned class, tabs, line ends of Windows
  Write("train/ann/sa1.wav", *speech::EncodeWav({16'000, std::vector<float>(10, 0.f)}));
  Write("train/ann/sa1.phn", "0 10 s");
  Write("train/ann/sa1.txt", "yes");
  Write("validation/bob/b.wav", *speech::EncodeWav({16'000, std::vector<float>(10, 0.f)}));
  Write("validation/bob/b.phn", "0 10 AA\n");
  Write("other/c.wav", "not looked at");
  const absl::StatusOr<speech::Corpus> corpus = ReadLabelledFolders(root_);
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_THAT(Ids(corpus->train), ElementsAre("train/ann/a", "train/ann/sa1"));
  EXPECT_THAT(corpus->train[0].phones, ElementsAre("sil", "aa"));
  EXPECT_THAT(corpus->train[0].phone_starts, ElementsAre(0, 800));
  EXPECT_EQ(corpus->train[1].text, "yes");
  EXPECT_THAT(corpus->validation[0].phones, ElementsAre("aa"));
  EXPECT_THAT(corpus->test, IsEmpty());
  EXPECT_EQ(corpus->name, "FoldersOfWavWithPhones");
  EXPECT_THAT(corpus->proxy_reason, HasSubstr("not TIMIT"));
}

TEST_F(LabelledSpeechTest, NamesTheFileThatIsWrong) {
  EXPECT_EQ(ReadTimit(root_ + "/missing").status().code(), absl::StatusCode::kNotFound);
  Write("readme", "");
  EXPECT_EQ(ReadTimit(root_).status().code(), absl::StatusCode::kNotFound);
  const auto message = [&] {
    const absl::Status status = ReadLabelledFolders(root_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  Write("train/ann/a.wav", Sphere(100));
  EXPECT_THAT(message(), HasSubstr("/train/ann/a.wav has no .phn file"));
  Write("train/ann/a.phn", "0 50 aa\n50 100 xx\n");
  EXPECT_THAT(message(), HasSubstr("/train/ann/a.phn: line 2: \"xx\" is no phone"));
  Write("train/ann/a.phn", "0 50 aa\n100 200 b\n");
  EXPECT_THAT(message(), HasSubstr("a.phn: the phone b begins at sample 100, the sound has 100"));
  Write("train/ann/a.wav", "no sound");
  EXPECT_THAT(message(), HasSubstr("/train/ann/a.wav: not a sound file"));
}

TEST(PhoneLabelsTest, NamesTheLineThatIsMalformed) {
  EXPECT_THAT(*ParsePhoneLabels(""), IsEmpty());
  for (const char* line : {"0 1", "0 1 aa bb", "x 1 aa", "0 1.5 aa", "-1 1 aa", "3 2 aa", "0 99999999999999 aa",
                           "0 99999999999999999999 aa", "1 2 aaa"}) {
    const absl::Status status = ParsePhoneLabels(absl::StrCat("0 1 sil\n\n", line)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << line;
    EXPECT_THAT(std::string(status.message()), HasSubstr("line 3: ")) << line;
  }
  EXPECT_THAT(std::string(ParsePhoneLabels("5 9 aa\n4 9 b\n").status().message()), HasSubstr("line 2: a phone from"));
}

TEST(PhoneLabelsTest, SurvivesMutations) {
  const std::string text = "0 400 h#\n400 800 kcl\n800 900 q\n900 1700 ix\n1700 1800 ax-h\n";
  int num_read = 0;
  for (uint64_t i = 0; i < 20'000; ++i) {
    RandomStream random(/*seed=*/1, "labelled_speech_test", i);
    std::string mutated = text;
    for (uint64_t change = 0; change <= random.UniformInt(3); ++change) {
      const size_t at = random.UniformInt(mutated.size());
      if (random.UniformInt(2) == 0) {
        mutated[at] = " \n09-+.ahxq#\t\0\xff"[random.UniformInt(15)];
      } else {
        mutated.erase(at, random.UniformInt(4));
      }
      if (mutated.empty()) mutated = "0";
    }
    const absl::StatusOr<std::vector<LabelledPhone>> phones = ParsePhoneLabels(mutated);
    if (!phones.ok()) {
      EXPECT_EQ(phones.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ++num_read;
    int64_t last_begin = 0;
    for (const LabelledPhone& phone : *phones) {
      EXPECT_LE(last_begin, phone.begin);
      EXPECT_LE(phone.begin, phone.end);
      EXPECT_TRUE(phone.learned.empty() || IsLearnedPhone(phone.learned));
      last_begin = phone.begin;
    }
  }
  EXPECT_GT(num_read, 0);
}

}  // namespace
}  // namespace duet::timit
