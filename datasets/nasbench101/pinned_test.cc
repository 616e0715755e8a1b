// The facts of the published files of NAS-Bench-101, as measured on the files when they were pinned. That keys are the
// hashes of the published graphs, and that files agree where they overlap, the converter has checked.

#include <cstdint>
#include <map>
#include <string>

#include "datasets/nasbench101/published.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

TEST(PinnedNasBench101Test, HasItsCells) {
  const absl::StatusOr<PublishedCells> cells = PublishedCells::Open("datasets/nasbench101/published_table.binpb");
  ASSERT_TRUE(cells.ok()) << cells.status();
  EXPECT_EQ(cells->table().cells_size(), 30'001);
  std::map<std::string, int64_t> num_cells;
  for (const Source& source : cells->table().sources()) num_cells[source.file()] = source.num_cells();
  EXPECT_EQ(num_cells,
            (std::map<std::string, int64_t>{
                {"7v_data.pt", 4'310}, {"data-10k.json", 10'000}, {"data-1k.json", 1'000}, {"data-20k.json", 20'001}}));
  int64_t num_energies = 0;
  const PublishedCell* best = &cells->table().cells(0);
  for (const PublishedCell& cell : cells->table().cells()) {
    num_energies += cell.has_training_energy_kwh();
    if (*ValidationAccuracyPct(cell, 108) > *ValidationAccuracyPct(*best, 108)) best = &cell;
  }
  EXPECT_EQ(num_energies, 4'310);
  EXPECT_EQ(best->key(), "096f593e0f12d65f6220bf8565b764a9");
  EXPECT_NEAR(*ValidationAccuracyPct(*best, 108), 94.9119, 0.00005);
}

// The first cell of data-1k.json.
TEST(PinnedNasBench101Test, HasThePublishedNumbersOfACell) {
  const absl::StatusOr<PublishedCells> cells = PublishedCells::Open("datasets/nasbench101/published_table.binpb");
  ASSERT_TRUE(cells.ok()) << cells.status();
  const PublishedCell* cell = cells->Find("00005c142e6f48ac74fdcf73e3439874");
  ASSERT_NE(cell, nullptr);
  EXPECT_DOUBLE_EQ(*ValidationAccuracyPct(*cell, 4), 36.04767620563507);
  EXPECT_DOUBLE_EQ(*ValidationAccuracyPct(*cell, 12), 42.197516560554504);
  EXPECT_DOUBLE_EQ(*ValidationAccuracyPct(*cell, 36), 90.01402258872986);
  EXPECT_DOUBLE_EQ(*ValidationAccuracyPct(*cell, 108), 93.04887652397156);
  EXPECT_EQ(cell->training_time_s(), 1768.9759521484375);
  EXPECT_EQ(cell->num_params(), 8'555'530);
}

}  // namespace
}  // namespace duet::nasbench101
