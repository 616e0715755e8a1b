#include "predictors/nasbench_asr_encoder.h"

#include <cstdint>
#include <vector>

#include "datasets/nasbench_asr/cell.h"
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

// Each decision is one column of its group, and the same cells give the same rows.
TEST(EncodeNasBenchAsrTest, OneColumnAGroupAndWhatIsCounted) {
  const std::vector<nasbench_asr::Cell> cells = {*nasbench_asr::ParseCell("[[1, 0], [0, 1, 0], [1, 0, 0, 1]]"),
                                                 *nasbench_asr::ParseCell("[[5, 0], [5, 0, 0], [5, 0, 0, 0]]")};
  const EncodedArchitectures encoded = EncodeNasBenchAsr(cells);
  ASSERT_EQ(encoded.size(), 2);
  for (const FeatureBlock* block : {&encoded.choices, &encoded.effective_choices}) {
    for (int64_t row = 0; row < 2; ++row) {
      std::vector<double> sums(block->group.back() + 1, 0);
      for (size_t column = 0; column < block->group.size(); ++column) {
        sums[block->group[column]] += block->values(row, column);
      }
      EXPECT_EQ(sums, std::vector<double>(sums.size(), 1)) << block->name;
    }
  }
  EXPECT_EQ(encoded.choices.group.size(), 3 * 6 + 6 * 2u);
  const Eigen::RowVectorXd first = encoded.counts[0].values.row(0);
  EXPECT_EQ(std::vector<double>(first.begin(), first.end()), (std::vector<double>{1, 2, 0, 0, 0, 0, 2}));
  EXPECT_GT(encoded.mega_flops[0], encoded.mega_flops[1]);
}

}  // namespace
}  // namespace duet::predictors
