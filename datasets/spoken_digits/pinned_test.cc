// The corpus of the pinned tree. Skipped where that is missing.

#include <map>
#include <string>
#include <utility>

#include "datasets/speech/corpus.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::spoken_digits {
namespace {

using ::testing::_;
using ::testing::Each;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(PinnedSpokenDigitsTest, Has3000RecordingsOfSixSpeakers) {
  const absl::StatusOr<speech::Corpus> corpus = speech::ReadCorpus("datasets/spoken_digits/corpus.binpb");
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_THAT(corpus->train, SizeIs(2'000));
  EXPECT_THAT(corpus->validation, SizeIs(500));
  EXPECT_THAT(corpus->test, SizeIs(500));
  std::map<std::string, int> by_speaker;
  std::map<std::string, int> by_word;
  double seconds = 0;
  for (const auto* split : {&corpus->train, &corpus->validation, &corpus->test}) {
    for (const speech::Utterance& utterance : *split) {
      ++by_speaker[utterance.speaker];
      ++by_word[utterance.text];
      seconds += static_cast<double>(utterance.samples.size()) / speech::kSampleRateHz;
    }
  }
  EXPECT_THAT(by_speaker, SizeIs(6));
  EXPECT_THAT(by_speaker, Each(Pair(_, 500)));
  EXPECT_THAT(by_word, SizeIs(10));
  EXPECT_THAT(by_word, Each(Pair(_, 300)));
  EXPECT_NEAR(seconds, 1'312, 1);
}

}  // namespace
}  // namespace duet::spoken_digits
