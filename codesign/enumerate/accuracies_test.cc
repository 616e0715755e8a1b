#include "codesign/enumerate/accuracies.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "codesign/enumerate/front_table.pb.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/counts.h"
#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench101/published.pb.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

TEST(PublishedAccuraciesTest, FindsCellsByKey) {
  nasbench101::PublishedTable table;
  // The best of the published cells.
  nasbench101::PublishedCell* cell = table.add_cells();
  cell->set_key("096f593e0f12d65f6220bf8565b764a9");
  cell->set_validation_accuracy_108_epochs_pct(94.9);
  const auto accuracies = PublishedAccuracies(table);
  ASSERT_TRUE(accuracies.ok()) << accuracies.status();
  ASSERT_EQ(accuracies->cell_size(), 1);
  EXPECT_GE(accuracies->cell(0), 64'542);
  EXPECT_EQ(accuracies->accuracy_pct(0), 94.9);
  EXPECT_FALSE(accuracies->is_predicted());

  cell->set_key("00000000000000000000000000000000");
  const absl::Status status = PublishedAccuracies(table).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no cell has the key 00000000000000000000000000000000");
}

// An accuracy that the cell's multiply-accumulates determine must be learned, and stay among those published.
TEST(PredictAccuraciesTest, LearnsWhatTheGraphSays) {
  const std::vector<nasbench101::Cell> cells = nasbench101::EnumerateCells(6);
  CellAccuracies published;
  for (size_t i = 0; i < cells.size(); i += 40) {
    published.add_cell(i);
    published.add_accuracy_pct(80 + std::log(1e-8 * nasbench101::CountNetwork(cells[i]).num_macs));
  }
  AccuracyModelOptions options;
  options.num_epochs = 20;
  options.num_hidden = 32;
  options.max_num_cells = 3000;
  const auto predicted = PredictAccuracies(published, options, /*seed=*/1);
  ASSERT_TRUE(predicted.ok()) << predicted.status();
  EXPECT_GT(predicted->spearman, 0.9);
  EXPECT_LT(predicted->mean_error_pct, 0.5);
  ASSERT_EQ(predicted->accuracies.cell_size(), 3000);
  EXPECT_TRUE(predicted->accuracies.is_predicted());
  const auto [least, most] = std::minmax_element(published.accuracy_pct().begin(), published.accuracy_pct().end());
  for (const double accuracy_pct : predicted->accuracies.accuracy_pct()) {
    EXPECT_GE(accuracy_pct, *least);
    EXPECT_LE(accuracy_pct, *most);
  }
}

TEST(PredictAccuraciesTest, NeedsCells) {
  const auto predicted = PredictAccuracies({}, {}, 1);
  EXPECT_EQ(predicted.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(predicted.status().message(), "0 published cells, fewer than 100");
}

}  // namespace
}  // namespace duet::codesign
