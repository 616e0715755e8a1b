#include "experiments/quickstart/quickstart.h"

#include <cmath>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "datasets/latbench/measure_nasbench201.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/counts.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::quickstart {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A device whose inferences take 1 ms and 0.05 ms for every million multiply-accumulates.
class CountingDevice : public device_runner::Device {
 public:
  static double LatencyMs(absl::string_view key) {
    return 1 + 0.05e-6 * static_cast<double>(
                             CountNetwork(*nasbench201::ParseCell(key), nasbench201::LatBenchForm()).num_macs);
  }

  std::vector<std::pair<std::string, std::string>> Provenance() const override { return {{"device", name}}; }

  absl::StatusOr<std::unique_ptr<device_runner::PreparedNetwork>> Prepare(const device_runner::Space&,
                                                                          absl::string_view key, uint64_t) override {
    ++num_prepared;
    return std::make_unique<Network>(LatencyMs(key));
  }

  std::string name = "a counting board";
  int64_t num_prepared = 0;

 private:
  class Network : public device_runner::PreparedNetwork {
   public:
    explicit Network(double latency_ms) : latency_ms_(latency_ms) {}
    absl::Status SetInput(uint64_t, uint64_t) override { return absl::OkStatus(); }
    absl::StatusOr<std::vector<double>> TimeInferencesMs(int64_t count) override {
      return std::vector<double>(count, latency_ms_);
    }

   private:
    const double latency_ms_;
  };
};

// The embedded table of this test: the first 200 cells with a path, as the device has them.
latbench::LatBench Embedded() {
  datasets::Table table;
  table.set_schema_version(datasets::kTableSchemaVersion);
  table.set_space("nasbench201");
  table.set_num_cells(nasbench201::kNumCells);
  datasets::Column& column = *table.add_columns();
  column.set_key("embedded/board");
  column.set_quantity(datasets::LATENCY);
  column.set_unit(datasets::MILLISECONDS);
  column.set_provenance(datasets::MEASURED);
  column.set_device("board");
  column.set_source_file("file");
  int64_t num_left = 200;
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
    const nasbench201::Cell cell = nasbench201::CellFromId(id);
    const bool is_there = HasPath(cell) && num_left > 0;
    num_left -= is_there;
    column.add_values(is_there ? CountingDevice::LatencyMs(ToString(cell)) : std::nan(""));
  }
  const std::string path = absl::StrCat(testing::TempDir(), "/embedded");
  EXPECT_TRUE(datasets::WriteTable(table, path).ok());
  return *latbench::LatBench::Open({path});
}

class QuickstartTest : public testing::Test {
 protected:
  QuickstartTest() {
    options_.num_cells = 40;
    options_.num_picks = 5;
    options_.protocol.num_warm_ups = 1;
    options_.output_directory =
        absl::StrCat(testing::TempDir(), "/", testing::UnitTest::GetInstance()->current_test_info()->name());
  }

  absl::Status Run() {
    out_.str("");
    return RunQuickstart(options_, *space_, device_, embedded_, out_);
  }

  // The rows of a file of the output directory, without its first line.
  std::vector<std::vector<std::string>> Rows(const std::string& name) {
    const absl::StatusOr<std::string> text = ReadFile(absl::StrCat(options_.output_directory, "/", name));
    EXPECT_TRUE(text.ok()) << text.status();
    std::vector<std::vector<std::string>> rows;
    for (const absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
      if (line[0] == '#') continue;
      rows.push_back(absl::StrSplit(line, ','));
    }
    rows.erase(rows.begin());
    return rows;
  }

  static double Number(const std::string& text) {
    double number = 0;
    EXPECT_TRUE(absl::SimpleAtod(text, &number)) << text;
    return number;
  }

  const std::unique_ptr<device_runner::Space> space_ = latbench::NasBench201Space();
  const latbench::LatBench embedded_ = Embedded();
  CountingDevice device_;
  QuickstartOptions options_;
  std::ostringstream out_;
};

