#include "nas/nasbench201_space.h"

#include "datasets/nasbench201/cell.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

TEST(NasBench201SpaceTest, HoldsTheCellsWithAPath) {
  const NasBench201Space space;
  EXPECT_EQ(space.size(), 15'284);
  for (int64_t index = 0; index < space.size(); index += 13) {
    EXPECT_TRUE(HasPath(space.CellOf(index)));
    EXPECT_EQ(space.IndexOf(space.ChoicesOf(index)), index);
    EXPECT_EQ(CellId(space.CellOf(index)), space.CellIdOf(index));
  }
  EXPECT_EQ(space.IndexOf({0, 0, 0, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(space.NameOf(space.size() - 1),
            "|avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|");
}

TEST(NasBench201SpaceTest, MostCellsHave24Neighbors) {
  const NasBench201Space space;
  EXPECT_EQ(Neighbors(space, space.size() - 1).size(), 24);
  // Only the edge from the input to the output: without it there is no path.
  EXPECT_EQ(Neighbors(space, *space.IndexOf({0, 0, 0, 3, 0, 0})).size(), 23);
}

TEST(NasBench201SpaceTest, TakesValuesByCellId) {
  const NasBench201Space space;
  std::vector<double> by_cell_id(nasbench201::kNumCells);
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) by_cell_id[id] = id;
  const std::vector<double> values = space.FromCellIds(by_cell_id);
  ASSERT_EQ(values.size(), 15'284);
  for (int64_t index = 0; index < space.size(); index += 101) EXPECT_EQ(values[index], space.CellIdOf(index));
}

}  // namespace
}  // namespace duet::nas
