#include "nas/low_rank/rank_search.h"

#include <cmath>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

using ::testing::DoubleEq;
using ::testing::HasSubstr;

// Break-even ranks 194, 204 and 41.
const std::vector<asr::NamedMatrix> kMatrices = {
    {"input", {1024, 240}}, {"recurrent", {1024, 256}}, {"output", {49, 256}}};

// An error of 20 %, and what each matrix adds: a matrix of few ranks little ("input") or much ("recurrent").
class SyntheticScorer : public RankScorer {
 public:
  absl::StatusOr<double> ErrorPct(const asr::Ranks& ranks) const override {
    ++num_calls;
    constexpr double kPrices[] = {1, 20, 5};
    double error_pct = 20;
    for (size_t i = 0; i < ranks.size(); ++i) {
      const double kept = ranks[i].has_value() ? static_cast<double>(*ranks[i]) / 200 : 1;
      error_pct += kPrices[i] * (1 - std::min(1., kept));
    }
    return error_pct;
  }
  mutable int64_t num_calls = 0;
};

FoundRanks Search(absl::string_view strategy, const RankObjective& objective, uint64_t seed = 1) {
  RankSearchOptions options;
  options.budget = 120;
  options.seed = seed;
  const absl::StatusOr<FoundRanks> found =
      SearchRanks(strategy, RankSpace(kMatrices), SyntheticScorer(), objective, options);
  EXPECT_TRUE(found.ok()) << strategy << ": " << found.status();
  return found.value_or(FoundRanks());
}

const int64_t kDense = asr::NumWeights(kMatrices, asr::Ranks(3));

TEST(RankSpaceTest, NumbersChoices) {
  const RankSpace space(kMatrices);
  EXPECT_EQ(space.size(), 8 * 8 * 8);
  for (const int64_t index : {0, 7, 8, 300, 511}) EXPECT_EQ(space.IndexOf(space.ChoicesOf(index)), index);
  EXPECT_EQ(space.NameOf(0), "dense-dense-dense");
  EXPECT_EQ(space.NameOf(4 + 8 * 0 + 64 * 2), "49-dense-21");  // 0.25 of 194, 0.5 of 41
  EXPECT_EQ(space.NumWeights({4, 0, 2}), 49 * (1024 + 240) + 1024 * 256 + 21 * (49 + 256));
  EXPECT_EQ(space.GraphOf(5).num_nodes, 3);
}

TEST(RankSpaceTest, NeverRaisesTheRanksThatThereAre) {
  RankSpaceOptions options;
  options.kept = {std::nullopt, 40, 5};
  const RankSpace space(kMatrices, options);
  EXPECT_EQ(space.RanksOf({0, 0, 0}), options.kept);
  EXPECT_EQ(space.RanksOf({1, 1, 1}), (asr::Ranks{136, 40, 5}));
  EXPECT_EQ(space.RanksOf({7, 7, 7}), (asr::Ranks{17, 18, 4}));
}

TEST(RankRewardTest, ByHand) {
  const auto reward = [](const RankObjective& objective, int64_t num_weights, double error_pct) {
    return *RankReward(objective, num_weights, 1000, [&] { return absl::StatusOr<double>(error_pct); });
  };
  const RankObjective small = {250, std::nullopt}, good = {std::nullopt, 22.0}, both = {250, 22.0};
  EXPECT_THAT(reward(small, 250, 30), DoubleEq(0.7));
  EXPECT_THAT(reward(small, 300, 30), DoubleEq(-0.2));
  EXPECT_THAT(reward(small, 900, 30), DoubleEq(-1));
  EXPECT_THAT(reward(small, 200, 130), DoubleEq(0));
  EXPECT_THAT(reward(good, 400, 22), DoubleEq(0.6));
  EXPECT_THAT(reward(good, 400, 25), DoubleEq(-0.03));
  EXPECT_THAT(reward(both, 250, 30), DoubleEq(-0.08));
  EXPECT_THAT(reward(both, 250, 20), DoubleEq(0.8));
  // What is too large is not run.
  const auto fails = [] { return absl::StatusOr<double>(absl::InternalError("asked")); };
  EXPECT_TRUE(RankReward(small, 251, 1000, fails).ok());
  EXPECT_FALSE(RankReward(small, 250, 1000, fails).ok());
}

