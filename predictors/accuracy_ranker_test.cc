#include "predictors/accuracy_ranker.h"

#include <algorithm>
#include <cmath>

#include "common/random.h"
#include "datasets/nasbench201/cell.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/gcn_ranker.h"
#include "predictors/metrics.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::predictors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

// Cells of NAS-Bench-201 whose "accuracy" is a weighted count of the operations on paths.
struct Problem {
  GraphPool pool{kNasBench201NumLabels, {}, {}};
  std::vector<double> truth;
  std::vector<int64_t> rows;       // that are trained
  std::vector<double> accuracies;  // of `rows`

  explicit Problem(int64_t num_trained) {
    for (int64_t id = 7; id < nasbench201::kNumCells; id += 30) {
      const nasbench201::Cell cell = nasbench201::CellFromId(id);
      pool.graphs.push_back(NasBench201Graph(cell));
      double score = 50;
      for (const nasbench201::Op op : Pruned(cell).ops) {
        score += op == nasbench201::Op::kConv3x3 ? 7 : op == nasbench201::Op::kConv1x1 ? 4 : 0;
      }
      truth.push_back(score);
    }
    rows = RandomStream(1, "trained").SampleWithoutReplacement(pool.size(), num_trained);
    for (const int64_t row : rows) accuracies.push_back(truth[row]);
  }
};

// A network and a schedule that train in a fraction of a second.
GcnRankerOptions SmallOptions() {
  GcnRankerOptions options;
  options.num_layers = 3;
  options.num_hidden = 32;
  options.num_epochs = 60;
  options.learning_rate = 4e-3;
  options.batch_unit = BatchUnit::kGraphs;
  options.batch_size = 20;
  return options;
}

