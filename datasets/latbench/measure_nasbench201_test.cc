#include "datasets/latbench/measure_nasbench201.h"

#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "datasets/device_runner/cpu_device.h"
#include "datasets/device_runner/measure.h"
#include "datasets/latbench/measurement_file.h"
#include "datasets/nasbench201/cell.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::latbench {
namespace {

using ::duet::device_runner::HostNetwork;
using ::duet::device_runner::Space;
using ::testing::HasSubstr;

TEST(NasBench201SpaceTest, HasEveryCellWithAPath) {
  const std::unique_ptr<Space> space = NasBench201Space();
  const std::vector<std::string> keys = space->Keys();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), nasbench201::kNumCellsWithPath);
  EXPECT_EQ(keys.size(), nasbench201::kNumCellsWithPath);
  for (size_t i = 0; i < keys.size(); i += 97) EXPECT_TRUE(space->CheckKey(keys[i]).ok()) << keys[i];
  EXPECT_TRUE(space->CheckKey(space->ReferenceKey()).ok());
}

TEST(NasBench201SpaceTest, RefusesOtherNames) {
  const std::unique_ptr<Space> space = NasBench201Space();
  const auto message = [&](absl::string_view key) {
    const absl::Status status = space->CheckKey(key);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(space->BuildOnHost(key, 1).status(), status);
    return std::string(status.message());
  };
  EXPECT_THAT(message("resnet"), HasSubstr("architecture \"resnet\""));
  EXPECT_THAT(message("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"), HasSubstr("no path"));
  EXPECT_EQ(space->Operations()->CheckKey("conv5x5").message(),
            "\"conv5x5\" is no operation of NAS-Bench-201's networks");
}

TEST(NasBench201SpaceTest, EveryOperationRuns) {
  const std::unique_ptr<Space> space = NasBench201Space();
  const Space& operations = *space->Operations();
  EXPECT_EQ(operations.Keys().size(), 23);
  EXPECT_TRUE(operations.CheckKey(operations.ReferenceKey()).ok());
  for (const std::string& key : operations.Keys()) {
    const absl::StatusOr<std::unique_ptr<HostNetwork>> network = operations.BuildOnHost(key, /*seed=*/1);
    ASSERT_TRUE(network.ok()) << network.status();
    (*network)->SetInput(1, 0);
    EXPECT_NO_THROW((*network)->Run()) << key;
  }
}

TEST(NasBench201SpaceTest, IsMeasuredOnThisProcessor) {
  const std::unique_ptr<Space> space = NasBench201Space();
  const auto device = device_runner::CpuDevice::Create({}).value();
  device_runner::MeasureOptions options;
  options.keys = {"|skip_connect~0|+|none~0|skip_connect~1|+|none~0|none~1|avg_pool_3x3~2|", space->ReferenceKey()};
  options.protocol = {.num_warm_ups = 1, .num_inputs = 2, .target_ms = 1, .min_runs_per_input = 2};
  options.output_path = absl::StrCat(testing::TempDir(), "/cells.csv");
  const absl::Status status = device_runner::Measure(*space, *device, options).status();
  ASSERT_TRUE(status.ok()) << status;
  const absl::StatusOr<std::vector<CellLatency>> latencies = ReadCellLatencies(options.output_path);
  ASSERT_TRUE(latencies.ok()) << latencies.status();
  EXPECT_EQ(latencies->size(), 2);
}

}  // namespace
}  // namespace duet::latbench
