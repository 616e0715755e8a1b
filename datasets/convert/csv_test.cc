#include "datasets/convert/csv.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CsvTest, ReadsQuotedFields) {
  const absl::StatusOr<Csv> csv = ParseCsv("net,x\n\"(1, 2)\",3.5\r\n\"say \"\"so\"\"\",-1e3\n");
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_THAT(csv->header, ElementsAre("net", "x"));
  EXPECT_THAT(csv->rows, ElementsAre(ElementsAre("(1, 2)", "3.5"), ElementsAre("say \"so\"", "-1e3")));
  EXPECT_EQ(*csv->FindColumn("x"), 1);
  EXPECT_EQ(csv->FindColumn("y").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*csv->Number(1, 1), -1000);
  EXPECT_THAT(std::string(csv->Number(0, 0).status().message()), HasSubstr("line 2, column \"net\""));
}

TEST(CsvTest, SaysWhichLineIsWrong) {
  EXPECT_THAT(std::string(ParseCsv("a,b\n1,2\n3\n").status().message()),
              HasSubstr("line 3: 1 fields, the header has 2"));
  EXPECT_THAT(std::string(ParseCsv("a\n\"1\n").status().message()), HasSubstr("line 2: a quote stays open"));
}

}  // namespace
}  // namespace duet::datasets
