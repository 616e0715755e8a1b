// Searches on the published accuracies.

#include <optional>

#include "datasets/nasbench101/published.h"
#include "datasets/nasbench201/benchmark.h"
#include "gtest/gtest.h"
#include "nas/nasbench101_space.h"
#include "nas/nasbench201_space.h"
#include "nas/search.h"
#include "nas/strategies.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

using nasbench201::ImageSet;

class NasBench201SearchTest : public testing::Test {
 protected:
  void SetUp() override {
    auto benchmark = nasbench201::NasBench201::Open("datasets/nasbench201/nasbench201_table.binpb");
    ASSERT_TRUE(benchmark.ok()) << benchmark.status();
    benchmark_.emplace(*std::move(benchmark));
  }

  NasBench201Space space_;
  std::optional<nasbench201::NasBench201> benchmark_;
};

TEST_F(NasBench201SearchTest, KnowsEveryCellOnEveryImageSet) {
  for (const ImageSet image_set : nasbench201::kImageSets) {
    const NasBench201Evaluator evaluator(&space_, &*benchmark_, image_set);
    for (int64_t index = 0; index < space_.size(); ++index) {
      const absl::StatusOr<Evaluation> evaluation = evaluator.Evaluate(index);
      ASSERT_TRUE(evaluation.ok()) << evaluation.status();
      ASSERT_TRUE(evaluation->test_accuracy_pct.has_value()) << space_.NameOf(index);
    }
  }
}

// The best of 50 random networks of the 15,284 has about 71.4 %, the best of all 73.5 %.
TEST_F(NasBench201SearchTest, BrpNasFindsGoodCellsOfCifar100) {
  const NasBench201Evaluator evaluator(&space_, &*benchmark_, ImageSet::kCifar100);
  StrategyOptions options;
  options.num_models = 40;
  options.num_iterations = 4;
  const absl::StatusOr<Trace> trace = RunSearch({&space_, &evaluator, AllArchitectures(space_)},
                                                **CreateStrategy("brp_nas", options), {/*budget=*/50, /*seed=*/1});
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_GT(BestTestSoFar(*trace)->back(), 72.5);
}

TEST(NasBench101SearchTest, EvolutionRunsOnThePublishedCells) {
  const auto published = nasbench101::PublishedCells::Open("datasets/nasbench101/published_table.binpb");
  ASSERT_TRUE(published.ok()) << published.status();
  const NasBench101Space space;
  const absl::StatusOr<NasBench101Evaluator> evaluator = NasBench101Evaluator::Create(space, published->table());
  ASSERT_TRUE(evaluator.ok()) << evaluator.status();
  EXPECT_EQ(evaluator->candidates().size(), 30'001);
  const absl::StatusOr<Trace> trace = RunSearch({&space, &*evaluator, evaluator->candidates()},
                                                **CreateStrategy("evolution", {}), {/*budget=*/300, /*seed=*/1});
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_EQ(trace->networks_size(), 300);
  EXPECT_GT(BestValidationSoFar(*trace).back(), 94.4);
  EXPECT_FALSE(BestTestSoFar(*trace).ok());
}

}  // namespace
}  // namespace duet::nas
