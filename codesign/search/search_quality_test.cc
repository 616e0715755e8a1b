#include "codesign/search/search_quality.h"

#include <cmath>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Step PairStep(double reward) { return {Pair{0, 0}, {}, reward}; }
const Step kInvalid = {std::nullopt, {}, kWorstReward};
const Step kCellAlone = {};

bool Dominates(const Metrics& a, const Metrics& b) {
  return a.accuracy_pct >= b.accuracy_pct && a.latency_ms <= b.latency_ms && a.area_mm2 <= b.area_mm2 && !(a == b);
}

// Random pairs: those that no other dominates hold the best reward of all.
TEST(SearchQualityTest, TheBestRewardOfAllIsOnTheFront) {
  RandomStream random(1, "pairs");
  std::vector<Metrics> all, front;
  for (int i = 0; i < 500; ++i) {
    all.push_back({80 + 15 * random.Uniform(), 5 + 200 * random.Uniform(), 50 + 200 * random.Uniform()});
  }
  for (const Metrics& m : all) {
    if (std::none_of(all.begin(), all.end(), [&](const Metrics& other) { return Dominates(other, m); })) {
      front.push_back(m);
    }
  }
  ASSERT_LT(front.size(), 200);
  Objective objective;
  objective.ranges = {{80, 95}, {5, 205}, {50, 250}};
  for (const Weights weights : {Weights{0.1, 0.8, 0.1}, Weights{0.1, 0, 0.9}, Weights{0, 1, 0}}) {
    for (const bool has_thresholds : {false, true}) {
      objective.weights = weights;
      objective.thresholds = {};
      if (has_thresholds) {
        objective.thresholds.max_area_mm2 = 150;
        objective.thresholds.min_accuracy_pct = 88;
        objective.thresholds.min_perf_per_area = 5;
      }
      double best = kWorstReward;
      for (const Metrics& m : all) best = std::max(best, Reward(objective, m));
      const std::vector<int64_t> order = ByReward(objective, front);
      ASSERT_FALSE(order.empty());
      EXPECT_EQ(Reward(objective, front[order[0]]), best);
      for (size_t i = 1; i < order.size(); ++i) {
        EXPECT_GE(Reward(objective, front[order[i - 1]]), Reward(objective, front[order[i]]));
      }
    }
  }
  objective.thresholds.min_accuracy_pct = 96;
  EXPECT_THAT(ByReward(objective, front), IsEmpty()) << "none meets the thresholds";
}

TEST(SearchQualityTest, MeasuresDistanceInShares) {
  const MetricRanges ranges = {{80, 90}, {0, 100}, {0, 200}};
  const std::vector<Metrics> front = {{90, 100, 200}, {80, 0, 0}};
  EXPECT_EQ(DistanceToFront(ranges, {90, 100, 200}, front), 0);
  // 0.1 in accuracy, 0.2 in latency, 0.2 in area from the second point.
  EXPECT_NEAR(DistanceToFront(ranges, {81, 20, 40}, front), 0.3, 1e-12);
}

TEST(SearchQualityTest, DrawsCurves) {
  const std::vector<Step> steps = {kInvalid, PairStep(-0.25), PairStep(0.75), kInvalid, PairStep(0.5)};
  EXPECT_THAT(BestRewardSoFar(steps), ElementsAre(std::nullopt, -0.25, 0.75, 0.75, 0.75));
  EXPECT_THAT(MeanRewards(steps, 2), ElementsAre(-0.625, -0.125)) << "choices that denote no pair count";
  const std::vector<Step> separate = {kCellAlone, kCellAlone, kCellAlone, PairStep(0.5), PairStep(0.5), PairStep(1)};
  EXPECT_THAT(BestRewardSoFar(separate), ElementsAre(std::nullopt, std::nullopt, std::nullopt, 0.5, 0.5, 1));
  EXPECT_THAT(MeanRewards(separate, 2), ElementsAre(std::nullopt, std::nullopt, 0.75));
}

}  // namespace
}  // namespace duet::codesign
