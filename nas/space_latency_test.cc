#include "nas/space_latency.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/counts.h"
#include "datasets/table.h"
#include "datasets/table.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/latency_model_file.h"

namespace duet::nas {
namespace {

using ::testing::HasSubstr;

// A device that takes 1 ms for every million multiply-accumulates of the pruned cell, measured on every third cell.
double LatencyMs(const nasbench201::Cell& cell) {
  return 1e-6 * static_cast<double>(CountNetwork(Pruned(cell), nasbench201::LatBenchForm()).num_macs);
}

class SpaceLatencyTest : public testing::Test {
 protected:
  static latbench::LatBench Devices() {
    datasets::Table table;
    table.set_schema_version(datasets::kTableSchemaVersion);
    table.set_space("nasbench201");
    table.set_num_cells(nasbench201::kNumCells);
    for (const bool is_latency : {true, false}) {
      datasets::Column& column = *table.add_columns();
      column.set_key(is_latency ? "embedded/board" : "embedded/board/energy");
      column.set_quantity(is_latency ? datasets::LATENCY : datasets::ENERGY);
      column.set_unit(is_latency ? datasets::MILLISECONDS : datasets::MILLIJOULES);
      column.set_provenance(datasets::MEASURED);
      column.set_device("board");
      column.set_source_file("file");
      for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
        const nasbench201::Cell cell = nasbench201::CellFromId(id);
        column.add_values(HasPath(cell) && id % 3 == 0 ? LatencyMs(cell) : std::nan(""));
      }
    }
    const std::string path = absl::StrCat(testing::TempDir(), "/devices");
    EXPECT_TRUE(datasets::WriteTable(table, path).ok());
    return *latbench::LatBench::Open({path});
  }

  const NasBench201Space space_;
  const latbench::LatBench devices_ = Devices();
  const int64_t board_ = *devices_.Find("embedded/board");
  const int64_t energy_ = *devices_.Find("embedded/board/energy");
};

// Recipe FLOPS fits one scale, here exactly 1.
TEST_F(SpaceLatencyTest, LearnsFromSomeAndPredictsAll) {
  const auto model = LearnLatency(devices_, board_, "FLOPS", {/*num_train=*/20, /*num_validation=*/5, /*seed=*/1});
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->provenance().measurements(), "embedded/board");
  const absl::StatusOr<std::vector<double>> predicted_ms = PredictSpaceMs(*model, space_);
  ASSERT_TRUE(predicted_ms.ok()) << predicted_ms.status();
  ASSERT_EQ(predicted_ms->size(), space_.size());
  for (int64_t index = 0; index < space_.size(); index += 100) {
    EXPECT_NEAR((*predicted_ms)[index], LatencyMs(space_.CellOf(index)), 1e-9) << space_.NameOf(index);
  }
  const absl::StatusOr<predictors::LatencyMetrics> metrics = HeldOutMetrics(devices_, board_, *model);
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  EXPECT_EQ(metrics->num_samples, devices_.NumPresent(board_) - 25);
  EXPECT_EQ(metrics->within_1_pct, 100);
}

TEST_F(SpaceLatencyTest, ReadsBackAModel) {
  const auto model = LearnLatency(devices_, board_, "FLOPS", {/*num_train=*/20, /*num_validation=*/5, /*seed=*/1});
  const std::string path = absl::StrCat(testing::TempDir(), "/model.pb");
  ASSERT_TRUE(WriteFileAtomically(path, model->SerializeAsString()).ok());
  EXPECT_EQ(predictors::ReadLatencyModel(path)->SerializeAsString(), model->SerializeAsString());
  ASSERT_TRUE(WriteFileAtomically(path, "").ok());
  EXPECT_THAT(std::string(predictors::ReadLatencyModel(path).status().message()),
              HasSubstr("model.pb is not a latency model"));
}

TEST_F(SpaceLatencyTest, KnowsWhatWasMeasured) {
  const std::vector<double> true_ms = *MeasuredSpaceMs(devices_, board_, space_);
  const std::string path = absl::StrCat(testing::TempDir(), "/measured.csv");
  ASSERT_TRUE(WriteFileAtomically(path, absl::StrCat("arch,latency_ms\n", space_.NameOf(7), ",2.5\n")).ok());
  const std::vector<double> from_file = *ReadMeasuredSpaceMs(path, space_);
  for (int64_t index = 0; index < space_.size(); ++index) {
    if (space_.CellIdOf(index) % 3 == 0) {
      EXPECT_EQ(true_ms[index], LatencyMs(space_.CellOf(index)));
    } else {
      EXPECT_TRUE(std::isnan(true_ms[index]));
    }
    EXPECT_EQ(std::isnan(from_file[index]), index != 7);
  }
  EXPECT_EQ(from_file[7], 2.5);
}

TEST_F(SpaceLatencyTest, RefusesWhatIsNoLatency) {
  const absl::Status energy = LearnLatency(devices_, energy_, "FLOPS", {}).status();
  EXPECT_EQ(energy.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(energy.message(), "embedded/board/energy is an energy in mJ, not a latency");
  EXPECT_EQ(MeasuredSpaceMs(devices_, energy_, space_).status(), energy);
  EXPECT_THAT(std::string(LearnLatency(devices_, board_, "FLOPS", {10'000, 0, 1}).status().message()),
              HasSubstr("embedded/board: "));
  EXPECT_THAT(std::string(LearnLatency(devices_, board_, "GUESS", {}).status().message()), HasSubstr("\"GUESS\""));
  predictors::LatencyModel other;
  other.set_space("nasbench101");
  EXPECT_THAT(std::string(PredictSpaceMs(other, space_).status().message()),
              HasSubstr("of the space \"nasbench101\", not of nasbench201"));
}

}  // namespace
}  // namespace duet::nas
