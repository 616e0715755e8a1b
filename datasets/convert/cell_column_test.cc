#include "datasets/convert/cell_column.h"

#include <cmath>

#include "datasets/pickle/sample_pickles.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

using nasbench201::CellFromId;
using nasbench201::CellId;
using nasbench201::kNumCells;
using ::testing::HasSubstr;

// The row of nb201_zc_proxies.csv that has both notations.
TEST(NaslibTupleTest, AgreesWithTheArchitectureString) {
  const absl::StatusOr<nasbench201::Cell> cell = ParseNaslibTuple("(4, 0, 3, 1, 4, 3)");
  ASSERT_TRUE(cell.ok()) << cell.status();
  EXPECT_EQ(ToString(*cell), "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|");
}

TEST(NaslibTupleTest, RejectsOtherText) {
  for (const absl::string_view text : {"", "4, 0, 3, 1, 4, 3", "(4, 0, 3, 1, 4)", "(4, 0, 3, 1, 4, 5)",
                                       "(4, 0, 3, 1, 4, -1)", "(4, 0, 3, 1, 4, x)", "(4, 0, 3, 1, 4, 3, 3)"}) {
    EXPECT_EQ(ParseNaslibTuple(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(CellValuesTest, DropsPathlessCellsOnlyWhereAsked) {
  for (const auto pathless : {CellValues::PathlessCells::kKept, CellValues::PathlessCells::kDropped}) {
    CellValues values(pathless);
    for (int64_t id = 0; id < kNumCells; ++id) ASSERT_TRUE(values.Set(CellFromId(id), 1).ok());
    Column column;
    values.MoveTo(column);
    EXPECT_EQ(NumPresent(column),
              pathless == CellValues::PathlessCells::kKept ? kNumCells : nasbench201::kNumCellsWithPath);
  }
}

TEST(CellValuesTest, RefusesACellTwiceAndValuesThatAreNoNumbers) {
  CellValues values(CellValues::PathlessCells::kKept);
  EXPECT_TRUE(values.Set(CellFromId(7), 1).ok());
  EXPECT_EQ(values.Set(CellFromId(7), 1).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(values.SetMissing(CellFromId(7)).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(values.Set(CellFromId(8), std::nan("")).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(values.Set(CellFromId(8), HUGE_VAL).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(values.SetMissing(CellFromId(9)).ok());
  EXPECT_EQ(values.num_set(), 2);
  Column column;
  values.MoveTo(column);
  EXPECT_EQ(NumPresent(column), 1);
  EXPECT_EQ(column.values(7), 1);
}

TEST(OfficialOrderTest, RefusesAnIncompleteOrder) {
  PinnedFile file;
  file.pin.file = "order.pt";
  file.contents = pickle::TorchZip(pickle::IndexDict());
  const absl::Status status = ReadOfficialOrder(file).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("order.pt: 2 architectures, not 15625"));
}

}  // namespace
}  // namespace duet::datasets
