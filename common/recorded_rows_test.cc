#include "common/recorded_rows.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

using testing::HasSubstr;

std::string FileWith(absl::string_view contents) {
  const std::string path = absl::StrCat(testing::TempDir(), "/rows.csv");
  EXPECT_TRUE(WriteFileAtomically(path, contents).ok());
  return path;
}

TEST(RecordedRowsTest, GivesTheFieldsOfEachRow) {
  std::vector<std::string> rows;
  const auto keep = [&](absl::Span<const absl::string_view> fields) {
    rows.push_back(absl::StrJoin(fields, "|"));
    return true;
  };
  ASSERT_TRUE(ReadRecordedRows(FileWith("# from a run\na,b\n1,2\n\n# a comment\n3,\n"), "a,b", "two", keep).ok());
  EXPECT_EQ(rows, std::vector<std::string>({"1|2", "3|"}));
}

TEST(RecordedRowsTest, NamesTheLineThatIsNotARow) {
  const auto accept_two = [](absl::Span<const absl::string_view> fields) { return fields.size() == 2; };
  const auto message = [&](absl::string_view contents) {
    return std::string(ReadRecordedRows(FileWith(contents), "a,b", "two fields", accept_two).message());
  };
  EXPECT_THAT(message("# x\na,c\n"), HasSubstr("rows.csv:2: expected the header a,b"));
  EXPECT_THAT(message("a,b\n1,2\n1,2,3\n"), HasSubstr("rows.csv:3: expected two fields, got \"1,2,3\""));
  EXPECT_TRUE(absl::IsNotFound(ReadRecordedRows("/nowhere.csv", "a", "a", accept_two)));
}

}  // namespace
}  // namespace duet
