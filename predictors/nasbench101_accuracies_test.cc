#include "predictors/nasbench101_accuracies.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/nasbench101/cell_key.h"
#include "datasets/nasbench101/counts.h"
#include "datasets/nasbench101/enumerate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/metrics.h"

namespace duet::predictors {
namespace {

using nasbench101::Cell;
using ::testing::HasSubstr;

// More multiply-accumulates are better, and a shortcut is worth two points.
double TrueAccuracyPct(const Cell& cell) {
  return 85 + 1e-9 * static_cast<double>(nasbench101::CountNetwork(cell).num_macs) + 2 * cell.HasEdge(0, cell.output());
}

// Every fourth of the 2,532 cells of up to five vertices is published.
class CellAccuraciesTest : public testing::Test {
 protected:
  CellAccuraciesTest() : cells_(nasbench101::EnumerateCells(5)) {
    const std::vector<nasbench101::CellKey> keys = nasbench101::KeysOf(cells_);
    for (size_t i = 0; i < cells_.size(); i += 4) {
      nasbench101::PublishedCell& cell = *published_.add_cells();
      cell.set_key(ToString(keys[i]));
      cell.set_validation_accuracy_108_epochs_pct(TrueAccuracyPct(cells_[i]));
    }
    options_.num_held_out = 100;
    options_.num_hidden = 32;
    options_.batch_size = 8;
    options_.num_epochs = 20;
    options_.learning_rate = 5e-3;
  }

  std::vector<Cell> cells_;
  nasbench101::PublishedTable published_;
  CellAccuracyOptions options_;
};

TEST_F(CellAccuraciesTest, KeepsWhatIsPublishedAndLearnsTheRest) {
  const absl::StatusOr<CellAccuracyTable> table = PredictCellAccuracies(cells_, published_, options_, /*seed=*/1);
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->accuracy_pct_size(), 2'532);
  std::vector<double> predicted, truth;
  for (size_t i = 0; i < cells_.size(); ++i) {
    ASSERT_EQ(table->is_published(i), i % 4 == 0);
    if (i % 4 == 0) {
      EXPECT_EQ(table->accuracy_pct(i), TrueAccuracyPct(cells_[i]));
    } else {
      predicted.push_back(table->accuracy_pct(i));
      truth.push_back(TrueAccuracyPct(cells_[i]));
    }
  }
  EXPECT_EQ(table->num_held_out(), 100);
  EXPECT_EQ(table->num_trained_on(), 533);
  const double spearman = SpearmanCorrelation(predicted, truth);
  EXPECT_GT(spearman, 0.9);
  EXPECT_NEAR(table->held_out_spearman(), spearman, 0.05) << "what it says of itself holds";
  EXPECT_LT(table->held_out_median_absolute_error_pct(), 0.5);
  EXPECT_LT(table->held_out_mean_absolute_error_pct(), 1);
}

TEST_F(CellAccuraciesTest, IsAFunctionOfTheSeed) {
  options_.num_epochs = 1;
  const auto bytes = [&](uint64_t seed) {
    return PredictCellAccuracies(cells_, published_, options_, seed)->SerializeAsString();
  };
  EXPECT_EQ(bytes(1), bytes(1));
  EXPECT_NE(bytes(1), bytes(2));
}

TEST_F(CellAccuraciesTest, RefusesTooFewPublishedCells) {
  options_.num_held_out = 633;
  const absl::Status status = PredictCellAccuracies(cells_, published_, options_, /*seed=*/1).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("633 published cells among 2532, of which 633 are to be held out"));
}

TEST_F(CellAccuraciesTest, ReadsItsOwnTablesOnly) {
  const std::string path = absl::StrCat(testing::TempDir(), "/accuracies");
  CellAccuracyTable table;
  table.set_version(kCellAccuracyVersion);
  table.add_accuracy_pct(90);
  table.add_is_published(true);
  ASSERT_TRUE(WriteFileAtomically(path, table.SerializeAsString()).ok());
  EXPECT_EQ(ReadCellAccuracies(path)->accuracy_pct(0), 90);
  table.add_accuracy_pct(91);
  ASSERT_TRUE(WriteFileAtomically(path, table.SerializeAsString()).ok());
  EXPECT_THAT(std::string(ReadCellAccuracies(path).status().message()), HasSubstr("has 2 accuracies and says of 1"));
  table.set_version(kCellAccuracyVersion + 1);
  ASSERT_TRUE(WriteFileAtomically(path, table.SerializeAsString()).ok());
  EXPECT_EQ(ReadCellAccuracies(path).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadCellAccuracies(path + ".missing").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::predictors
