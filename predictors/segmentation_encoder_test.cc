#include "predictors/segmentation_encoder.h"

#include <cmath>

#include "datasets/segmentation_networks/layers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

using segmentation::Network;
using segmentation::ParseNetwork;

Network NetworkOf(absl::string_view name) { return ParseNetwork(name).value(); }

std::vector<int> SuccessorsOf(const Graph& graph, int node) {
  std::vector<int> successors;
  for (int to = 0; to < graph.num_nodes; ++to) {
    if (to != node && graph.adjacency[node * graph.num_nodes + to]) successors.push_back(to);
  }
  return successors;
}

// Nodes: 1 input, 2 stem, 3 stage 0, 4 its block, 7 stage 1, 8 and 9 its blocks, no stage 2; levels 15 and 16, skips 18
// and 19, output 21.
TEST(SegmentationEncoderTest, GraphByHand) {
  const Graph graph = SegmentationGraph(NetworkOf("160x96-s16-k5e2w8d1-k3e6w32d2-none-bilinear24-concat"));
  ASSERT_EQ(graph.num_nodes, 22);
  using testing::ElementsAre;
  EXPECT_THAT(graph.labels, ElementsAre(0, 4, 8, 9, 18 + 3, -1, -1, 14, 24 + 2, 24 + 2, -1, -1, -1, -1, -1, 36 + 5,
                                        36 + 5, -1, 46, 46, -1, 1));
  EXPECT_THAT(SuccessorsOf(graph, 1), ElementsAre(2));
  EXPECT_THAT(SuccessorsOf(graph, 2), ElementsAre(3, 18));
  EXPECT_THAT(SuccessorsOf(graph, 3), ElementsAre(4));
  EXPECT_THAT(SuccessorsOf(graph, 4), ElementsAre(7, 19));
  EXPECT_THAT(SuccessorsOf(graph, 9), ElementsAre(16));
  EXPECT_THAT(SuccessorsOf(graph, 16), ElementsAre(15));
  EXPECT_THAT(SuccessorsOf(graph, 15), ElementsAre(21));
  EXPECT_THAT(SuccessorsOf(graph, 18), ElementsAre(15));
  EXPECT_THAT(SuccessorsOf(graph, 11), ElementsAre());
  EXPECT_EQ(SuccessorsOf(graph, 0).size(), 21);
}

TEST(SegmentationEncoderTest, GraphsTellNetworksApart) {
  // Every single other choice is another graph.
  const Network network = NetworkOf("192x112-s12-k3e4w16d2-k5e4w24d2-k3e4w48d2-bilinear16-add");
  const Graph graph = SegmentationGraph(network);
  for (int d = 0; d < segmentation::kNumDecisions; ++d) {
    Network other = network;
    other.choices[d] = (other.choices[d] + 1) % segmentation::kNumOptions[d];
    const Graph other_graph = SegmentationGraph(other);
    EXPECT_TRUE(other_graph.labels != graph.labels || other_graph.adjacency != graph.adjacency) << d;
  }
}

TEST(SegmentationEncoderTest, ChoicesWithoutEffectAreNone) {
  Network network = NetworkOf("160x96-s16-k5e2w8d1-k3e6w32d2-none-bilinear24-concat");
  network.choices[segmentation::kStage2 + 1] = 2;
  const EncodedArchitectures encoded =
      EncodeSegmentation({network, NetworkOf("160x96-s16-k5e2w8d1-k3e6w32d2-k3e2w32d1-bilinear24-concat")});
  EXPECT_EQ(encoded.choices.values.row(0).sum(), 17);
  EXPECT_EQ(encoded.effective_choices.values.row(0).sum(), 14);
  EXPECT_EQ(encoded.effective_choices.values.row(1).sum(), 17);
  EXPECT_EQ(encoded.choices.values.cols(), static_cast<int64_t>(encoded.choices.group.size()));
  EXPECT_EQ(encoded.graphs[0].labels, SegmentationGraph(Canonical(network)).labels);
}

TEST(SegmentationEncoderTest, CountsAreThoseOfTheLayers) {
  const Network network = NetworkOf("128x80-s8-k3e2w8d1-k3e2w16d1-none-nearest8-add");
  const std::vector<double> counts = SegmentationCounts(network);
  ASSERT_EQ(counts.size(), SegmentationCountNames().size());
  const auto list = LayersOf(network);
  const int64_t half = 64 * 40, quarter = 32 * 20, eighth = 16 * 10;
  const auto log = [](double value) { return std::log(value + 1e5); };
  EXPECT_DOUBLE_EQ(counts[1], log((27 * 8 + 9 * 8 * 8) * half + 9 * 8 * 8 * quarter));  // stem, refinements
  EXPECT_DOUBLE_EQ(counts[2], log(9 * 16 * quarter + 9 * 16 * eighth));
  EXPECT_DOUBLE_EQ(counts[3], log(0));
  EXPECT_DOUBLE_EQ(counts[5], log(NumMacs(list)));
  EXPECT_DOUBLE_EQ(counts[8], list.layers.size());
  double sum = 0;
  for (int kind = 0; kind < 5; ++kind) sum += std::exp(counts[kind]) - 1e5;
  EXPECT_NEAR(sum, NumMacs(list), 1e-3);
  EXPECT_DOUBLE_EQ(EncodeSegmentation({network}).mega_flops[0], 1e-6 * NumMacs(list));
}

}  // namespace
}  // namespace duet::predictors