double KendallOf(const AccuracyRanker& ranker, const Problem& problem) {
  const std::vector<int64_t> order = *ranker.Rank(problem.pool);
  std::vector<double> rank(order.size());
  for (size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  return KendallTau(rank, problem.truth);
}

TEST(GcnRankerTest, EveryHeadLearnsToRank) {
  const Problem problem(60);
  for (const std::optional<Relation> relation :
       {std::optional(Relation::kSoftmax), std::optional(Relation::kOneWay), std::optional(Relation::kOneWayHard),
        std::optional(Relation::kNaive), std::optional<Relation>()}) {
    GcnRankerOptions options = SmallOptions();
    options.relation = relation;
    GcnRanker<float> ranker(options);
    ASSERT_TRUE(ranker.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
    // A ranking by chance has a tau of 0 +- 0.03.
    EXPECT_GT(KendallOf(ranker, problem), 0.6) << (relation.has_value() ? static_cast<int>(*relation) : -1);
  }
}

// Ranks do not change where accuracies are stretched, so that nothing else does.
TEST(GcnRankerTest, RanksAsTargetsIgnoreHowFarApartAccuraciesAre) {
  Problem problem(30);
  GcnRankerOptions options = SmallOptions();
  options.num_epochs = 5;
  for (const Target target : {Target::kRank, Target::kAccuracy}) {
    options.target = target;
    GcnRanker<float> plain(options), stretched(options);
    ASSERT_TRUE(plain.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
    std::vector<double> squares;
    for (const double accuracy : problem.accuracies) squares.push_back(accuracy * accuracy);
    ASSERT_TRUE(stretched.Train(problem.pool, problem.rows, squares, {}, 1).ok());
    EXPECT_EQ(plain.trunk() == stretched.trunk(), target == Target::kRank);
  }
}

TEST(GcnRankerTest, LearnsFromBatchesOfPairs) {
  const Problem problem(20);
  GcnRankerOptions options = SmallOptions();
  options.batch_unit = BatchUnit::kPairs;
  options.batch_size = 64;
  options.num_epochs = 30;
  GcnRanker<double> ranker(options);
  ASSERT_TRUE(ranker.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
  EXPECT_GT(KendallOf(ranker, problem), 0.5);
}

TEST(GcnRankerTest, RanksByExtraFeatures) {
  Problem problem(40);
  // What the graphs do not tell: noise, which a metric knows.
  RandomStream random(3, "noise");
  RowMajorMatrix metric(problem.pool.size(), 1);
  for (int64_t i = 0; i < metric.rows(); ++i) problem.truth[i] = metric(i, 0) = random.Normal();
  for (size_t i = 0; i < problem.rows.size(); ++i) problem.accuracies[i] = problem.truth[problem.rows[i]];
  GcnRankerOptions options = SmallOptions();
  GcnRanker<float> blind(options);
  ASSERT_TRUE(blind.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
  EXPECT_LT(KendallOf(blind, problem), 0.2);
  ASSERT_TRUE(SetExtra(metric, &problem.pool).ok());
  GcnRanker<float> ranker(options);
  ASSERT_TRUE(ranker.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
  EXPECT_GT(KendallOf(ranker, problem), 0.5);
}

TEST(GcnRankerTest, GoesOnFromWhatItKnows) {
  const Problem problem(40);
  GcnRankerOptions options = SmallOptions();
  GcnRanker<float> ranker(options);
  ASSERT_TRUE(ranker.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
  const double before = KendallOf(ranker, problem);
  // Two networks and one epoch teach a new ranker nothing, and make a trained one forget little.
  const std::vector<int64_t> two = {problem.rows[0], problem.rows[1]};
  const std::vector<double> values = {1.0, 2.0};
  ASSERT_TRUE(ranker.Train(problem.pool, two, values, {0, 60}, 2).ok());
  EXPECT_GT(KendallOf(ranker, problem), before - 0.15);
}

TEST(GcnRankerTest, TakesATrunkAndANewHead) {
  const Problem problem(60);
  GcnRankerOptions options = SmallOptions();
  GcnRanker<float> source(options);
  EXPECT_TRUE(source.trunk().empty());
  ASSERT_TRUE(source.Train(problem.pool, problem.rows, problem.accuracies, {}, 1).ok());
  // The head alone learns from the other's embeddings: one epoch of everything changes the trunk by 3 steps at most.
  options.num_epochs = 1;
  options.num_head_epochs = 60;
  GcnRanker<float> ranker(options), without(options);
  ASSERT_TRUE(ranker.StartFromTrunk(problem.pool, source.trunk(), 2).ok());
  ASSERT_TRUE(ranker.Train(problem.pool, problem.rows, problem.accuracies, {}, 2).ok());
  ASSERT_TRUE(without.Train(problem.pool, problem.rows, problem.accuracies, {}, 2).ok());
  EXPECT_GT(KendallOf(ranker, problem), 0.6);
  EXPECT_LT(KendallOf(without, problem), 0.6);
  const std::vector<double> before = source.trunk(), after = ranker.trunk();
  double greatest_change = 0;
  for (size_t i = 0; i < before.size(); ++i) {
    greatest_change = std::max(greatest_change, std::abs(after[i] - before[i]));
  }
  // An Adam step moves a parameter by at most the learning rate, but for rounding and weight decay.
  EXPECT_LT(greatest_change, 3.1 * options.learning_rate);
  EXPECT_GT(greatest_change, 0);
  const absl::Status status = ranker.StartFromTrunk(problem.pool, {1.0, 2.0}, 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("a trunk of 2 weights"));
}

TEST(GcnRankerTest, TheSameSeedGivesTheSameRanking) {
  const Problem problem(20);
  GcnRankerOptions options = SmallOptions();
  options.num_epochs = 5;
  std::vector<std::vector<int64_t>> rankings;
  for (const uint64_t seed : {1, 1, 2}) {
    GcnRanker<float> ranker(options);
    ASSERT_TRUE(ranker.Train(problem.pool, problem.rows, problem.accuracies, {}, seed).ok());
    rankings.push_back(*ranker.Rank(problem.pool));
  }
  EXPECT_EQ(rankings[0], rankings[1]);
  EXPECT_NE(rankings[0], rankings[2]);
}

TEST(GcnRankerTest, RefusesWhatTeachesNothing) {
  const Problem problem(3);
  GcnRanker<float> ranker(SmallOptions());
  EXPECT_EQ(ranker.Rank(problem.pool).status().code(), absl::StatusCode::kFailedPrecondition);
  const auto message = [&](const std::vector<int64_t>& rows, const std::vector<double>& accuracies,
                           const TrainingShare& share = {}) {
    const absl::Status status = ranker.Train(problem.pool, rows, accuracies, share, 1);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(message({1}, {2}), HasSubstr("1 architectures with 1 accuracies"));
  EXPECT_THAT(message({1, 2}, {2}), HasSubstr("2 architectures with 1 accuracies"));
  EXPECT_THAT(message({1, 2}, {3.5, 3.5}), HasSubstr("all 2 accuracies are 3.5"));
  EXPECT_THAT(message({1, 2}, {3.5, std::nan("")}), HasSubstr("the accuracy of row 2 is nan"));
  EXPECT_THAT(message({1, 9000}, {3.5, 4}), HasSubstr("row 9000 of a pool of 521"));
  EXPECT_THAT(message({1, 2}, {3.5, 4}, {5, 5}), HasSubstr("iteration 5 of 5"));
  ASSERT_TRUE(ranker.Train(problem.pool, {1, 2}, {3.5, 4}, {0, 60}, 1).ok());
  GraphPool other = problem.pool;
  other.num_labels = 7;
  EXPECT_THAT(std::string(ranker.Rank(other).status().message()), HasSubstr("6 labels and 0 extra features"));
}

TEST(ShareOfTest, ByHand) {
  std::vector<int64_t> batch_sizes, num_epochs;
  for (int64_t i = 0; i < 5; ++i) {
    batch_sizes.push_back(ShareOf(64, {i, 5}));
    num_epochs.push_back(ShareOf(250, {i, 5}));
  }
  EXPECT_THAT(batch_sizes, ElementsAre(12, 24, 36, 48, 60));
  EXPECT_THAT(num_epochs, ElementsAre(50, 100, 150, 200, 250));
  EXPECT_EQ(ShareOf(64, {}), 64);
  EXPECT_EQ(ShareOf(3, {0, 5}), 1);
}

TEST(CreateAccuracyRankerTest, KnowsItsRecipes) {
  EXPECT_THAT(AccuracyRecipes(), IsSupersetOf({"DUET", "EAGLE"}));
  for (const std::string& recipe : AccuracyRecipes()) EXPECT_TRUE(CreateAccuracyRanker(recipe).ok()) << recipe;
  const absl::Status status = CreateAccuracyRanker("ORACLE").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("unknown recipe \"ORACLE\" (known: DUET"));
}

// The released network: 1,091,401 parameters of the latency GCN, less its head of 601.
TEST(CreateAccuracyRankerTest, EagleHasTheReleasedTrunk) {
  const Problem problem(2);
  const auto ranker = *CreateAccuracyRanker("EAGLE");
  ASSERT_TRUE(ranker->Train(problem.pool, {1, 2}, {1.0, 2.0}, {0, 250}, 1).ok());
  EXPECT_EQ(ranker->trunk().size(), 1'090'800);
}

}  // namespace
}  // namespace duet::predictors
