#include "experiments/brp_nas/latency_limits.h"

#include <array>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "nas/random_search.h"

namespace duet::experiments {
namespace {

const double kUnknown = std::nan("");

// Five architectures with one decision; number i has test accuracy 10 i.
class FiveSpace : public nas::SearchSpace {
 public:
  std::string name() const override { return "five"; }
  int64_t size() const override { return 5; }
  absl::Span<const int64_t> num_choices() const override { return kNumChoices; }
  nas::Choices ChoicesOf(int64_t index) const override { return {static_cast<int8_t>(index)}; }
  std::optional<int64_t> IndexOf(const nas::Choices& choices) const override { return choices[0]; }
  std::string NameOf(int64_t index) const override { return absl::StrCat("network ", index); }
  int64_t num_labels() const override { return 1; }
  predictors::Graph GraphOf(int64_t) const override { return {}; }

 private:
  static constexpr std::array<int64_t, 1> kNumChoices = {5};
};

class FiveEvaluator : public nas::Evaluator {
 public:
  absl::StatusOr<nas::Evaluation> Evaluate(int64_t index) const override {
    nas::Evaluation evaluation{50, 10.0 * static_cast<double>(index)};
    if (!has_test) evaluation.test_accuracy_pct.reset();
    return evaluation;
  }
  bool has_test = true;
};

class LatencyLimitsTest : public testing::Test {
 protected:
  LimitedProblem Limited() const {
    return *MakeLimitedProblem({&space_, &evaluator_, AllArchitectures(space_)}, {1, 2, 3, kUnknown, 4});
  }

  FiveSpace space_;
  FiveEvaluator evaluator_;
};

TEST_F(LatencyLimitsTest, KnowsWhereBothAreKnown) {
  const LimitedProblem limited = Limited();
  EXPECT_EQ(limited.problem.candidates, (std::vector<int64_t>{0, 1, 2, 4}));
  EXPECT_EQ(limited.test_pct[4], 40);
  EXPECT_EQ(LimitThatKeeps(limited, 0), 1);
  EXPECT_EQ(LimitThatKeeps(limited, 50), 2.5);
  EXPECT_EQ(LimitThatKeeps(limited, 100), 4);
}

TEST_F(LatencyLimitsTest, ReachesWhatSourceAndTruthLetThrough) {
  const LimitedProblem limited = Limited();
  EXPECT_EQ(BestReachablePct(limited, limited.true_ms, 3), 20);
  EXPECT_EQ(BestReachablePct(limited, {1, 2, 3.5, 0, 0}, 3), 10) << "2 is missed, 3 and 4 do not count";
  EXPECT_EQ(BestReachablePct(limited, {9, 9, 9, 9, 9}, 3), 0);
}

TEST_F(LatencyLimitsTest, DropsWhatBreaksTheLimitAfterTrainingIt) {
  const LimitedProblem limited = Limited();
  const nas::RandomSearch random;
  const nas::SearchOptions options{/*budget=*/4, /*seed=*/1};
  const LimitedSearch oracle = *SearchWithin(limited, limited.true_ms, 3, random, options);
  EXPECT_EQ(oracle.best_pct, 20);
  EXPECT_EQ(oracle.dropped_pct, 0);
  const LimitedSearch wrong = *SearchWithin(limited, {1, 9, 9, 9, 1}, 3, random, options);
  EXPECT_EQ(wrong.best_pct, 0) << "network 0 is within the limit, and has 0 %";
  EXPECT_EQ(wrong.dropped_pct, 50) << "network 4";
  const LimitedSearch nothing = *SearchWithin(limited, {9, 9, 9, 9, 9}, 3, random, options);
  EXPECT_EQ(nothing.best_pct, 0);
  EXPECT_EQ(nothing.dropped_pct, 0);
}

TEST_F(LatencyLimitsTest, AveragesOverSeeds) {
  const LimitedProblem limited = Limited();
  const nas::RandomSearch random;
  double best_pct = 0, dropped_pct = 0;
  for (uint64_t seed = 3; seed < 6; ++seed) {
    const LimitedSearch one = *SearchWithin(limited, {1, 1, 1, 1, 1}, 2, random, {/*budget=*/2, seed});
    best_pct += one.best_pct / 3;
    dropped_pct += one.dropped_pct / 3;
  }
  const LimitedSearch mean = *MeanSearchWithin(limited, {1, 1, 1, 1, 1}, 2, random, {/*budget=*/2, /*seed=*/3}, 3);
  EXPECT_NEAR(mean.best_pct, best_pct, 1e-9);
  EXPECT_NEAR(mean.dropped_pct, dropped_pct, 1e-9);
  EXPECT_GT(mean.dropped_pct, 0);
}

TEST_F(LatencyLimitsTest, NeedsTestAccuracies) {
  evaluator_.has_test = false;
  const absl::Status status =
      MakeLimitedProblem({&space_, &evaluator_, AllArchitectures(space_)}, {1, 2, 3, 4, 5}).status();
  EXPECT_EQ(status, absl::FailedPreconditionError("the test accuracy of network 0 is not known"));
}

}  // namespace
}  // namespace duet::experiments
