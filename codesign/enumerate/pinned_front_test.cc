// The front of the published cells: skipped where their file is missing.

#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/latency.h"
#include "codesign/enumerate/enumerate.h"
#include "codesign/enumerate/front_table.h"
#include "datasets/nasbench101/enumerate.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

class PublishedFrontTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto table = ReadFrontTable("codesign/enumerate/published_front.binpb");
    ASSERT_TRUE(table.ok()) << table.status();
    table_ = *table;
  }

  FrontTable table_;
};

TEST_F(PublishedFrontTest, IsOfAllPublishedCellsOnAllAccelerators) {
  EXPECT_EQ(table_.num_cells(), 30'001);
  EXPECT_EQ(table_.num_accelerators(), kNumAccelerators);
  EXPECT_FALSE(table_.accuracy_is_predicted());
  EXPECT_NEAR(table_.accuracy_pct().max(), 94.9119, 1e-4);
  EXPECT_EQ(table_.points(0).accuracy_pct(), table_.accuracy_pct().max());
}

TEST_F(PublishedFrontTest, PointsHaveTheMetricsOfTheirPair) {
  const std::vector<nasbench101::Cell> cells = nasbench101::EnumerateCells();
  const AcceleratorSpace space;
  for (int i = 0; i < table_.points_size(); i += 97) {
    const FrontPoint& point = table_.points(i);
    const Accelerator accelerator = space.At(point.accelerator());
    EXPECT_EQ(point.num_cycles(), *NetworkCycles(cells[point.cell()], accelerator, PublishedTables()));
    EXPECT_EQ(point.area_mm2(), AreaMm2(accelerator, PublishedTables()));
  }
}

TEST_F(PublishedFrontTest, NoPointDominatesAnother) {
  for (const FrontPoint& p : table_.points()) {
    for (const FrontPoint& q : table_.points()) {
      if (&p == &q) continue;
      ASSERT_FALSE(q.accuracy_pct() >= p.accuracy_pct() && q.num_cycles() <= p.num_cycles() &&
                   q.area_mm2() <= p.area_mm2())
          << q.DebugString() << p.DebugString();
    }
  }
}

// Pairs of every 1,201st published cell and every 640th accelerator.
TEST_F(PublishedFrontTest, NoPairIsBeyondIt) {
  const auto accuracies = ReadCellAccuracies("codesign/enumerate/published_accuracies.binpb");
  ASSERT_TRUE(accuracies.ok()) << accuracies.status();
  const auto rated = RateCells(*accuracies, nasbench101::EnumerateCells());
  ASSERT_TRUE(rated.ok()) << rated.status();
  const AcceleratorSpace space;
  for (size_t c = 0; c < rated->size(); c += 1201) {
    for (int64_t a = c % 640; a < space.size(); a += 640) {
      const RatedCell& cell = (*rated)[c];
      const int64_t num_cycles = *NetworkCycles(cell.cell, space.At(a), PublishedTables());
      const double area_mm2 = AreaMm2(space.At(a), PublishedTables());
      bool is_reached = false;
      for (const FrontPoint& p : table_.points()) {
        is_reached |= p.accuracy_pct() >= cell.accuracy_pct && p.num_cycles() <= num_cycles && p.area_mm2() <= area_mm2;
      }
      ASSERT_TRUE(is_reached) << ToString(cell.cell) << " " << ToString(space.At(a));
    }
  }
}

}  // namespace
}  // namespace duet::codesign
