#include "predictors/nasbench101_encoder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

using ::testing::ElementsAre;

// The cell of a residual network by hand: input -> conv3x3 -> conv1x1 -> output, and input -> output.
TEST(NasBench101GraphTest, PadsBeforeTheOutput) {
  const Graph graph = NasBench101Graph(*nasbench101::ParseCell("conv3x3~0|conv1x1~1|output~0~2"));
  EXPECT_THAT(graph.labels, ElementsAre(6, 4, 1, 2, 0, 0, 0, 5));
  EXPECT_THAT(graph.adjacency, ElementsAre(1, 1, 1, 1, 1, 1, 1, 1,  //
                                           0, 1, 1, 0, 0, 0, 0, 1,  //
                                           0, 0, 1, 1, 0, 0, 0, 0,  //
                                           0, 0, 0, 1, 0, 0, 0, 1,  //
                                           0, 0, 0, 0, 1, 0, 0, 0,  //
                                           0, 0, 0, 0, 0, 1, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 1, 0,  //
                                           0, 0, 0, 0, 0, 0, 0, 1));
}

TEST(NasBench101GraphTest, TakesSevenVerticesAsTheyAre) {
  const Graph graph =
      NasBench101Graph(*nasbench101::ParseCell("conv3x3~0|maxpool3x3~1|conv3x3~2|conv3x3~0|conv1x1~0~3~4|output~2~5"));
  EXPECT_THAT(graph.labels, ElementsAre(6, 4, 1, 3, 1, 1, 2, 5));
}

}  // namespace
}  // namespace duet::predictors
