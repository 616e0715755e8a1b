#include "experiments/quickstart/picks.h"

#include <string>

#include "gtest/gtest.h"

namespace duet::quickstart {
namespace {

Candidate CandidateOf(const std::string& text, double predicted_ms, double mega_flops, double mega_params) {
  return {*nasbench201::ParseCell(text), predicted_ms, mega_flops, mega_params};
}

constexpr char kConv3x3[] = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";
constexpr char kConv1x1[] = "|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|";
constexpr char kTwoConv1x1[] = "|nor_conv_1x1~0|+|none~0|none~1|+|none~0|nor_conv_1x1~1|none~2|";
constexpr char kDead[] = "|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|";

TEST(PicksTest, AllCellsWithPathAreCandidates) {
  const std::vector<Candidate> candidates = AllCandidates();
  ASSERT_EQ(candidates.size(), nasbench201::kNumCellsWithPath);
  const Candidate& largest = candidates[candidates.size() - 1];
  EXPECT_GT(largest.mega_flops, 0);
  EXPECT_GT(largest.mega_params, 0);
}

TEST(PicksTest, TakesTheMostFlopsUnderTheLimit) {
  const std::vector<Candidate> candidates = {CandidateOf(kConv1x1, 1, 10, 1), CandidateOf(kConv3x3, 2.5, 90, 9),
                                             CandidateOf(kTwoConv1x1, 2, 20, 2)};
  std::vector<Candidate> picks = PicksUnder(candidates, 2, 10);
  ASSERT_EQ(picks.size(), 2) << "the limit itself is allowed, more is not";
  EXPECT_EQ(ToString(picks[0].cell), kTwoConv1x1);
  EXPECT_EQ(ToString(picks[1].cell), kConv1x1);
  picks = PicksUnder(candidates, 3, 1);
  ASSERT_EQ(picks.size(), 1);
  EXPECT_EQ(ToString(picks[0].cell), kConv3x3);
  EXPECT_TRUE(PicksUnder(candidates, 0.5, 10).empty());
}

TEST(PicksTest, BreaksTiesByWeightsThenByLatency) {
  const std::vector<Candidate> candidates = {CandidateOf(kConv1x1, 2, 10, 1), CandidateOf(kConv3x3, 1, 10, 1),
                                             CandidateOf(kTwoConv1x1, 3, 10, 2)};
  const std::vector<Candidate> picks = PicksUnder(candidates, 5, 10);
  ASSERT_EQ(picks.size(), 3);
  EXPECT_EQ(ToString(picks[0].cell), kTwoConv1x1);
  EXPECT_EQ(ToString(picks[1].cell), kConv3x3);
  EXPECT_EQ(ToString(picks[2].cell), kConv1x1);
}

TEST(PicksTest, LeavesOutDeadOperations) {
  const std::vector<Candidate> picks =
      PicksUnder({CandidateOf(kDead, 1, 100, 10), CandidateOf(kConv1x1, 1, 10, 1)}, 5, 10);
  ASSERT_EQ(picks.size(), 1);
  EXPECT_EQ(ToString(picks[0].cell), kConv1x1);
}

}  // namespace
}  // namespace duet::quickstart
