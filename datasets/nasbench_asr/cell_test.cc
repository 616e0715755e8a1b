#include "datasets/nasbench_asr/cell.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench_asr {
namespace {

using ::testing::HasSubstr;

TEST(CellTest, NumbersEveryEncodingOnce) {
  std::set<std::string> texts;
  for (int64_t id = 0; id < kNumCells; ++id) {
    const Cell cell = CellFromId(id);
    EXPECT_EQ(CellId(cell), id);
    const absl::StatusOr<Cell> parsed = ParseCell(ToString(cell));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, cell);
    const absl::StatusOr<Cell> from_key = ParseKey(KeyOf(cell));
    ASSERT_TRUE(from_key.ok()) << from_key.status();
    EXPECT_EQ(*from_key, cell);
    texts.insert(ToString(cell));
  }
  EXPECT_EQ(texts.size(), kNumCells);
}

TEST(CellTest, CountsTheFirstDigitFastest) {
  EXPECT_EQ(ToString(CellFromId(0)), "[[0, 0], [0, 0, 0], [0, 0, 0, 0]]");
  EXPECT_EQ(ToString(CellFromId(1)), "[[1, 0], [0, 0, 0], [0, 0, 0, 0]]");
  EXPECT_EQ(ToString(CellFromId(6)), "[[0, 1], [0, 0, 0], [0, 0, 0, 0]]");
  EXPECT_EQ(ToString(CellFromId(kNumCells / 2)), "[[0, 0], [0, 0, 0], [0, 0, 0, 1]]");
  EXPECT_EQ(ToString(CellFromId(kNumCells - 1)), "[[5, 1], [5, 1, 1], [5, 1, 1, 1]]");
}

TEST(CellTest, ReadsOperationsAndSkips) {
  const Cell cell = *ParseCell("[[1,0],[4, 0, 1],[5, 1, 0, 0]]");
  EXPECT_EQ(OpName(cell.op(1)), "conv5");
  EXPECT_EQ(OpName(cell.op(2)), "conv7d2");
  EXPECT_EQ(OpName(cell.op(3)), "zero");
  EXPECT_FALSE(cell.HasSkip(2, 0));
  EXPECT_TRUE(cell.HasSkip(2, 1));
  EXPECT_TRUE(cell.HasSkip(3, 0));
  EXPECT_EQ(KeyOf(cell), "conv5:0|conv7d2:01|zero:100");
}

TEST(CellTest, RejectsMalformedKeys) {
  for (const absl::string_view key :
       {"", "conv5:0|conv5:00", "conv5:0|conv5:00|conv5:0000", "conv6:0|conv5:00|conv5:000",
        "conv5:0|conv5:02|conv5:000", "conv5:0|conv5:00|conv5"}) {
    EXPECT_EQ(ParseKey(key).status().code(), absl::StatusCode::kInvalidArgument) << key;
  }
  EXPECT_THAT(std::string(ParseKey("conv6").status().message()), HasSubstr("cell \"conv6\" is not op:skip"));
}

TEST(CellTest, RejectsMalformedTexts) {
  const auto message = [](absl::string_view text) {
    const absl::StatusOr<Cell> cell = ParseCell(text);
    EXPECT_EQ(cell.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(cell.status().message());
  };
  EXPECT_THAT(message(""), HasSubstr("is not a list of lists"));
  EXPECT_THAT(message("[[1, 0], [1, 0, 0]]"), HasSubstr("has 2 nodes, not 3"));
  EXPECT_THAT(message("[[1, 0], [1, 0], [1, 0, 0, 0]]"), HasSubstr("has 2 numbers in node 2, not 3"));
  EXPECT_THAT(message("[[6, 0], [1, 0, 0], [1, 0, 0, 0]]"), HasSubstr("has \"6\" in node 1, which is not in 0 to 5"));
  EXPECT_THAT(message("[[0, 0], [1, 0, 2], [1, 0, 0, 0]]"), HasSubstr("has \"2\" in node 2, which is not in 0 to 1"));
  EXPECT_THAT(message("[[0, 0], [1, 0, -1], [1, 0, 0, 0]]"), HasSubstr("\"-1\""));
}

}  // namespace
}  // namespace duet::nasbench_asr
