#include "datasets/lra/statistics.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::lra {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TokenExamples Examples() {
  TokenExamples examples;
  examples.seq_len = 4;
  examples.tokens = {1, 2, 0, 0, /**/ 0, 3, 0, 3, /**/ 0, 0, 0, 0, /**/ 1, 2, 0, 0};
  examples.labels = {2, 0, 2, 2};
  return examples;
}

TEST(StatisticsTest, CountsClassesTokensAndLengths) {
  EXPECT_THAT(LabelCounts(Examples(), 4), ElementsAre(1, 0, 3, 0));
  EXPECT_THAT(TokenCounts(Examples(), 5), ElementsAre(10, 2, 2, 2, 0));
  EXPECT_THAT(Lengths(Examples()), ElementsAre(2, 4, 0, 2));
  EXPECT_THAT(Lengths(TokenExamples()), IsEmpty());
}

TEST(StatisticsTest, CountsWhatIsDistinctOverSets) {
  const TokenExamples first = Examples();
  TokenExamples second = Examples();
  second.tokens[0] = 4;
  EXPECT_EQ(NumDistinctSequences({&first}), 3);
  EXPECT_EQ(NumDistinctSequences({&first, &first}), 3);
  EXPECT_EQ(NumDistinctSequences({&first, &second}), 4);
  EXPECT_EQ(NumDistinctSequences({}), 0);
}

TEST(StatisticsTest, Quartiles) {
  const Quartiles five = QuartilesOf({50, 10, 40, 20, 30});
  EXPECT_THAT((std::vector<int64_t>{five.smallest, five.lower, five.median, five.upper, five.largest}),
              ElementsAre(10, 20, 30, 40, 50));
  const Quartiles one = QuartilesOf({7});
  EXPECT_EQ(one.smallest, 7);
  EXPECT_EQ(one.largest, 7);
}

TEST(StatisticsTest, Histogram) {
  const Histogram histogram = HistogramOf({5, 9, 10, 29}, 10);
  EXPECT_THAT(histogram.middles, ElementsAre(5, 15, 25));
  EXPECT_THAT(histogram.percent, ElementsAre(50, 25, 25));
  EXPECT_THAT(HistogramOf({}, 10).middles, IsEmpty());
}

}  // namespace
}  // namespace duet::lra
