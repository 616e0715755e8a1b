#include "datasets/nasbench_asr/fingerprint.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench_asr {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

bool HasZero(const Cell& cell) {
  for (const Op op : cell.ops) {
    if (op == Op::kZero) return true;
  }
  return false;
}

TEST(FingerprintTest, IsThePublishedOne) {
  EXPECT_EQ(Fingerprint(*ParseCell("[[1, 0], [1, 0, 0], [1, 0, 0, 0]]")), "36855332a5778e0df5114305bc3ce238");
}

TEST(FingerprintTest, TellsTheModelsOfTheBenchmarkApart) {
  const std::vector<Cell> models = EnumerateModels();
  EXPECT_EQ(models.size(), kNumModels);
  int64_t num_without_zero = 0;
  std::map<size_t, int64_t> num_by_vertices;
  for (const Cell& cell : models) {
    num_without_zero += !HasZero(cell);
    ++num_by_vertices[MinimalGraph(cell).labels.size()];
  }
  EXPECT_EQ(num_without_zero, 8'000);
  EXPECT_THAT(num_by_vertices, ElementsAre(Pair(0, 1), Pair(2, 1), Pair(3, 10), Pair(4, 230), Pair(5, 8'000)));
}

TEST(FingerprintTest, OfCellsThatComputeNothingIsOne) {
  int64_t num_disconnected = 0;
  for (int64_t id = 0; id < kNumCells; ++id) {
    const Cell cell = CellFromId(id);
    if (!MinimalGraph(cell).labels.empty()) continue;
    ++num_disconnected;
    EXPECT_EQ(Fingerprint(cell), "d751713988987e9331980363e24189ce");
  }
  EXPECT_EQ(num_disconnected, 812);
}

TEST(FingerprintTest, MergesTwentyGraphs) {
  std::set<std::pair<std::vector<int>, std::vector<std::vector<bool>>>> graphs;
  for (int64_t id = 0; id < kNumCells; ++id) {
    const CellGraph graph = MinimalGraph(CellFromId(id));
    graphs.emplace(graph.labels, graph.adjacency);
  }
  EXPECT_EQ(graphs.size(), kNumModels + 20);
}

}  // namespace
}  // namespace duet::nasbench_asr
