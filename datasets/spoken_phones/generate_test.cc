#include "datasets/spoken_phones/generate.h"

#include <cmath>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/spoken_phones/sentences.h"
#include "gtest/gtest.h"

namespace duet::spoken_phones {
namespace {

using Phones = std::vector<std::string>;

Options TinyOptions() {
  Options options;
  options.num_train = 6;
  options.num_validation = 2;
  options.num_test = 2;
  options.texts = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine tests", "ten tests"};
  return options;
}

std::string BytesOf(const speech::Corpus& corpus, absl::string_view name) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  EXPECT_TRUE(WriteCorpus(corpus, path).ok());
  return *ReadFile(path);
}

TEST(AlignPhonesTest, DropsTheEndsAndKeepsPauses) {
  // 32 kHz: twice as many samples as at 16 kHz. The pause of 2,560 samples lasts 80 ms, that of 2,558 less.
  Speech speech;
  speech.sample_rate_hz = 32'000;
  speech.samples.resize(20'000);
  speech.phones = {{"", 0},      {"s", 1'000}, {"iː", 2'000}, {"", 3'000},   {"", 3'100},     {"s", 5'560},
                   {"s", 6'000}, {"", 7'000},  {"ə", 9'558},  {"ʔ", 10'000}, {"ɔːɹ", 11'000}, {"", 13'000}};
  const auto aligned = AlignPhones(speech);
  ASSERT_TRUE(aligned.ok()) << aligned.status();
  EXPECT_EQ(aligned->phones, Phones({"s", "iy", "sil", "s", "ax", "ao", "r", "sil"}));
  EXPECT_EQ(aligned->starts, (std::vector<int64_t>{500, 1'000, 1'500, 2'780, 4'779, 5'500, 6'000, 6'500}));
}

TEST(AlignPhonesTest, TellsTheVowelOfWoreFromThatOfBoat) {
  Speech speech;
  speech.sample_rate_hz = 16'000;
  speech.samples.resize(4'000);
  speech.phones = {{"w", 0}, {"oː", 1'000}, {"ɹ", 2'000}, {"b", 2'500}, {"oː", 3'000}};
  EXPECT_EQ(AlignPhones(speech)->phones, Phones({"w", "ao", "r", "b", "ow", "sil"}));
}

TEST(AlignPhonesTest, RefusesAPhoneThatIsNotInTheTable) {
  Speech speech;
  speech.sample_rate_hz = 16'000;
  speech.samples.resize(10);
  speech.phones = {{"ɬ", 0}};
  EXPECT_EQ(AlignPhones(speech).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(GenerateTest, SameSeedSameBytes) {
  const auto once = GenerateCorpus(TinyOptions());
  const auto again = GenerateCorpus(TinyOptions());
  Options other_seed = TinyOptions();
  other_seed.seed = 2;
  const auto other = GenerateCorpus(other_seed);
  ASSERT_TRUE(once.ok() && again.ok() && other.ok());
  EXPECT_EQ(BytesOf(*once, "once"), BytesOf(*again, "again"));
  EXPECT_NE(BytesOf(*once, "once"), BytesOf(*other, "other"));
}

TEST(GenerateTest, ALargerCorpusBeginsWithTheSmaller) {
  Options options = TinyOptions();
  const auto corpus = GenerateCorpus(options);
  options.num_train = 2;
  const auto smaller = GenerateCorpus(options);
  ASSERT_TRUE(corpus.ok() && smaller.ok());
  EXPECT_EQ(corpus->train[1].samples, smaller->train[1].samples);
}

TEST(GenerateTest, RefusesNegativeSizes) {
  Options options = TinyOptions();
  options.num_test = -1;
  EXPECT_EQ(GenerateCorpus(options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(GenerateTest, VariantsAreDisjoint) {
  std::set<absl::string_view> names;
  size_t num_names = 0;
  const VariantSets variants = Variants();
  for (const auto& set : {variants.train, variants.validation, variants.test}) {
    names.insert(set.begin(), set.end());
    num_names += set.size();
  }
  EXPECT_EQ(names.size(), num_names);
}

TEST(SentencesTest, ReadsTexts) {
  EXPECT_EQ(ParseTexts("# a comment\n\n one text. \nAnother?\n"), (std::vector<std::string>{"one text.", "Another?"}));
}

TEST(SentencesTest, RarelyRepeatAndSayAnBeforeVowels) {
  RandomStream random(1, "sentences_test");
  std::set<std::string> sentences;
  for (int i = 0; i < 2'000; ++i) {
    const std::string sentence = DrawSentence(random);
    sentences.insert(sentence);
    for (const char* wrong : {" a apple", " a empty", " an boy", "  "}) {
      EXPECT_EQ(sentence.find(wrong), std::string::npos) << sentence;
    }
  }
  EXPECT_GT(sentences.size(), 1'900U);
}

}  // namespace
}  // namespace duet::spoken_phones
