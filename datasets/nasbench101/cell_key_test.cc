#include "datasets/nasbench101/cell_key.h"

#include <algorithm>

#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench101/slow_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

using ::testing::HasSubstr;

// Two of the keys of data-1k.json, which has graphs.
TEST(CellKeyTest, GivesPublishedKeys) {
  EXPECT_EQ(ToString(KeyOf(*ParseCell("conv3x3~0|maxpool3x3~1|conv3x3~2|conv3x3~0|conv1x1~0~3~4|output~2~5"))),
            "00005c142e6f48ac74fdcf73e3439874");
  EXPECT_EQ(ToString(KeyOf(*ParseCell("maxpool3x3~0|maxpool3x3~0~1|output~2"))), "001a6fcc8b38cbc515be788a86bdc804");
}

TEST(CellKeyTest, AgreesWithTheSlowHash) {
  const std::vector<Cell> cells = EnumerateCells();
  for (size_t i = 0; i < cells.size(); i += i < 91 ? 1 : 199) {
    ASSERT_EQ(ToString(KeyOf(cells[i])), SlowKeyOf(cells[i])) << ToString(cells[i]);
  }
}

TEST(CellKeyTest, KeysOfManyAreThoseOfEach) {
  std::vector<Cell> cells = EnumerateCells(5);
  const auto expect_keys = [&] {
    const std::vector<CellKey> keys = KeysOf(cells);
    ASSERT_EQ(keys.size(), cells.size());
    for (size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(keys[i], KeyOf(cells[i])) << ToString(cells[i]);
  };
  expect_keys();
  std::reverse(cells.begin(), cells.end());
  expect_keys();
  // One cell of each graph or few: lanes are left over.
  for (size_t i = 0; i < cells.size() / 2; ++i) cells[i] = cells[2 * i];
  expect_keys();
  EXPECT_TRUE(KeysOf({}).empty());
}

// Cells are told apart by graph isomorphism, keys by hashing: that neither joins more than the other, both being
// 423,624, is what makes a key a name of a cell.
TEST(CellKeyTest, EveryCellHasAKeyOfItsOwn) {
  const std::vector<Cell> cells = EnumerateCells();
  const CellKeyIndex index(cells);
  for (int64_t i = 0; i < kNumCells; ++i) ASSERT_EQ(index.Find(index.key(i)), i) << ToString(cells[i]);
}

TEST(CellKeyTest, FindsCellsByKey) {
  const std::vector<Cell> cells = EnumerateCells(4);
  const CellKeyIndex index(cells);
  const Cell cell = *ParseCell("maxpool3x3~0|maxpool3x3~0~1|output~2");
  EXPECT_EQ(index.Find(*ParseCellKey("001a6fcc8b38cbc515be788a86bdc804")), *IndexOf(cell, cells));
  EXPECT_EQ(index.Find(*ParseCellKey("00005c142e6f48ac74fdcf73e3439874")), std::nullopt);  // of 7 vertices
  EXPECT_EQ(index.Find(*ParseCellKey(std::string(32, 'f'))), std::nullopt);
}

TEST(CellKeyTest, ReadsAndWritesHexadecimalDigits) {
  const absl::StatusOr<CellKey> key = ParseCellKey("0123456789abcdef00000000000000ff");
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_THAT(key->bytes,
              testing::ElementsAre(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0, 0, 0, 0, 0, 0, 0, 0xff));
  EXPECT_EQ(ToString(*key), "0123456789abcdef00000000000000ff");
  for (const std::string& text : {std::string(), std::string(31, '0'), std::string(33, '0'), std::string(32, 'A'),
                                  std::string(32, 'g'), std::string(32, '\0')}) {
    const absl::Status status = ParseCellKey(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("is no key: 32 digits of 0 to 9 and a to f"));
  }
}

}  // namespace
}  // namespace duet::nasbench101
