#include "datasets/nasbench101/enumerate.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>

#include "common/random.h"
#include "datasets/nasbench101/slow_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

using ::testing::HasSubstr;

const std::vector<Cell>& AllCells() {
  static const auto* const cells = new std::vector<Cell>(EnumerateCells());
  return *cells;
}

// The cell with its vertices in a random order in which edges lead to later ones, if one of 100 tries is such.
Cell RandomlyRenumbered(const Cell& cell, RandomStream& random) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::vector<int64_t> vertices(cell.num_vertices - 2);
    std::iota(vertices.begin(), vertices.end(), 1);
    random.Shuffle(vertices);
    vertices.insert(vertices.begin(), 0);
    vertices.push_back(cell.output());
    Cell renumbered;
    renumbered.num_vertices = cell.num_vertices;
    bool is_forward = true;
    for (int64_t v = 0; v < cell.num_vertices; ++v) {
      if (v > 0 && v < cell.output()) renumbered.ops[v - 1] = cell.op(vertices[v]);
      for (int64_t u = 0; u < cell.num_vertices; ++u) {
        if (!cell.HasEdge(vertices[u], vertices[v])) continue;
        is_forward &= u < v;
        if (u < v) renumbered.AddEdge(u, v);
      }
    }
    if (is_forward) return renumbered;
  }
  return cell;
}

TEST(EnumerateTest, FindsTheKnownNumbersOfCells) {
  for (int64_t n = 2; n <= kMaxNumVertices; ++n) {
    EXPECT_EQ(static_cast<int64_t>(EnumerateCells(n).size()), kNumCellsUpTo[n]) << n << " vertices";
  }
}

// The authors' program: all matrices, then all labels, and of each hash the first.
TEST(EnumerateTest, FindsWhatTheAuthorsProgramFinds) {
  std::vector<Cell> expected;
  std::set<std::string> hashes;
  for (int64_t n = 2; n <= 5; ++n) {
    for (uint32_t edges = 0; edges < uint32_t{1} << EdgeNumber(0, n); ++edges) {
      for (int64_t code = 0; code < std::pow(kNumOps, n - 2); ++code) {
        Cell cell;
        cell.num_vertices = static_cast<uint8_t>(n);
        cell.edges = edges;
        int64_t digits = code;
        for (int64_t v = n - 2; v > 0; --v, digits /= kNumOps) cell.ops[v - 1] = static_cast<Op>(digits % kNumOps);
        if (!CheckCell(cell).ok()) continue;
        if (hashes.insert(SlowKeyOf(cell)).second) expected.push_back(cell);
      }
    }
  }
  EXPECT_EQ(EnumerateCells(5), expected);
}

TEST(EnumerateTest, CellsAreInTheSpaceAndAscend) {
  for (const Cell& cell : AllCells()) ASSERT_TRUE(CheckCell(cell).ok()) << CheckCell(cell);
  EXPECT_TRUE(std::is_sorted(AllCells().begin(), AllCells().end()));
  EXPECT_EQ(std::adjacent_find(AllCells().begin(), AllCells().end()), AllCells().end());
}

TEST(EnumerateTest, ARenumberedCellIsTheSameCell) {
  RandomStream random(1, "renumberings");
  int64_t num_renumbered = 0;
  for (size_t i = 0; i < AllCells().size(); i += 11) {
    const Cell& cell = AllCells()[i];
    const Cell renumbered = RandomlyRenumbered(cell, random);
    num_renumbered += renumbered != cell;
    ASSERT_EQ(Canonical(renumbered), cell) << ToString(renumbered);
  }
  EXPECT_GT(num_renumbered, 10'000);
}

TEST(EnumerateTest, FindsTheIndexOfAnyGraph) {
  EXPECT_EQ(*IndexOf(*ParseCell("output~0"), AllCells()), 0);
  for (int64_t i = 0; i < kNumCells; i += 997) EXPECT_EQ(*IndexOf(AllCells()[i], AllCells()), i);
  // Vertex 2 is pruned, the two convolutions change places.
  const int64_t index = *IndexOf(*ParseCell("conv1x1~0|conv3x3~1|conv3x3~0|output~1~3"), AllCells());
  EXPECT_EQ(ToString(AllCells()[index]), "conv3x3~0|conv1x1~0|output~1~2");
}

TEST(EnumerateTest, RefusesToFindWhatIsNotThere) {
  const std::vector<Cell> small = EnumerateCells(3);
  const absl::Status absent = IndexOf(*ParseCell("conv3x3~0|conv1x1~1|output~2"), small).status();
  EXPECT_EQ(absent.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(absent.message()), HasSubstr("cell conv3x3~0|conv1x1~1|output~2 is none of 7 cells"));
  EXPECT_EQ(IndexOf(*ParseCell("conv3x3~0|output"), small).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::nasbench101
