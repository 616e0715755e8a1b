#include "predictors/nasbench_asr_encoder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

using ::testing::ElementsAre;

// By hand: input -> conv5 -> linear -> conv7d2 -> output; the skip from x_0 to the sum of node 2 leads to the third
// operation, that from x_2 to the sum of node 3 to the output.
TEST(NasBenchAsrGraphTest, ReadsSuccessors) {
  const Graph graph = NasBenchAsrGraph(*nasbench_asr::ParseCell("[[1, 0], [0, 1, 0], [4, 0, 0, 1]]"));
  EXPECT_THAT(graph.labels, ElementsAre(7, 5, 1, 0, 4, 6));
  EXPECT_THAT(graph.adjacency, ElementsAre(1, 1, 1, 1, 1, 1,  //
                                           0, 1, 1, 0, 1, 0,  //
                                           0, 0, 1, 1, 0, 0,  //
                                           0, 0, 0, 1, 1, 1,  //
                                           0, 0, 0, 0, 1, 1,  //
                                           0, 0, 0, 0, 0, 1));
}

TEST(NasBenchAsrGraphTest, LeavesOutWhatComputesNothing) {
  // The second operation is zero, and what leads to and from it goes; the skip from x_0 to the sum of node 2 remains.
  const Graph graph = NasBenchAsrGraph(*nasbench_asr::ParseCell("[[1, 0], [5, 1, 0], [3, 0, 0, 0]]"));
  EXPECT_THAT(graph.labels, ElementsAre(7, 5, 3, 6, -1, -1));
  const Graph nothing = NasBenchAsrGraph(*nasbench_asr::ParseCell("[[5, 0], [5, 0, 0], [5, 0, 0, 0]]"));
  EXPECT_THAT(nothing.labels, ElementsAre(7, -1, -1, -1, -1, -1));
}

}  // namespace
}  // namespace duet::predictors
