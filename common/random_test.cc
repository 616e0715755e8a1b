#include "common/random.h"

#include <cmath>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

using ::testing::ElementsAre;

// Known answers of Random123 (kat_vectors, philox4x32 10).
TEST(PhiloxTest, MatchesPublishedVectors) {
  EXPECT_THAT(Philox4x32({0, 0, 0, 0}, {0, 0}), ElementsAre(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
  const uint32_t ones = 0xffffffff;
  EXPECT_THAT(Philox4x32({ones, ones, ones, ones}, {ones, ones}),
              ElementsAre(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
  EXPECT_THAT(Philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              ElementsAre(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
}

TEST(RandomStreamTest, IsAFunctionOfSeedPurposeAndIndex) {
  RandomStream a(1, "split", 7), same(1, "split", 7);
  RandomStream other_seed(2, "split", 7), other_purpose(1, "init", 7), other_index(1, "split", 8);
  const uint64_t value = a();
  EXPECT_EQ(value, same());
  EXPECT_NE(value, other_seed());
  EXPECT_NE(value, other_purpose());
  EXPECT_NE(value, other_index());
}

TEST(RandomStreamTest, UniformIntCoversItsRangeEvenly) {
  RandomStream random(3, "test");
  std::array<int, 7> counts = {};
  constexpr int kNumDraws = 70'000;
  for (int i = 0; i < kNumDraws; ++i) ++counts[random.UniformInt(7)];
  // Binomial(70000, 1/7): standard deviation 92.6; five of them.
  for (const int count : counts) EXPECT_NEAR(count, kNumDraws / 7, 463);
  EXPECT_EQ(random.UniformInt(1), 0);
}

TEST(RandomStreamTest, NormalHasUnitVariance) {
  RandomStream random(4, "test");
  constexpr int kNumDraws = 100'000;
  double sum = 0, sum_of_squares = 0;
  for (int i = 0; i < kNumDraws; ++i) {
    const double x = random.Normal();
    sum += x;
    sum_of_squares += x * x;
  }
  // Standard errors 1/sqrt(n) and sqrt(2/n); five of them.
  EXPECT_NEAR(sum / kNumDraws, 0.0, 5 / std::sqrt(kNumDraws));
  EXPECT_NEAR(sum_of_squares / kNumDraws, 1.0, 5 * std::sqrt(2.0 / kNumDraws));
}

TEST(RandomStreamTest, SamplesDistinctValues) {
  RandomStream random(5, "test");
  const std::vector<int64_t> sample = random.SampleWithoutReplacement(50, 50);
  EXPECT_EQ(std::set<int64_t>(sample.begin(), sample.end()).size(), 50);
  EXPECT_TRUE(random.SampleWithoutReplacement(0, 0).empty());
}

TEST(RandomStreamTest, ShuffleKeepsTheElements) {
  std::vector<int> values = {1, 2, 3, 4, 5, 6};
  RandomStream(6, "test").Shuffle(values);
  EXPECT_THAT(values, ::testing::UnorderedElementsAre(1, 2, 3, 4, 5, 6));
}

}  // namespace
}  // namespace duet
