#include "nas/nasbench_asr_space.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

TEST(NasBenchAsrSpaceTest, HoldsTheModelsOfTheBenchmark) {
  const NasBenchAsrSpace space;
  ASSERT_EQ(space.size(), 8'242);
  EXPECT_EQ(space.num_choices().size(), 9);
  for (int64_t index = 0; index < space.size(); index += 7) {
    EXPECT_EQ(space.IndexOf(space.ChoicesOf(index)), index) << space.NameOf(index);
  }
}

TEST(NasBenchAsrSpaceTest, EncodingsOfOneModelDenoteIt) {
  const NasBenchAsrSpace space;
  // No way from the input to the output: skips make no difference where the sum goes nowhere.
  const std::optional<int64_t> nothing = space.IndexOf({5, 0, 5, 0, 0, 5, 0, 0, 0});
  ASSERT_TRUE(nothing.has_value());
  EXPECT_EQ(space.IndexOf({5, 1, 5, 0, 0, 5, 0, 0, 0}), nothing);
  // A skip to the sum of node 3 is a network, the identity.
  EXPECT_NE(space.IndexOf({5, 0, 5, 0, 0, 5, 1, 0, 0}), nothing);
}

// Three conv5 and every skip. Another of the four operations in each node, and each skip left out, are models of their
// own; a zero in any of the nodes leaves the same one, two conv5 and every skip.
TEST(NasBenchAsrSpaceTest, NeighborsByHand) {
  const NasBenchAsrSpace space;
  const std::optional<int64_t> index = space.IndexOf({1, 1, 1, 1, 1, 1, 1, 1, 1});
  ASSERT_TRUE(index.has_value());
  EXPECT_EQ(Neighbors(space, *index).size(), 3 * 4 + 6 + 1);
}

TEST(NasBenchAsrSpaceTest, EvaluatorLooksUpTheMeanOverSeeds) {
  const NasBenchAsrSpace space;
  nasbench_asr::NasBenchAsr table;
  const int64_t index = nasbench_asr::ModelOf(space.models()[70]);
  ASSERT_EQ(index, 70);
  ASSERT_TRUE(table.Add(index, {/*epochs=*/2, /*seed=*/1, {40, 30}, 32}).ok());
  ASSERT_TRUE(table.Add(index, {/*epochs=*/2, /*seed=*/2, {20, 50}, 24}).ok());
  ASSERT_TRUE(table.Add(71, {/*epochs=*/1, /*seed=*/1, {120}, 130}).ok());
  const NasBenchAsrEvaluator evaluator(&table, 2);
  EXPECT_THAT(evaluator.candidates(), ::testing::ElementsAre(70));
  const absl::StatusOr<Evaluation> evaluation = evaluator.Evaluate(70);
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->validation_accuracy_pct, 100 - (30 + 20) / 2.0);
  EXPECT_EQ(evaluation->test_accuracy_pct, 100 - (32 + 24) / 2.0);
  EXPECT_TRUE(absl::IsNotFound(evaluator.Evaluate(71).status()));
  EXPECT_EQ(NasBenchAsrEvaluator(&table, 1).Evaluate(71)->validation_accuracy_pct, -20);
}

}  // namespace
}  // namespace duet::nas
