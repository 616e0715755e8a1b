#include "predictors/nasbench201_encoder.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

using nasbench201::Cell;
using nasbench201::CellFromId;
using nasbench201::ParseCell;

std::set<std::pair<int, int>> ArcsOf(const Graph& graph) {
  std::set<std::pair<int, int>> arcs;  // without global node and self-loops
  for (int64_t i = 1; i < graph.num_nodes; ++i) {
    for (int64_t j = 1; j < graph.num_nodes; ++j) {
      if (i != j && graph.adjacency[i * graph.num_nodes + j]) arcs.emplace(i, j);
    }
  }
  return arcs;
}

// Worked by hand from the rules of the released code.
TEST(NasBench201GraphTest, ContractsSkipsAndDropsDeadOperations) {
  // 0→1 conv3x3, 0→2 none, 1→2 skip, 0→3 skip, 1→3 none, 2→3 pool: input→conv, conv→pool, pool→output, input→output.
  const Cell cell = *ParseCell("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|avg_pool_3x3~2|");
  const Graph graph = NasBench201Graph(cell);
  EXPECT_THAT(ArcsOf(graph), testing::ElementsAre(std::pair(1, 2), std::pair(1, 8), std::pair(2, 7), std::pair(7, 8)));
  const int8_t none = Graph::kNoLabel;
  EXPECT_THAT(graph.labels, testing::ElementsAre(5, 3, 1, none, none, none, none, 2, 4));
}

TEST(NasBench201GraphTest, GlobalNodeReadsAllAndNobodyReadsIt) {
  const Graph graph = NasBench201Graph(CellFromId(0));  // none everywhere
  EXPECT_TRUE(ArcsOf(graph).empty());
  for (int64_t i = 0; i < graph.num_nodes; ++i) {
    EXPECT_EQ(graph.adjacency[i], 1) << "global reads " << i;
    EXPECT_EQ(graph.adjacency[i * graph.num_nodes + i], 1) << i << " reads itself";
    if (i > 0) {
      EXPECT_EQ(graph.adjacency[i * graph.num_nodes], 0) << i << " reads global";
    }
  }
  EXPECT_EQ(graph.labels[1], 3) << "the input keeps its label where there is no path";
}

// An operation whose edge the pruning removes leaves the graph as the pruned cell has it.
TEST(NasBench201GraphTest, PruningTheCellChangesNothing) {
  for (int64_t id = 0; id < nasbench201::kNumCells; id += 7) {
    const Cell cell = CellFromId(id);
    const Graph a = NasBench201Graph(cell), b = NasBench201Graph(Pruned(cell));
    EXPECT_EQ(a.adjacency, b.adjacency) << ToString(cell);
    EXPECT_EQ(a.labels, b.labels) << ToString(cell);
  }
}

TEST(NasBench201CountsTest, CountsByHand) {
  const Cell cell = *ParseCell("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|avg_pool_3x3~2|");
  const std::vector<std::string> names = NasBench201CountNames();
  const std::vector<double> counts = NasBench201Counts(cell);
  ASSERT_EQ(names.size(), counts.size());
  std::map<std::string, double> nonzero;
  for (size_t i = 0; i < names.size(); ++i) {
    if (counts[i] != 0) nonzero[names[i]] = counts[i];
  }
  EXPECT_THAT(nonzero, testing::ElementsAre(std::pair("avg_pool", 1), std::pair("avg_pool_to_output", 1),
                                            std::pair("conv3x3", 1), std::pair("conv3x3_to_avg_pool", 1),
                                            std::pair("input_to_conv3x3", 1), std::pair("input_to_output", 1),
                                            std::pair("longest_path", 2), std::pair("longest_path_conv3x3", 1),
                                            std::pair("longest_path_convs", 1), std::pair("longest_path_weighted", 12),
                                            std::pair("output_in_degree", 2), std::pair("skips", 2),
                                            std::pair("summing_nodes", 1), std::pair("sums", 1)));
}

TEST(EncodeNasBench201Test, EncodesOneRowACell) {
  const std::vector<Cell> cells = {CellFromId(15'624), CellFromId(0)};
  const EncodedArchitectures encoded = EncodeNasBench201(cells);
  EXPECT_EQ(encoded.size(), 2);
  EXPECT_EQ(encoded.choices.values.rows(), 2);
  EXPECT_EQ(encoded.choices.values.row(0).sum(), 6);
  EXPECT_EQ(encoded.mega_flops[0], encoded.mega_flops[1]) << "pools multiply nothing";
  EXPECT_FALSE(encoded.operations[0].empty());
  EXPECT_TRUE(encoded.operations[1].empty()) << "no path, so nothing of the network can be timed";
  const EncodedArchitectures second = Select(encoded, {1});
  EXPECT_EQ(second.names[0], encoded.names[1]);
  EXPECT_EQ(second.effective_choices.values.row(0), encoded.effective_choices.values.row(1));
}

}  // namespace
}  // namespace duet::predictors
