#include "experiments/brp_nas/ranking_quality.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::map<std::string, double> Qualities(absl::Span<const double> scores, absl::Span<const double> accuracy_pct) {
  RunResult result;
  AddRankingQuality(result, {}, scores, accuracy_pct, {2, 5});
  std::map<std::string, double> values;
  for (const Measurement& measurement : result.measurements()) values[measurement.metric()] = measurement.value();
  return values;
}

TEST(ScoresOfTest, TheFirstHasTheHighest) { EXPECT_THAT(ScoresOf({2, 0, 1}), ElementsAre(-1, -2, 0)); }

// Of the six pairs of four, one is the wrong way round: tau = (5 - 1) / 6. Ranks differ by 1 twice:
// rho = 1 - 6 * 2 / (4 * 15). The two best-scored have 80 and 60 %, the best two 80 and 70 %. Top 5 does not exist.
TEST(AddRankingQualityTest, ByHand) {
  EXPECT_THAT(Qualities({4, 3, 2, 1}, {80, 60, 70, 50}),
              UnorderedElementsAre(Pair("kendall", 4.0 / 6), Pair("spearman", testing::DoubleEq(0.8)),
                                   Pair("precision", 0.5), Pair("top_accuracy_pct", 70)));
}

TEST(AddRankingQualityTest, APerfectRanking) {
  EXPECT_THAT(Qualities({1, 2, 3}, {50, 60, 70}),
              UnorderedElementsAre(Pair("kendall", 1), Pair("spearman", testing::DoubleEq(1)), Pair("precision", 1),
                                   Pair("top_accuracy_pct", 65)));
}

}  // namespace
}  // namespace duet::experiments
