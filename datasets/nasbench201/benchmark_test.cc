#include "datasets/nasbench201/benchmark.h"

#include "absl/strings/str_cat.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench201 {
namespace {

using ::testing::HasSubstr;

TEST(NasBench201Test, RefusesATableWithoutItsColumns) {
  datasets::Table table;
  table.set_schema_version(datasets::kTableSchemaVersion);
  table.set_space("nasbench201");
  table.set_num_cells(kNumCells);
  const std::string path = absl::StrCat(testing::TempDir(), "/empty.binpb");
  ASSERT_TRUE(datasets::WriteTable(table, path).ok());
  const absl::Status status = NasBench201::Open(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("empty.binpb: no column \"nasbench201/accuracy/cifar10/test/200\""));
  EXPECT_EQ(NasBench201::Open("/no/such/table").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::nasbench201
