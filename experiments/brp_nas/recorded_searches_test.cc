#include "experiments/brp_nas/recorded_searches.h"

#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Write(absl::string_view rows) {
  const std::string path = absl::StrCat(testing::TempDir(), "/searches.csv");
  EXPECT_TRUE(WriteFileAtomically(path, absl::StrCat("# command: x\n", kRecordedSearchesHeader, "\n", rows)).ok());
  return path;
}

TEST(RecordedSearchesTest, FindsTheSearch) {
  const std::string path = Write("b/c,EAGLE,20,5,0,115,7 8\nb/c,EAGLE,20,5,1,99.5,3 1 2\n");
  const RecordedSearch search = *FindRecordedSearch(path, {"b/c", "EAGLE", 20, 5, 1});
  EXPECT_EQ(search.cpu_s, 99.5);
  EXPECT_THAT(search.networks, ElementsAre(3, 1, 2));
  EXPECT_EQ(RecordedSearchRow(search), "b/c,EAGLE,20,5,1,99.5,3 1 2\n");
  const absl::Status status = FindRecordedSearch(path, {"b/c", "EAGLE", 20, 1, 1}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no search of b/c with EAGLE, 20 models, 1 iterations, seed 1"));
}

TEST(RecordedSearchesTest, RefusesOtherRows) {
  for (const absl::string_view row : {"b,EAGLE,20,5,0,115", "b,EAGLE,20,5,-1,115,7", "b,EAGLE,20,5,0,115,7 x"}) {
    const absl::Status status = ReadRecordedSearches(Write(row)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << row;
    EXPECT_THAT(std::string(status.message()), HasSubstr("searches.csv:3: expected benchmark,recipe")) << row;
  }
}

TEST(RecordedSearchesTest, TheFileOfThisPackageHasWholeSearches) {
  const auto searches = ReadRecordedSearches("experiments/brp_nas/eagle_searches_recorded.csv");
  ASSERT_TRUE(searches.ok()) << searches.status();
  ASSERT_FALSE(searches->empty());
  for (const RecordedSearch& search : *searches) {
    EXPECT_EQ(search.networks.size(), 60) << RecordedSearchRow(search);
    const std::set<int64_t> distinct(search.networks.begin(), search.networks.end());
    EXPECT_EQ(distinct.size(), search.networks.size()) << RecordedSearchRow(search);
  }
}

}  // namespace
}  // namespace duet::experiments
