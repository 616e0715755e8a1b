#include "nas/iterative_selection.h"

#include <algorithm>
#include <string>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/search.h"
#include "nas/synthetic_space.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Twelve candidates, of which those at 0, 2 and 5 have been trained.
std::vector<bool> TwelvePositions() {
  std::vector<bool> is_trained(12, false);
  is_trained[0] = is_trained[2] = is_trained[5] = true;
  return is_trained;
}

std::vector<int64_t> Select(const std::vector<bool>& is_trained, int64_t num_top, int64_t num_random,
                            int64_t end_of_random, uint64_t seed = 1) {
  return SelectPositions(is_trained, num_top, num_random, end_of_random, RandomStream(seed, "positions"));
}

TEST(SelectPositionsTest, ByHand) {
  EXPECT_THAT(Select(TwelvePositions(), 3, 0, 12), ElementsAre(1, 3, 4));
  // Of the positions below 12 >> 1 = 6, only 4 is left after 1 and 3.
  EXPECT_THAT(Select(TwelvePositions(), 2, 1, 6), ElementsAre(1, 3, 4));
  // Below 8: 3, 4, 6, 7 are left; all of them.
  const std::vector<int64_t> selected = Select(TwelvePositions(), 1, 4, 8);
  EXPECT_EQ(selected[0], 1);
  EXPECT_THAT(std::vector<int64_t>(selected.begin() + 1, selected.end()), UnorderedElementsAre(3, 4, 6, 7));
}

TEST(SelectPositionsTest, FillsUpWithTheBestRankedWhereTheTopIsTooSmall) {
  EXPECT_THAT(Select(TwelvePositions(), 2, 3, 3), ElementsAre(1, 3, 4, 6, 7));
  EXPECT_EQ(Select(TwelvePositions(), 2, 30, 3).size(), 9);
  EXPECT_THAT(Select(std::vector<bool>(3, true), 2, 2, 3), IsEmpty());
}

TEST(SelectPositionsTest, DrawsEveryEligiblePosition) {
  std::vector<int64_t> count(12, 0);
  for (uint64_t seed = 0; seed < 400; ++seed) {
    for (const int64_t position : Select(TwelvePositions(), 1, 1, 8, seed)) ++count[position];
  }
  EXPECT_EQ(count[1], 400);
  // Binomial(400, 1/4): standard deviation 8.7; five of them.
  for (const int64_t position : {3, 4, 6, 7}) EXPECT_NEAR(count[position], 100, 44) << position;
  EXPECT_EQ(count[0] + count[2] + count[5] + count[8] + count[9] + count[10] + count[11], 0);
}

class IterativeSelectionTest : public testing::Test {
 protected:
  IterativeSelectionTest() {
    options_.num_models = 40;
    options_.num_iterations = 4;
  }

  absl::StatusOr<Trace> Run(int64_t budget, uint64_t seed = 1) const {
    return RunSearch(problem_, IterativeSelection(options_), {budget, seed});
  }

  SyntheticSpace space_;
  SyntheticEvaluator evaluator_;
  SearchProblem problem_{&space_, &evaluator_, AllArchitectures(space_)};
  IterativeSelectionOptions options_;
};

// Ten networks an iteration, of 216 candidates: five of the top and five of the best 108, 54 and 27.
TEST_F(IterativeSelectionTest, TakesTheTopAndRandomOnesOfAShrinkingTop) {
  const Trace trace = *Run(60);
  ASSERT_EQ(trace.networks_size(), 60);
  for (int i = 0; i < 60; ++i) {
    const TrainedNetwork& network = trace.networks(i);
    EXPECT_EQ(network.round(), i < 40 ? i / 10 : 4);
    if (i < 10) {
      EXPECT_EQ(network.reason(), "random");
      EXPECT_FALSE(network.has_predicted_rank());
    } else if (i < 40) {
      EXPECT_EQ(network.reason(), i % 10 < 5 ? "top of the ranking" : "random in the top of the ranking") << i;
      EXPECT_LT(network.predicted_rank(), 216 >> (i / 10)) << i;
    } else {
      EXPECT_EQ(network.reason(), "ranking");
      if (i == 40) continue;
      EXPECT_GT(network.predicted_rank(), trace.networks(i - 1).predicted_rank());
    }
  }
}

