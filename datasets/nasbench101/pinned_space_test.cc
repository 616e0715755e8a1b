// The space against all that is published of it: skipped where a file is missing.

#include <set>

#include "datasets/nasbench101/cell_key.h"
#include "datasets/nasbench101/counts.h"
#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench101/published.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

// Numbers of parameters depend on the order of vertices, so that they tell the cells that were trained from others that
// are the same graph.
TEST(PinnedSpaceTest, HasEveryPublishedCellWithItsNumberOfParameters) {
  const absl::StatusOr<PublishedCells> published = PublishedCells::Open("datasets/nasbench101/published_table.binpb");
  ASSERT_TRUE(published.ok()) << published.status();
  const std::vector<Cell> cells = EnumerateCells();
  const CellKeyIndex cell_of_key(cells);
  std::set<int64_t> found;
  for (const PublishedCell& row : published->table().cells()) {
    const std::optional<int64_t> index = cell_of_key.Find(*ParseCellKey(row.key()));
    ASSERT_TRUE(index.has_value()) << row.key();
    found.insert(*index);
    ASSERT_EQ(CountNetwork(cells[*index]).num_params, row.num_params()) << row.key() << " " << ToString(cells[*index]);
  }
  EXPECT_EQ(found.size(), 30'001);
}

}  // namespace
}  // namespace duet::nasbench101
