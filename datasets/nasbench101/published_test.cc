#include "datasets/nasbench101/published.h"

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

using ::testing::HasSubstr;

PublishedTable SmallTable() {
  PublishedTable table;
  table.set_schema_version(kPublishedSchemaVersion);
  for (const char digit : {'3', 'a'}) {
    PublishedCell& cell = *table.add_cells();
    cell.set_key(std::string(32, digit));
    cell.set_validation_accuracy_108_epochs_pct(94);
    cell.set_training_time_s(10);
    cell.set_num_params(5);
  }
  return table;
}

std::string Message(void (*spoil)(PublishedTable&)) {
  PublishedTable table = SmallTable();
  spoil(table);
  const absl::Status status = CheckPublishedTable(table);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(PublishedTest, FindsCellsByKey) {
  const std::string path = absl::StrCat(testing::TempDir(), "/published.binpb");
  ASSERT_TRUE(WriteFileAtomically(path, SmallTable().SerializeAsString()).ok());
  const absl::StatusOr<PublishedCells> cells = PublishedCells::Open(path);
  ASSERT_TRUE(cells.ok()) << cells.status();
  const PublishedCell* cell = cells->Find(std::string(32, 'a'));
  ASSERT_NE(cell, nullptr);
  EXPECT_EQ(ValidationAccuracyPct(*cell, 108), 94.0);
  EXPECT_EQ(ValidationAccuracyPct(*cell, 100), std::nullopt);
  EXPECT_FALSE(cell->has_training_energy_kwh());
  EXPECT_EQ(cells->Find(std::string(32, 'b')), nullptr);
  EXPECT_EQ(cells->Find(""), nullptr);
}

TEST(PublishedTest, RefusesWhatCannotBe) {
  EXPECT_THAT(Message([](PublishedTable& t) { t.set_schema_version(2); }), HasSubstr("schema version 2, not of 1"));
  EXPECT_THAT(Message([](PublishedTable& t) { t.mutable_cells(0)->set_key("A"); }), HasSubstr("no MD5 sum as key"));
  EXPECT_THAT(Message([](PublishedTable& t) { *t.add_cells() = t.cells(0); }), HasSubstr("twice or out of order"));
  EXPECT_THAT(Message([](PublishedTable& t) { t.mutable_cells(0)->set_validation_accuracy_4_epochs_pct(101); }),
              HasSubstr("has 101 % accuracy"));
  EXPECT_THAT(Message([](PublishedTable& t) { t.mutable_cells(0)->set_training_time_s(0); }), HasSubstr("for 0 s"));
  EXPECT_THAT(Message([](PublishedTable& t) { t.mutable_cells(0)->set_num_params(0); }), HasSubstr("0 parameters"));
  EXPECT_THAT(Message([](PublishedTable& t) { t.mutable_cells(0)->set_training_energy_kwh(-1); }), HasSubstr("-1 kWh"));
}

TEST(PublishedTest, RefusesOtherFiles) {
  const std::string path = absl::StrCat(testing::TempDir(), "/garbage.binpb");
  ASSERT_TRUE(WriteFileAtomically(path, "garbage").ok());
  EXPECT_EQ(PublishedCells::Open(path).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PublishedCells::Open("/no/such/table").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::nasbench101