TEST_F(IterativeSelectionTest, HalvesThePool) {
  options_.selection = Selection::kHalving;
  const Trace trace = *Run(40);
  int64_t num_beyond = 0;
  for (int i = 10; i < 40; ++i) {
    EXPECT_EQ(trace.networks(i).reason(), "random in the top of the ranking");
    EXPECT_LT(trace.networks(i).predicted_rank(), 216 >> (i / 10)) << i;
    num_beyond += trace.networks(i).predicted_rank() >= 10;
  }
  EXPECT_GT(num_beyond, 0) << "random ones, not the top";
}

TEST_F(IterativeSelectionTest, OneIterationRanksOnce) {
  options_.num_iterations = 1;
  const Trace trace = *Run(60);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(trace.networks(i).reason(), i < 40 ? "random" : "ranking");
}

TEST_F(IterativeSelectionTest, ShowsEveryRanking) {
  std::vector<int64_t> num_iterations;
  std::vector<int64_t> last;
  options_.on_ranking = [&](int64_t iterations, const auto& candidates) {
    num_iterations.push_back(iterations);
    last.assign(candidates.begin(), candidates.end());
  };
  const Trace trace = *Run(60);
  EXPECT_THAT(num_iterations, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(last, testing::UnorderedElementsAreArray(AllArchitectures(space_)));
  for (int i = 40; i < 60; ++i) EXPECT_EQ(last[trace.networks(i).predicted_rank()], trace.networks(i).index());
}

TEST_F(IterativeSelectionTest, ABudgetBelowTheModelsCutsOff) {
  const Trace whole = *Run(40), part = *Run(17);
  ASSERT_EQ(part.networks_size(), 17);
  for (int i = 0; i < 17; ++i) EXPECT_EQ(part.networks(i).index(), whole.networks(i).index());
}

// A metric that is the truth, seen by the predictor beforehand: the first network of the ranking is the best.
TEST_F(IterativeSelectionTest, LearnsFromAMetric) {
  options_.num_models = 4;
  options_.num_iterations = 1;
  const auto mean_of_next = [&] {
    double sum = 0;
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      const Trace trace = *Run(8, seed);
      for (int i = 4; i < 8; ++i) sum += trace.networks(i).validation_accuracy_pct();
    }
    return sum / 12;
  };
  const double without = mean_of_next();
  for (int64_t i = 0; i < space_.size(); ++i) {
    options_.warm_up_metric.push_back(SyntheticSpace::WorthOf(space_.ChoicesOf(i)));
  }
  options_.num_warm_up = 60;
  EXPECT_GT(mean_of_next(), without + 2);
}

TEST_F(IterativeSelectionTest, LearnsFromExtraFeatures) {
  options_.num_models = 10;
  options_.num_iterations = 1;
  options_.extra.resize(space_.size(), 1);
  for (int64_t i = 0; i < space_.size(); ++i) {
    options_.extra(i, 0) = SyntheticSpace::WorthOf(space_.ChoicesOf(i));
  }
  const Trace trace = *Run(20);
  double sum = 0;
  for (int i = 10; i < 20; ++i) sum += trace.networks(i).validation_accuracy_pct();
  EXPECT_GT(sum / 10, 60 + 24) << "candidates are worth 15.9 on average";
}

TEST_F(IterativeSelectionTest, RefusesOptionsThatContradict) {
  const auto message = [&] {
    const absl::Status status = Run(40).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  options_.num_models = 7;
  EXPECT_THAT(message(), HasSubstr("7 models in 4 iterations"));
  options_.num_models = 40;
  options_.alpha = 1.5;
  EXPECT_THAT(message(), HasSubstr("alpha 1.5"));
  options_.alpha = 0.5;
  options_.warm_up_metric = {1, 2};
  EXPECT_THAT(message(), HasSubstr("a metric of 2 architectures, the space has 216"));
  options_.warm_up_metric = {};
  options_.recipe = "ORACLE";
  EXPECT_THAT(message(), HasSubstr("unknown recipe \"ORACLE\""));
  options_.recipe = "DUET";
  options_.trunk = {1, 2, 3};
  EXPECT_THAT(message(), HasSubstr("a trunk of 3 weights"));
}

}  // namespace
}  // namespace duet::nas
