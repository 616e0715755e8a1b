#include "experiments/brp_nas/device_correlations.h"

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

latbench::Setting SettingOf(const std::string& source, const std::string& key, const std::string& device) {
  latbench::Setting setting = {};
  setting.source = source;
  setting.key = key;
  setting.device = device;
  return setting;
}

TEST(DeviceCorrelationsTest, NamesAreShort) {
  EXPECT_EQ(ShownName(SettingOf("latbench", "latbench/desktop-cpu-core-i7-7820x/fp32/b1", "")),
            "LatBench cpu-core-i7-7820x fp32");
  EXPECT_EQ(ShownName(SettingOf("latbench", "latbench/mobile-dsp-snapdragon-675-hexagon-685/int8/b1", "")),
            "LatBench dsp-675-hexagon-685 int8");
  EXPECT_EQ(ShownName(SettingOf("help", "help/1080ti/b32", "")), "HELP 1080ti b32");
  EXPECT_EQ(ShownName(SettingOf("hwnasbench", "hwnasbench/raspi4/cifar10/latency", "")), "HW-NAS raspi4 cifar10");
  EXPECT_EQ(ShownName(SettingOf("embedded", "embedded/some_board", "")), "own some_board");
}

TEST(DeviceCorrelationsTest, OnlyLatBenchSaysTheClass) {
  EXPECT_EQ(DeviceClass(SettingOf("latbench", "", "mobile-dsp-snapdragon-675-hexagon-685")), "mobile dsp");
  EXPECT_EQ(DeviceClass(SettingOf("help", "", "samsung-s7")), "");
}

TEST(DeviceCorrelationsTest, TakesLatenciesSourceBySource) {
  datasets::Table table;
  table.set_schema_version(datasets::kTableSchemaVersion);
  table.set_space("nasbench201");
  table.set_num_cells(nasbench201::kNumCells);
  for (const std::string key : {"b/x", "a/x/energy", "a/y", "c/z", "a/z"}) {
    datasets::Column& column = *table.add_columns();
    const bool is_energy = key == "a/x/energy";
    column.set_key(key);
    column.set_quantity(is_energy ? datasets::ENERGY : datasets::LATENCY);
    column.set_unit(is_energy ? datasets::MILLIJOULES : datasets::MILLISECONDS);
    column.set_provenance(datasets::MEASURED);
    column.set_device("d");
    column.set_source_file("file");
    column.mutable_values()->Resize(nasbench201::kNumCells, 1.0);
  }
  const std::string path = absl::StrCat(testing::TempDir(), "/table");
  ASSERT_TRUE(datasets::WriteTable(table, path).ok());
  const absl::StatusOr<latbench::LatBench> latbench = latbench::LatBench::Open({path});
  ASSERT_TRUE(latbench.ok()) << latbench.status();
  EXPECT_THAT(LatencySettings(*latbench, {"a", "b"}), ElementsAre(2, 4, 0));
}

TEST(DeviceCorrelationsTest, ComparesTheCellsThatBothHave) {
  // Of the pairs (1, 2), (2, 4), (3, 3), the first two are in order with each other and the first with the last.
  const std::vector<double> a = {1, kMissing, 2, 3, 9};
  const std::vector<double> b = {2, 7, 4, 3, kMissing};
  const absl::StatusOr<PairComparison> comparison = Compare(a, b);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  EXPECT_DOUBLE_EQ(comparison->spearman, 0.5);
  EXPECT_DOUBLE_EQ(comparison->kendall, 1.0 / 3);
  EXPECT_DOUBLE_EQ(comparison->ratio_mean, 5.0 / 3);         // of 2, 2, 1
  EXPECT_DOUBLE_EQ(comparison->ratio_sd, std::sqrt(2) / 3);  // variance 2/9
  EXPECT_DOUBLE_EQ(comparison->equal_pct, 100.0 / 3);
}

TEST(DeviceCorrelationsTest, RefusesWhatCannotBeRanked) {
  for (const std::vector<double>& b : {std::vector<double>{1, kMissing, kMissing}, {5, 5, 5}}) {
    const absl::Status status = Compare({1, 2, 3}, b).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("nothing to rank"));
  }
}

// Devices 0 and 1 are of class x, 2 of y, 3 of z; 4 has no class.
const CorrelationMatrix kMatrix = {
    {1.0, 0.9, 0.5, 0.3, 0.0},  //
    {0.9, 1.0, 0.7, 0.1, 0.0},  //
    {0.5, 0.7, 1.0, 0.4, 0.0},  //
    {0.3, 0.1, 0.4, 1.0, 0.0},  //
    {0.0, 0.0, 0.0, 0.0, 1.0},
};
const std::vector<std::string> kClasses = {"x", "x", "y", "z", ""};

TEST(DeviceCorrelationsTest, NeighboursAreOfOtherGroups) {
  const std::vector<std::string> groups = {"a", "a", "b", "c", "d"};
  const std::optional<Neighbours> neighbours = NeighboursOf(kMatrix, groups, 0);
  ASSERT_TRUE(neighbours.has_value());
  EXPECT_EQ(neighbours->nearest, 2) << "1 is nearer, but of the same group";
  EXPECT_EQ(neighbours->farthest, 4);
  EXPECT_DOUBLE_EQ(neighbours->mean, 0.8 / 3);
  EXPECT_FALSE(NeighboursOf(kMatrix, std::vector<std::string>(5, "a"), 0).has_value());
}

TEST(DeviceCorrelationsTest, MeansAreOverPairsOfDevices) {
  EXPECT_DOUBLE_EQ(*MeanOfClasses(kMatrix, kClasses, "x", "x"), 0.9);
  EXPECT_DOUBLE_EQ(*MeanOfClasses(kMatrix, kClasses, "x", "y"), 0.6);
  EXPECT_DOUBLE_EQ(*MeanOfClasses(kMatrix, kClasses, "y", "x"), 0.6);
  EXPECT_EQ(MeanOfClasses(kMatrix, kClasses, "y", "y"), std::nullopt);
}

TEST(DeviceCorrelationsTest, ContrastsPairsWithinAndBetweenClasses) {
  const absl::StatusOr<ClassContrast> contrast = ContrastClasses(kMatrix, kClasses);
  ASSERT_TRUE(contrast.ok()) << contrast.status();
  EXPECT_DOUBLE_EQ(contrast->mean_within, 0.9);
  EXPECT_DOUBLE_EQ(contrast->mean_between, 0.4);  // of 0.5, 0.3, 0.7, 0.1, 0.4
  EXPECT_EQ(contrast->lowest_a, 1);
  EXPECT_EQ(contrast->lowest_b, 3);
  EXPECT_EQ(ContrastClasses(kMatrix, {"a", "b", "c", "d", ""}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::experiments
