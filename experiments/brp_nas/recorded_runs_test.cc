#include "experiments/brp_nas/recorded_runs.h"

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

std::string Write(absl::string_view contents) {
  const std::string path = absl::StrCat(testing::TempDir(), "/recorded.csv");
  EXPECT_TRUE(WriteFileAtomically(path, contents).ok());
  return path;
}

constexpr char kHeader[] = "setting,seed,within_1_pct,within_5_pct,within_10_pct,spearman\n";

TEST(ReadRecordedRunTest, FindsTheRow) {
  const std::string path = Write(absl::StrCat("# command: x\n", kHeader, "a,0,1,2,3,0.4\na,1,5,6,7,0.8\n"));
  const auto run = *ReadRecordedRun(path, "a", 1);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->within_1_pct, 5);
  EXPECT_EQ(run->within_5_pct, 6);
  EXPECT_EQ(run->within_10_pct, 7);
  EXPECT_EQ(run->spearman, 0.8);
  EXPECT_FALSE(ReadRecordedRun(path, "a", 2)->has_value());
  EXPECT_FALSE(ReadRecordedRun(path, "b", 0)->has_value());
}

TEST(ReadRecordedRunTest, RefusesOtherRows) {
  const auto message = [](absl::string_view contents) {
    return std::string(ReadRecordedRun(Write(contents), "a", 0).status().message());
  };
  EXPECT_THAT(message("setting,seed\n"), testing::HasSubstr("recorded.csv:1: expected the header"));
  EXPECT_THAT(message(absl::StrCat(kHeader, "a,0,1,2,3\n")),
              testing::HasSubstr(":2: expected a name and five numbers"));
  EXPECT_THAT(message(absl::StrCat(kHeader, "a,-1,1,2,3,4\n")), testing::HasSubstr(":2:"));
}

TEST(ReadRecordedRunTest, ReadsTheFileOfThisPackage) {
  EXPECT_TRUE(ReadRecordedRun("experiments/brp_nas/eagle_recorded.csv", "", 0).ok());
}

}  // namespace
}  // namespace duet::experiments
