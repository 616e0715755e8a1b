#include "datasets/graph_hash.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

// As NAS-Bench-101 labels them.
constexpr int kConv3x3Label = 0;
constexpr int kConv1x1Label = 1;
constexpr int kMaxPool3x3Label = 2;

std::vector<std::vector<bool>> Adjacency(size_t num_vertices, const std::vector<std::pair<int, int>>& edges) {
  std::vector<std::vector<bool>> adjacency(num_vertices, std::vector<bool>(num_vertices));
  for (const auto& [from, to] : edges) adjacency[from][to] = true;
  return adjacency;
}

// Two of the keys that the benchmark published with their graphs.
TEST(GraphHashTest, GivesPublishedKeys) {
  EXPECT_EQ(GraphHash(Adjacency(7, {{0, 1}, {0, 4}, {0, 5}, {1, 2}, {2, 3}, {2, 6}, {3, 5}, {4, 5}, {5, 6}}),
                      {kInputLabel, kConv3x3Label, kMaxPool3x3Label, kConv3x3Label, kConv3x3Label, kConv1x1Label,
                       kOutputLabel}),
            "00005c142e6f48ac74fdcf73e3439874");
  EXPECT_EQ(GraphHash(Adjacency(4, {{0, 1}, {0, 2}, {1, 2}, {2, 3}}),
                      {kInputLabel, kMaxPool3x3Label, kMaxPool3x3Label, kOutputLabel}),
            "001a6fcc8b38cbc515be788a86bdc804");
}

TEST(GraphHashTest, OfNothingIsThatOfAnEmptyPythonList) {
  EXPECT_EQ(GraphHash({}, {}), "d751713988987e9331980363e24189ce");
}

TEST(GraphHashTest, IgnoresTheOrderOfVerticesOnly) {
  const std::string hash = GraphHash(Adjacency(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}),
                                     {kInputLabel, kConv3x3Label, kConv1x1Label, kOutputLabel});
  EXPECT_EQ(GraphHash(Adjacency(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}),
                      {kInputLabel, kConv1x1Label, kConv3x3Label, kOutputLabel}),
            hash);
  EXPECT_NE(GraphHash(Adjacency(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}),
                      {kInputLabel, kConv3x3Label, kConv3x3Label, kOutputLabel}),
            hash);
  EXPECT_NE(
      GraphHash(Adjacency(4, {{0, 1}, {1, 2}, {2, 3}}), {kInputLabel, kConv3x3Label, kConv1x1Label, kOutputLabel}),
      hash);
}

}  // namespace
}  // namespace duet::datasets
