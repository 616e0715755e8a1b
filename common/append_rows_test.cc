#include "common/append_rows.h"

#include <cstdio>
#include <string>
#include <thread>

#include "common/files.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

std::string NewPath(const std::string& name) {
  const std::string path = testing::TempDir() + "/" + name;
  std::remove(path.c_str());
  return path;
}

TEST(AppendRowsTest, KeepsWhatIsThere) {
  const std::string path = NewPath("rows.csv");
  ASSERT_TRUE(BeginRows(path, "a,b\n").ok());
  ASSERT_TRUE(AppendRow(path, "1,2\n").ok());
  ASSERT_TRUE(BeginRows(path, "other\n").ok());
  ASSERT_TRUE(AppendRow(path, "3,4\n").ok());
  EXPECT_EQ(*ReadFile(path), "a,b\n1,2\n3,4\n");
}

TEST(AppendRowsTest, LosesNoRowOfAnotherWriter) {
  const std::string path = NewPath("shared.csv");
  ASSERT_TRUE(BeginRows(path, "row\n").ok());
  const auto append = [&](const std::string& row) {
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(AppendRow(path, row).ok());
  };
  std::thread other(append, "22\n");
  append("1\n");
  other.join();
  EXPECT_EQ(ReadFile(path)->size(), 4 + 1000 * 2 + 1000 * 3);
}

TEST(AppendRowsTest, SaysWhichFile) {
  const absl::Status status = AppendRow(NewPath("none.csv"), "1\n");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.message().find("none.csv"), absl::string_view::npos);
}

}  // namespace
}  // namespace duet