TEST(SensitivityTest, MeasuresEachMatrixAlone) {
  const RankSpace space(kMatrices);
  const SyntheticScorer scorer;
  const absl::StatusOr<Sensitivity> sensitivity = MeasureSensitivity(space, scorer);
  ASSERT_TRUE(sensitivity.ok());
  EXPECT_EQ(scorer.num_calls, 1 + 3 * 7);
  EXPECT_THAT(sensitivity->error_pct[1][0], DoubleEq(20));
  EXPECT_THAT(sensitivity->error_pct[1][4], DoubleEq(20 + 20 * (1 - 51. / 200)));  // 0.25 of 204
}

TEST(SensitivityTest, PathTakesTheCheapestStepAndSavesWithEach) {
  const RankSpace space(kMatrices);
  const std::vector<Choices> path = GreedyPath(space, *MeasureSensitivity(space, SyntheticScorer()));
  EXPECT_EQ(path.front(), (Choices{0, 0, 0}));
  EXPECT_EQ(path.back(), (Choices{7, 7, 7}));
  EXPECT_GT(path[1][0], 0);  // of "input"
  for (size_t i = 1; i < path.size(); ++i) EXPECT_LT(space.NumWeights(path[i]), space.NumWeights(path[i - 1]));
}

TEST(RankSearchTest, UniformIsOneFraction) {
  const FoundRanks found = Search("uniform", {kDense / 4, std::nullopt});
  EXPECT_EQ(found.ranks, asr::RanksAtFraction(kMatrices, asr::UniformFraction(kMatrices, kDense / 4)));
  EXPECT_EQ(found.num_scored, 1);
}

TEST(RankSearchTest, SearchesBeatUniformRanksOfTheSameSize) {
  const RankObjective objective = {kDense / 4, std::nullopt};
  const double uniform_pct = Search("uniform", objective).error_pct;
  for (const std::string& strategy : RankStrategyNames()) {
    const FoundRanks found = Search(strategy, objective);
    EXPECT_LE(found.num_weights, kDense / 4) << strategy;
    EXPECT_THAT(found.error_pct, DoubleEq(*SyntheticScorer().ErrorPct(found.ranks))) << strategy;
    if (strategy != "uniform") {
      EXPECT_LT(found.error_pct, uniform_pct) << strategy;
    }
  }
}

TEST(RankSearchTest, SavesAsMuchAsTheErrorAllows) {
  const RankObjective objective = {std::nullopt, 27.};
  // The best of all 512.
  const RankSpace space(kMatrices);
  int64_t fewest = kDense;
  for (int64_t index = 0; index < space.size(); ++index) {
    const Choices choices = space.ChoicesOf(index);
    if (*SyntheticScorer().ErrorPct(space.RanksOf(choices)) <= 27) fewest = std::min(fewest, space.NumWeights(choices));
  }
  for (const std::string& strategy : RankStrategyNames()) {
    const FoundRanks found = Search(strategy, objective);
    EXPECT_LE(found.error_pct, 27) << strategy;
    EXPECT_LT(found.num_weights, kDense) << strategy;
    if (strategy != "uniform") {
      EXPECT_GE(found.num_weights, fewest) << strategy;
      EXPECT_LT(static_cast<double>(found.num_weights), 1.25 * static_cast<double>(fewest)) << strategy;
    }
  }
}

TEST(RankSearchTest, DependsOnItsSeedAlone) {
  const RankObjective objective = {kDense / 5, std::nullopt};
  for (const char* strategy : {"reinforce", "evolution"}) {
    EXPECT_EQ(Search(strategy, objective, 3).rewards, Search(strategy, objective, 3).rewards);
    EXPECT_NE(Search(strategy, objective, 3).rewards, Search(strategy, objective, 4).rewards);
  }
}

TEST(RankSearchTest, RefusesWhatCannotBe) {
  const RankSpace space(kMatrices);
  const auto fails = [&](absl::string_view strategy, const RankObjective& objective) {
    RankSearchOptions options;
    options.budget = 20;
    return SearchRanks(strategy, space, SyntheticScorer(), objective, options).status();
  };
  EXPECT_TRUE(absl::IsInvalidArgument(fails("uniform", {})));
  const absl::Status unknown = fails("magic", {1000, std::nullopt});
  EXPECT_TRUE(absl::IsInvalidArgument(unknown));
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("unknown strategy \"magic\" (known: uniform, sensitivity"));
  for (const std::string& strategy : RankStrategyNames()) {
    EXPECT_TRUE(absl::IsNotFound(fails(strategy, {100, std::nullopt}))) << strategy;
    EXPECT_TRUE(absl::IsNotFound(fails(strategy, {std::nullopt, 19.}))) << strategy;
  }
}

}  // namespace
}  // namespace duet::nas
