#include "codesign/search/strategies.h"

#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "codesign/search/pair_search.h"
#include "datasets/nasbench101/counts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

using ::testing::HasSubstr;

// Larger networks are more accurate and slower, larger engines faster.
class ToyEvaluator : public PairEvaluator {
 public:
  explicit ToyEvaluator(const PairSpace* space) : space_(space) {}
  absl::StatusOr<Metrics> Evaluate(const Pair& pair) const override {
    const double giga_macs =
        1e-9 * static_cast<double>(nasbench101::CountNetwork(space_->cells().cells()[pair.cell]).num_macs);
    const Accelerator accelerator = space_->accelerators().At(pair.accelerator);
    const auto size = static_cast<double>(accelerator.filter_par * accelerator.pixel_par);
    return Metrics{80 + giga_macs, 1 + 1000 * giga_macs / size, 40 + size / 10};
  }

 private:
  const PairSpace* space_;
};

// 91 cells of up to four vertices on 8,640 accelerators.
class StrategiesTest : public testing::Test {
 protected:
  StrategiesTest() : space_(/*max_num_vertices=*/4), evaluator_(&space_), problem_{&space_, &evaluator_, {}} {
    problem_.objective.weights = {/*area=*/0.5, /*latency=*/0.1, /*accuracy=*/0.4};
    problem_.objective.ranges = {{80, 90}, {0, 300}, {40, 150}};
    options_.controller.hidden_size = 20;
    options_.controller.learning_rate = 0.005;
    options_.num_cell_steps = 50;
    options_.num_accelerator_steps = 20;
  }

  absl::StatusOr<std::vector<Step>> Run(const std::string& name, int64_t num_steps, uint64_t seed) const {
    return RunPairSearch(problem_, **CreatePairStrategy(name, options_), {num_steps, seed});
  }

  PairSpace space_;
  ToyEvaluator evaluator_;
  PairProblem problem_;
  PairStrategyOptions options_;
};

