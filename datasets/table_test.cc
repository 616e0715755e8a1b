#include "datasets/table.h"

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

using ::testing::HasSubstr;

Table SmallTable() {
  Table table;
  table.set_schema_version(kTableSchemaVersion);
  table.set_space("toy");
  table.set_num_cells(2);
  Column& column = *table.add_columns();
  column.set_key("a");
  column.set_quantity(LATENCY);
  column.set_unit(MILLISECONDS);
  column.set_provenance(MEASURED);
  column.set_source_file("a.csv");
  column.add_values(1.5);
  column.add_values(std::numeric_limits<double>::quiet_NaN());
  return table;
}

std::string Path(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

TEST(TableTest, ReadsWhatItWrote) {
  const std::string path = Path("table.binpb");
  ASSERT_TRUE(WriteTable(SmallTable(), path).ok());
  const absl::StatusOr<Table> table = ReadTable(path, "toy");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->SerializeAsString(), SmallTable().SerializeAsString());
  EXPECT_EQ(NumPresent(table->columns(0)), 1);
}

TEST(TableTest, RefusesOtherSpacesAndOtherFiles) {
  const std::string path = Path("other.binpb");
  ASSERT_TRUE(WriteTable(SmallTable(), path).ok());
  const absl::Status space = ReadTable(path, "nasbench201").status();
  EXPECT_EQ(space.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(space.message()), HasSubstr("over the space \"toy\", not \"nasbench201\""));
  ASSERT_TRUE(WriteFileAtomically(path, "no protobuf").ok());
  const absl::Status garbage = ReadTable(path, "toy").status();
  EXPECT_EQ(garbage.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(garbage.message()), HasSubstr("other.binpb: not a table"));
  EXPECT_EQ(ReadTable("/no/such/table", "toy").status().code(), absl::StatusCode::kNotFound);
}

TEST(TableTest, RefusesOtherSchemaVersions) {
  // As an older or newer converter would have written it, past the check of WriteTable.
  Table table = SmallTable();
  table.set_schema_version(kTableSchemaVersion + 1);
  EXPECT_FALSE(WriteTable(table, Path("version.binpb")).ok());
  ASSERT_TRUE(WriteFileAtomically(Path("version.binpb"), table.SerializeAsString()).ok());
  const absl::Status status = ReadTable(Path("version.binpb"), "toy").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("schema version 2, not of 1: convert it again"));
}

TEST(TableTest, RefusesColumnsThatSayTooLittle) {
  const auto message = [](void (*spoil)(Table&)) {
    Table table = SmallTable();
    spoil(table);
    const absl::Status status = CheckTable(table);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->clear_key(); }), HasSubstr("has no key"));
  EXPECT_THAT(message([](Table& t) { *t.add_columns() = t.columns(0); }), HasSubstr("column \"a\" is there twice"));
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->clear_quantity(); }), HasSubstr("no quantity"));
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->clear_unit(); }), HasSubstr("no unit"));
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->clear_provenance(); }), HasSubstr("no provenance"));
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->clear_source_file(); }), HasSubstr("no source"));
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->add_values(1); }), HasSubstr("has 3 values for 2 cells"));
  EXPECT_THAT(message([](Table& t) { t.mutable_columns(0)->set_values(0, HUGE_VAL); }), HasSubstr("infinite"));
}

}  // namespace
}  // namespace duet::datasets
