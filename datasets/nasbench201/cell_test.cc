#include "datasets/nasbench201/cell.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench201 {
namespace {

using ::testing::HasSubstr;

TEST(CellTest, EnumeratesEveryCellOnce) {
  std::set<std::string> texts;
  for (int64_t id = 0; id < kNumCells; ++id) {
    const Cell cell = CellFromId(id);
    EXPECT_EQ(CellId(cell), id);
    const std::string text = ToString(cell);
    const absl::StatusOr<Cell> parsed = ParseCell(text);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, cell);
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), kNumCells);
}

TEST(CellTest, ReadsTheNotationOfTheBenchmark) {
  const Cell cell = *ParseCell("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|nor_conv_1x1~0|none~1|avg_pool_3x3~2|");
  EXPECT_THAT(cell.ops, testing::ElementsAre(Op::kConv3x3, Op::kNone, Op::kSkipConnect, Op::kConv1x1, Op::kNone,
                                             Op::kAvgPool3x3));
}

TEST(CellTest, CountsCellsWithoutPath) {
  int64_t num_without_path = 0;
  for (int64_t id = 0; id < kNumCells; ++id) num_without_path += !HasPath(CellFromId(id));
  EXPECT_EQ(num_without_path, kNumCellsWithoutPath);
}

TEST(CellTest, PrunesEdgesOffEveryPath) {
  // Node 1 is not reached; node 2 is reached but leads nowhere.
  const Cell cell = *ParseCell("|none~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|");
  EXPECT_EQ(ToString(Pruned(cell)), "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|");
  for (int64_t id = 0; id < kNumCells; ++id) {
    const Cell pruned = Pruned(CellFromId(id));
    EXPECT_EQ(Pruned(pruned), pruned);
    EXPECT_EQ(HasPath(pruned), HasPath(CellFromId(id)));
  }
}

TEST(CellTest, RejectsMalformedStrings) {
  const auto message = [](absl::string_view text) {
    const absl::StatusOr<Cell> cell = ParseCell(text);
    EXPECT_EQ(cell.status().code(), absl::StatusCode::kInvalidArgument) << text;
    return std::string(cell.status().message());
  };
  EXPECT_THAT(message(""), HasSubstr("has 1 nodes"));
  EXPECT_THAT(message("|none~0|+|none~0|none~1|+|none~0|none~1|conv~2|"), HasSubstr("unknown operation \"conv\""));
  EXPECT_THAT(message("|none~0|+|none~0|none~0|+|none~0|none~1|none~2|"), HasSubstr("must end with ~1"));
  EXPECT_THAT(message("|none~0|+|none~0|+|none~0|none~1|none~2|"), HasSubstr("must have 2 operations"));
  EXPECT_THAT(message("none~0|+|none~0|none~1|+|none~0|none~1|none~2|"), HasSubstr("node 1"));
  EXPECT_THAT(message("|none|+|none~0|none~1|+|none~0|none~1|none~2|"), HasSubstr("must end with ~0"));
}

}  // namespace
}  // namespace duet::nasbench201