TEST_F(StrategiesTest, TheSpaceIsAllPairs) {
  EXPECT_EQ(space_.size(), 91 * 8'640);
  EXPECT_EQ(space_.num_choices().size(), 34);
  for (const int64_t index : {int64_t{0}, int64_t{8'639}, int64_t{8'640}, int64_t{91 * 8'640 - 1}}) {
    EXPECT_EQ(space_.IndexOf(space_.ChoicesOf(index)), index);
    EXPECT_EQ(space_.IndexOf(space_.PairOf(index)), index);
  }
  EXPECT_EQ(space_.IndexOf(nas::Choices(34, 0)), std::nullopt) << "no edges";
  EXPECT_THAT(space_.NameOf(0), HasSubstr("output~0 on filter_par=8 pixel_par=4"));
}

TEST_F(StrategiesTest, EachTakesTheStepsItMay) {
  for (const std::string& name : PairStrategyNames()) {
    const absl::StatusOr<std::vector<Step>> steps = Run(name, 300, /*seed=*/1);
    ASSERT_TRUE(steps.ok()) << name << ": " << steps.status();
    EXPECT_EQ(steps->size(), 300) << name;
    for (const Step& step : *steps) {
      if (!step.pair.has_value()) continue;
      EXPECT_EQ(step.metrics, *evaluator_.Evaluate(*step.pair)) << name;
      EXPECT_EQ(step.reward, Reward(problem_.objective, step.metrics)) << name;
    }
  }
}

TEST_F(StrategiesTest, EachIsAFunctionOfTheSeed) {
  const auto pairs = [&](const std::string& name, uint64_t seed) {
    const std::vector<Step> steps = *Run(name, 200, seed);
    std::vector<int64_t> indices;
    for (const Step& step : steps) indices.push_back(step.pair.has_value() ? space_.IndexOf(*step.pair) : -1);
    return indices;
  };
  for (const std::string& name : PairStrategyNames()) {
    EXPECT_EQ(pairs(name, 1), pairs(name, 1)) << name;
    EXPECT_NE(pairs(name, 1), pairs(name, 2)) << name;
  }
}

TEST_F(StrategiesTest, ControllersAndEvolutionEarnMoreWithTime) {
  for (const std::string name : {"combined", "phase", "evolution"}) {
    double early = 0, late = 0;
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      const std::vector<Step> steps = *Run(name, 1'200, seed);
      for (int64_t i = 0; i < 60; ++i) {
        early += *steps[i].reward / (3 * 60);  // evolution: the first population, which is random
        late += *steps[1'140 + i].reward / (3 * 60);
      }
    }
    EXPECT_GT(late, early + 0.05) << name;
  }
}

TEST_F(StrategiesTest, PhasesHoldOneHalfStill) {
  const std::vector<Step> steps = *Run("phase", 300, /*seed=*/2);
  for (int64_t first = 0; first < 300; first += 70) {
    std::set<int64_t> accelerators_of_cell_phase, cells_of_accelerator_phase;
    for (int64_t i = first; i < std::min<int64_t>(first + 70, 300); ++i) {
      if (!steps[i].pair.has_value()) continue;
      if (i < first + 50) accelerators_of_cell_phase.insert(steps[i].pair->accelerator);
      if (i >= first + 50) cells_of_accelerator_phase.insert(steps[i].pair->cell);
    }
    EXPECT_LE(accelerators_of_cell_phase.size(), 1);
    EXPECT_LE(cells_of_accelerator_phase.size(), 1);
    if (first == 0 || accelerators_of_cell_phase.empty()) continue;
    const Step* best = BestStep(absl::MakeSpan(steps).first(first));
    EXPECT_EQ(*accelerators_of_cell_phase.begin(), best->pair->accelerator) << "of the best pair so far";
  }
}

TEST_F(StrategiesTest, SeparateTakesTheMostAccurateCell) {
  const std::vector<Step> steps = *Run("separate", 600, /*seed=*/3);
  std::set<int64_t> cells;
  for (int64_t i = 0; i < 600; ++i) {
    EXPECT_EQ(steps[i].pair.has_value(), i >= 500) << i;
    EXPECT_EQ(steps[i].reward.has_value(), i >= 500) << i;
    if (steps[i].pair.has_value()) cells.insert(steps[i].pair->cell);
  }
  ASSERT_EQ(cells.size(), 1);
  double best_accuracy_pct = 0;
  for (int64_t cell = 0; cell < space_.cells().size(); ++cell) {
    best_accuracy_pct = std::max(best_accuracy_pct, evaluator_.Evaluate({cell, 0})->accuracy_pct);
  }
  EXPECT_EQ(evaluator_.Evaluate({*cells.begin(), 0})->accuracy_pct, best_accuracy_pct) << "500 steps find it";
}

TEST_F(StrategiesTest, Nsga2LooksAtMetricsAlone) {
  const std::vector<Step> before = *Run("nsga2", 200, /*seed=*/1);
  problem_.objective.weights = {1, 0, 0};
  problem_.objective.thresholds.min_accuracy_pct = 99;
  const std::vector<Step> after = *Run("nsga2", 200, /*seed=*/1);
  for (int64_t i = 0; i < 200; ++i) EXPECT_EQ(before[i].pair, after[i].pair);
}

// Fails on every cell but the first.
class OneCellEvaluator : public PairEvaluator {
 public:
  absl::StatusOr<Metrics> Evaluate(const Pair& pair) const override {
    if (pair.cell == 0) return Metrics{90, 10, 100};
    return absl::NotFoundError("not trained");
  }
};

TEST_F(StrategiesTest, HandsOnErrors) {
  const OneCellEvaluator failing;
  problem_.evaluator = &failing;
  for (const std::string& name : PairStrategyNames()) {
    EXPECT_EQ(Run(name, 300, /*seed=*/1).status().message(), "not trained") << name;
  }
  problem_.objective.weights = {};
  EXPECT_EQ(Run("random", 300, /*seed=*/1).status().code(), absl::StatusCode::kInvalidArgument);
  problem_.objective.weights = {1, 1, 1};
  EXPECT_THAT(std::string(Run("random", 0, /*seed=*/1).status().message()), HasSubstr("a search of 0 steps"));
}

TEST_F(StrategiesTest, RefusesWhatItDoesNotKnow) {
  EXPECT_THAT(std::string(CreatePairStrategy("guess", options_).status().message()),
              HasSubstr("unknown strategy \"guess\" (known: combined, phase"));
  options_.num_accelerator_steps = 0;
  EXPECT_THAT(std::string(CreatePairStrategy("phase", options_).status().message()),
              HasSubstr("phases of 50 and 0 steps"));
  options_.num_accelerator_steps = 1;
  options_.separate_cell_share = 1;
  EXPECT_THAT(std::string(CreatePairStrategy("separate", options_).status().message()),
              HasSubstr("separate_cell_share is 1"));
}

TEST(PairSearchTest, RememberTheBestStep) {
  EXPECT_EQ(BestStep({}), nullptr);
  const std::vector<Step> steps = {
      {std::nullopt, {}, kWorstReward}, {Pair{1, 2}, {}, -0.5}, {Pair{3, 4}, {}, 0.25}, {Pair{5, 6}, {}, 0.25}};
  EXPECT_EQ(BestStep(steps)->pair, (Pair{3, 4})) << "the first of equals";
  EXPECT_EQ(BestStep(absl::MakeSpan(steps).first(1)), nullptr) << "no pair";
}

}  // namespace
}  // namespace duet::codesign