TEST_F(QuickstartTest, GoesFromASampleToPicks) {
  options_.latency_limit_ms = 3;
  const absl::Status status = Run();
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(out_.str(), HasSubstr("Measured 40 random cells of NAS-Bench-201 on a counting board"));
  EXPECT_THAT(out_.str(), HasSubstr("embedded/board"));
  EXPECT_THAT(out_.str(), HasSubstr("stands in for accuracy"));
  EXPECT_TRUE(absl::EndsWith(out_.str(), absl::StrCat("\n", options_.output_directory, "\n")));
  EXPECT_EQ(Rows("measured_40_seed1.csv").size(), 40);
  EXPECT_EQ(Rows("points.csv").size(), 40 + 3);

  // The device is a function of a count that the predictor sees, so that its predictions are good; and the picks are
  // what an exhaustive search by that function would find: nothing with more operations is clearly under the limit.
  const std::vector<std::vector<std::string>> predictions = Rows("predictions.csv");
  ASSERT_EQ(predictions.size(), nasbench201::kNumCellsWithPath);
  int64_t num_close = 0;
  for (const std::vector<std::string>& row : predictions) {
    const double ratio = Number(row[1]) / CountingDevice::LatencyMs(row[0]);
    num_close += 0.9 < ratio && ratio < 1.1;
  }
  EXPECT_GT(num_close, 0.9 * nasbench201::kNumCellsWithPath);
  const std::vector<std::vector<std::string>> picks = Rows("picks.csv");
  ASSERT_EQ(picks.size(), 5);
  for (const std::vector<std::string>& pick : picks) {
    EXPECT_LE(Number(pick[1]), 3);
    EXPECT_NEAR(CountingDevice::LatencyMs(pick[0]), 3, 0.5);
  }
  std::set<std::string> measured;
  for (const std::vector<std::string>& row : Rows("picks_measured.csv")) measured.insert(row[0]);
  EXPECT_EQ(measured, (std::set<std::string>{picks[0][0], picks[1][0], picks[2][0]}));
}

TEST_F(QuickstartTest, KeepsTheSampleAndTheNumbers) {
  ASSERT_TRUE(Run().ok());
  const std::string first = out_.str();
  const int64_t num_first = device_.num_prepared;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(out_.str(), first);
  EXPECT_EQ(device_.num_prepared - num_first, 3 + 2) << "three picks, and the reference before and after them";
}

TEST_F(QuickstartTest, GoesOnAfterAnInterruption) {
  int64_t num_asked = 0;
  options_.should_stop = [&] { return ++num_asked > 10; };
  EXPECT_EQ(Run().code(), absl::StatusCode::kCancelled);
  options_.should_stop = nullptr;
  device_.num_prepared = 0;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(device_.num_prepared, 30 + 1 + 3 + 2) << "the rest of the sample, its last reference, the picks";
}

TEST_F(QuickstartTest, SaysWhereNothingIsUnderTheLimit) {
  options_.latency_limit_ms = 0.01;
  const absl::Status status = Run();
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(out_.str(), HasSubstr("No cell is predicted under the limit"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("4. Measured")));
}

TEST_F(QuickstartTest, RefusesTheSampleOfAnotherDevice) {
  ASSERT_TRUE(Run().ok());
  device_.name = "another board";
  const absl::Status status = Run();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("was measured with device \"a counting board\", which is now \"another board\""));
}

TEST_F(QuickstartTest, RefusesWhatCannotBe) {
  options_.num_cells = 19;
  EXPECT_EQ(Run().message(), "--num_cells=19 must be from 20 to 15284");
  options_.num_cells = 20'000;
  EXPECT_EQ(Run().code(), absl::StatusCode::kInvalidArgument);
  options_.num_cells = 40;
  options_.latency_limit_ms = -1;
  EXPECT_EQ(Run().message(), "--latency_limit_ms=-1 must be above zero");
}

}  // namespace
}  // namespace duet::quickstart
