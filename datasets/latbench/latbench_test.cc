#include "datasets/latbench/latbench.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::latbench {
namespace {

using ::testing::HasSubstr;

// A table of columns with the given keys; cell 0 is missing and cell i has the value i.
std::string WriteTableOf(
    absl::string_view name, const std::vector<std::string>& keys,
    void (*change)(datasets::Column&) = [](datasets::Column&) {}) {
  datasets::Table table;
  table.set_schema_version(datasets::kTableSchemaVersion);
  table.set_space("nasbench201");
  table.set_num_cells(nasbench201::kNumCells);
  for (const std::string& key : keys) {
    datasets::Column& column = *table.add_columns();
    column.set_key(key);
    column.set_quantity(datasets::LATENCY);
    column.set_unit(datasets::MILLISECONDS);
    column.set_provenance(datasets::MEASURED);
    column.set_device("d");
    column.set_source_file("file");
    column.add_values(std::numeric_limits<double>::quiet_NaN());
    for (int64_t id = 1; id < nasbench201::kNumCells; ++id) column.add_values(static_cast<double>(id));
    change(column);
  }
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  EXPECT_TRUE(datasets::WriteTable(table, path).ok());
  return path;
}

TEST(LatBenchTest, FindsValuesOfSeveralTables) {
  const absl::StatusOr<LatBench> latbench =
      LatBench::Open({WriteTableOf("a", {"one/x/b1", "one/y"}), WriteTableOf("b", {"two/x"}, [](datasets::Column& c) {
                        c.set_quantity(datasets::ENERGY);
                        c.set_unit(datasets::MILLIJOULES);
                        c.set_provenance(datasets::ANALYTIC_MODEL);
                        c.set_batch_size(32);
                        c.set_image_set("cifar100");
                      })});
  ASSERT_TRUE(latbench.ok()) << latbench.status();
  ASSERT_EQ(latbench->settings().size(), 3);
  const int64_t first = *latbench->Find("one/x/b1");
  EXPECT_EQ(latbench->Value(first, 0), std::nullopt);
  EXPECT_EQ(latbench->Value(first, 7), 7.0);
  EXPECT_EQ(latbench->Values(first).size(), nasbench201::kNumCells);
  EXPECT_EQ(latbench->NumPresent(first), nasbench201::kNumCells - 1);
  const Setting& one = latbench->settings()[first];
  EXPECT_EQ(one.source, "one");
  EXPECT_EQ(UnitOf(one.quantity), "ms");
  EXPECT_EQ(one.batch_size, std::nullopt);
  EXPECT_EQ(one.image_set, std::nullopt);
  EXPECT_EQ(one.kind, Kind::kMeasured);
  const Setting& two = latbench->settings()[*latbench->Find("two/x")];
  EXPECT_EQ(UnitOf(two.quantity), "mJ");
  EXPECT_EQ(two.batch_size, 32);
  EXPECT_EQ(two.image_set, nasbench201::ImageSet::kCifar100);
  EXPECT_EQ(two.kind, Kind::kAnalyticModel);
}

TEST(LatBenchTest, NamesTheNearestKeysOfAnUnknownOne) {
  const absl::StatusOr<LatBench> latbench =
      LatBench::Open({WriteTableOf("near", {"help/pixel2", "help/pixel3", "a", "b", "c", "latbench/far/away"})});
  ASSERT_TRUE(latbench.ok()) << latbench.status();
  const absl::Status status = latbench->Find("help/pixel4").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("no setting \"help/pixel4\" among 6; nearest: help/pixel2, help/pixel3, a, b, c"));
}

TEST(LatBenchTest, RefusesTablesThatDoNotFit) {
  const std::string path = WriteTableOf("twice", {"x"});
  EXPECT_EQ(LatBench::Open({path, path}).status().code(), absl::StatusCode::kAlreadyExists);
  const absl::Status seconds =
      LatBench::Open({WriteTableOf("s", {"x"}, [](datasets::Column& c) { c.set_unit(datasets::SECONDS); })}).status();
  EXPECT_EQ(seconds.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(seconds.message()), HasSubstr("neither a latency in ms nor an energy in mJ"));
  EXPECT_EQ(
      LatBench::Open({WriteTableOf("i", {"x"}, [](datasets::Column& c) { c.set_image_set("mnist"); })}).status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(LatBench::Open({"/no/such/table"}).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::latbench
