#include "nas/strategies.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/search.h"
#include "nas/synthetic_space.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

using ::testing::HasSubstr;

class StrategiesTest : public testing::Test {
 protected:
  StrategiesTest() {
    options_.num_models = 14;
    options_.num_iterations = 2;
    // Costs that a better network has more of.
    std::vector<double> cost;
    for (int64_t i = 0; i < space_.size(); ++i) cost.push_back(SyntheticSpace::WorthOf(space_.ChoicesOf(i)));
    options_.costs = {cost};
  }

  absl::StatusOr<Trace> Run(const std::string& name, const SearchOptions& options) const {
    return RunSearch(problem_, **CreateStrategy(name, options_), options);
  }

  SyntheticSpace space_;
  SyntheticEvaluator evaluator_;
  SearchProblem problem_{&space_, &evaluator_, AllArchitectures(space_)};
  StrategyOptions options_;
};

TEST_F(StrategiesTest, EachTrainsEveryCandidateOnceIfItMay) {
  for (const std::string& name : StrategyNames()) {
    const absl::StatusOr<Trace> trace = Run(name, {/*budget=*/1000, /*seed=*/1});
    ASSERT_TRUE(trace.ok()) << name << ": " << trace.status();
    EXPECT_EQ(trace->strategy(), name);
    std::set<int64_t> trained;
    for (const TrainedNetwork& network : trace->networks()) trained.insert(network.index());
    EXPECT_EQ(trace->networks_size(), 216) << name;
    EXPECT_EQ(trained.size(), 216) << name;
    EXPECT_EQ(BestTestSoFar(*trace)->back(), 80) << name;
  }
}

// Means over seeds, so that luck evens out.
TEST_F(StrategiesTest, LearnsMoreThanChance) {
  constexpr int kNumSeeds = 3;
  const auto mean_best = [&](const std::string& name) {
    double sum = 0;
    for (uint64_t seed = 1; seed <= kNumSeeds; ++seed) {
      const Trace trace = *Run(name, {/*budget=*/50, seed});
      EXPECT_EQ(trace.networks_size(), 50) << name;
      sum += BestTestSoFar(trace)->back();
    }
    return sum / kNumSeeds;
  };
  const double chance = mean_best("random");
  for (const std::string name : {"local_search", "gcn", "binary_gcn", "brp_nas", "brp_nas_halving"}) {
    EXPECT_GT(mean_best(name), chance) << name;
  }
}

TEST_F(StrategiesTest, EvolutionAndReinforceImproveWithTime) {
  for (const std::string name : {"evolution", "reinforce"}) {
    double early = 0, late = 0;
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      const Trace trace = *Run(name, {/*budget=*/120, seed});
      for (int i = 0; i < 40; ++i) {
        early += trace.networks(i).validation_accuracy_pct();
        late += trace.networks(80 + i).validation_accuracy_pct();
      }
    }
    EXPECT_GT(late, early) << name;
  }
}

TEST_F(StrategiesTest, Nsga2CoversTheFront) {
  // Accuracy and cost rise together: every worth, 1 to 30, is on the front.
  const Trace trace = *Run("nsga2", {/*budget=*/150, /*seed=*/1});
  std::set<double> worths;
  for (const TrainedNetwork& network : trace.networks()) worths.insert(network.validation_accuracy_pct());
  EXPECT_GE(worths.size(), 27);
}

TEST_F(StrategiesTest, Nsga2TakesCostsOfOneArchitectureToo) {
  const Trace from_table = *Run("nsga2", {/*budget=*/100, /*seed=*/1});
  const std::vector<double> table = options_.costs[0];
  options_.costs = {};
  options_.costs_of = [&](int64_t index) { return std::vector<double>{table[index]}; };
  const absl::StatusOr<Trace> from_function = Run("nsga2", {/*budget=*/100, /*seed=*/1});
  ASSERT_TRUE(from_function.ok()) << from_function.status();
  EXPECT_EQ(from_function->SerializeAsString(), from_table.SerializeAsString());
}

TEST_F(StrategiesTest, AWholeSpaceIsSearchedWithoutAList) {
  const SearchProblem whole{&space_, &evaluator_, {}, Candidates::kWholeSpace};
  for (const std::string name : {"random", "evolution", "reinforce", "local_search", "nsga2"}) {
    const absl::StatusOr<Trace> trace = RunSearch(whole, **CreateStrategy(name, options_), {/*budget=*/80, /*seed=*/3});
    ASSERT_TRUE(trace.ok()) << name << ": " << trace.status();
    EXPECT_EQ(trace->networks_size(), 80) << name;
  }
  const absl::Status status = RunSearch(whole, **CreateStrategy("brp_nas", options_), {/*budget=*/80, 3}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("brp_nas ranks a list of candidates"));
}

TEST_F(StrategiesTest, TheSameSeedGivesTheSameTrace) {
  for (const std::string& name : StrategyNames()) {
    const std::string bytes = Run(name, {/*budget=*/80, /*seed=*/3})->SerializeAsString();
    EXPECT_EQ(Run(name, {/*budget=*/80, /*seed=*/3})->SerializeAsString(), bytes) << name;
    EXPECT_NE(Run(name, {/*budget=*/80, /*seed=*/4})->SerializeAsString(), bytes) << name;
  }
}

TEST_F(StrategiesTest, ASearchThatWasCutOffEndsTheSame) {
  for (const std::string& name : StrategyNames()) {
    const Trace whole = *Run(name, {/*budget=*/80, /*seed=*/3});
    Trace half = whole;
    half.mutable_networks()->DeleteSubrange(70, 10);
    const absl::StatusOr<Trace> resumed = Run(name, {/*budget=*/80, /*seed=*/3, &half});
    ASSERT_TRUE(resumed.ok()) << name << ": " << resumed.status();
    EXPECT_EQ(resumed->SerializeAsString(), whole.SerializeAsString()) << name;
  }
}

TEST_F(StrategiesTest, KeepsWithinAConstraint) {
  const std::vector<double>& latency_ms = options_.costs[0];
  problem_.candidates = WithinLimit(problem_.candidates, latency_ms, 12.0);
  for (const std::string& name : StrategyNames()) {
    const Trace trace = *Run(name, {/*budget=*/40, /*seed=*/1});
    EXPECT_EQ(trace.networks_size(), 40) << name;
    for (const TrainedNetwork& network : trace.networks()) {
      EXPECT_LE(latency_ms[network.index()], 12.0) << name << " " << network.name();
    }
  }
}

TEST_F(StrategiesTest, RefusesWhatItDoesNotKnow) {
  const absl::Status status = CreateStrategy("guess", {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("unknown strategy \"guess\" (known: random, evolution"));
}

TEST_F(StrategiesTest, Nsga2NeedsACostOfEveryCandidate) {
  options_.costs = {};
  EXPECT_THAT(std::string(Run("nsga2", {/*budget=*/5, /*seed=*/1}).status().message()), HasSubstr("needs a cost"));
  options_.costs = {{1.0, 2.0}};
  EXPECT_THAT(std::string(Run("nsga2", {/*budget=*/5, /*seed=*/1}).status().message()),
              HasSubstr("costs of 2 architectures, the space has 216"));
}

}  // namespace
}  // namespace duet::nas
