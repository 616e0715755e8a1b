#include "nas/nasbench101_space.h"

#include <set>
#include <string>

#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/cell_key.h"
#include "datasets/nasbench101/enumerate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

using ::testing::HasSubstr;

std::set<std::string> NamesOf(const NasBench101Space& space, const std::vector<int64_t>& indices) {
  std::set<std::string> names;
  for (const int64_t index : indices) names.insert(space.NameOf(index));
  return names;
}

TEST(NasBench101SpaceTest, HoldsAllCells) {
  const NasBench101Space space;
  EXPECT_EQ(space.size(), 423'624);
  EXPECT_EQ(space.num_choices().size(), 26);
  for (int64_t index = 0; index < space.size(); index += index < 100 ? 1 : 997) {
    ASSERT_EQ(space.IndexOf(space.ChoicesOf(index)), index) << space.NameOf(index);
  }
}

TEST(NasBench101SpaceTest, ChoicesWithoutAPathOrWithTooManyEdgesDenoteNothing) {
  const NasBench101Space space(3);
  EXPECT_EQ(space.IndexOf(Choices(26, 0)), std::nullopt);
  Choices all(26, 1);
  EXPECT_EQ(space.IndexOf(all), std::nullopt);
}

// By hand, of cells of up to three vertices: "output~0" and, with an operation, a chain with or without a skip. The
// empty cell's neighbors have one edge more, which leads nowhere.
TEST(NasBench101SpaceTest, NeighborsByHand) {
  const NasBench101Space space(3);
  ASSERT_EQ(space.size(), 7);
  EXPECT_TRUE(Neighbors(space, 0).empty());
  const int64_t chain = *nasbench101::IndexOf(*nasbench101::ParseCell("conv1x1~0|output~1"), space.cells());
  EXPECT_EQ(NamesOf(space, Neighbors(space, chain)),
            (std::set<std::string>{"conv3x3~0|output~1", "maxpool3x3~0|output~1", "conv1x1~0|output~0~1"}));
  const int64_t skipped = *nasbench101::IndexOf(*nasbench101::ParseCell("conv1x1~0|output~0~1"), space.cells());
  EXPECT_EQ(
      NamesOf(space, Neighbors(space, skipped)),
      (std::set<std::string>{"output~0", "conv1x1~0|output~1", "conv3x3~0|output~0~1", "maxpool3x3~0|output~0~1"}));
}

TEST(NasBench101EvaluatorTest, KnowsPublishedCellsOnly) {
  const NasBench101Space space(3);
  nasbench101::PublishedTable table;
  nasbench101::PublishedCell* cell = table.add_cells();
  cell->set_key(ToString(nasbench101::KeyOf(space.cells()[4])));
  cell->set_validation_accuracy_108_epochs_pct(91.5);
  const absl::StatusOr<NasBench101Evaluator> evaluator = NasBench101Evaluator::Create(space, table);
  ASSERT_TRUE(evaluator.ok()) << evaluator.status();
  EXPECT_EQ(evaluator->candidates(), (std::vector<int64_t>{4}));
  const absl::StatusOr<Evaluation> evaluation = evaluator->Evaluate(4);
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->validation_accuracy_pct, 91.5);
  EXPECT_FALSE(evaluation->test_accuracy_pct.has_value());
  EXPECT_EQ(evaluator->Evaluate(3).status().code(), absl::StatusCode::kNotFound);
  cell->set_key("00005c142e6f48ac74fdcf73e3439874");  // of seven vertices
  const absl::Status status = NasBench101Evaluator::Create(space, table).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("00005c142e6f48ac74fdcf73e3439874"));
}

}  // namespace
}  // namespace duet::nas
