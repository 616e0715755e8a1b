#include "predictors/graph_pool.h"

#include <cmath>
#include <limits>

#include "datasets/nasbench201/cell.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/nasbench201_encoder.h"
#include "predictors/shared_rows.h"

namespace duet::predictors {
namespace {

using ::testing::HasSubstr;

GraphPool SomeCells(int64_t step) {
  GraphPool pool{kNasBench201NumLabels, {}, {}};
  for (int64_t id = 0; id < nasbench201::kNumCells; id += step) {
    pool.graphs.push_back(NasBench201Graph(nasbench201::CellFromId(id)));
  }
  return pool;
}

GcnOptions SmallNetwork() { return {kNasBench201NumLabels, /*num_layers=*/4, /*num_hidden=*/16, /*dropout=*/0.0}; }

std::vector<int64_t> AllRows(const GraphPool& pool) {
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < pool.size(); ++i) rows.push_back(i);
  return rows;
}

// More graphs than are embedded at once.
TEST(MapPoolTest, EqualsEmbeddingEachGraph) {
  const GraphPool pool = SomeCells(1);
  const Gcn<double> gcn(SmallNetwork(), 1);
  const Matrix<double> expected = gcn.Embed(MakeGraphBatch(GraphsOf(pool, AllRows(pool))));
  const Matrix<double> actual =
      MapPool<double>(gcn, pool, [](const Matrix<double>& inputs) -> Matrix<double> { return 2 * inputs; });
  ASSERT_EQ(actual.rows(), 15'625);
  // Sums of at most nine terms in another order, through four normalised layers.
  EXPECT_LT((actual - 2 * expected).cwiseAbs().maxCoeff(), 1e-10);
}

TEST(ShareRowsTest, GraphsThatAreTheSameShareAnEmbedding) {
  // Two ways to write one function: the operation between the input and the output, alone, on either of two paths.
  const std::vector<nasbench201::Cell> cells = {
      *nasbench201::ParseCell("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|skip_connect~1|none~2|"),
      *nasbench201::ParseCell("|none~0|+|nor_conv_3x3~0|none~1|+|none~0|none~1|skip_connect~2|"),
      *nasbench201::ParseCell("|none~0|+|nor_conv_1x1~0|none~1|+|none~0|none~1|skip_connect~2|")};
  std::vector<Graph> graphs;
  std::vector<const Graph*> pointers;
  for (const nasbench201::Cell& cell : cells) graphs.push_back(NasBench201Graph(cell));
  for (const Graph& graph : graphs) pointers.push_back(&graph);
  const SharedRows shared = ShareRows(pointers, 4);
  EXPECT_EQ(shared.row_of_graph, (std::vector<int64_t>{0, 0, 1}));
  // The first layer's states: output; a removed node; conv3x3 -> output; input -> conv3x3; global; and of conv1x1 the
  // last three again.
  EXPECT_EQ(shared.layers[0].first_neighbor.size() - 1, 8);
}

TEST(SetExtraTest, ShiftsAndScalesEachColumn) {
  GraphPool pool = SomeCells(5000);
  ASSERT_EQ(pool.size(), 4);
  RowMajorMatrix values(4, 2);
  values << 1, 7, 1, 7, 3, 7, 3, 7;
  ASSERT_TRUE(SetExtra(values, &pool).ok());
  RowMajorMatrix expected(4, 2);
  expected << -1, 0, -1, 0, 1, 0, 1, 0;
  EXPECT_EQ(pool.extra, expected);
  const Matrix<float> embeddings = Matrix<float>::Ones(2, 3);
  const Matrix<float> inputs = WithExtra(embeddings, pool, {1, 2});
  EXPECT_EQ(inputs.cols(), 5);
  EXPECT_EQ(inputs(0, 3), -1);
  EXPECT_EQ(inputs(1, 3), 1);
}

TEST(SetExtraTest, RefusesWhatIsNotANumberOrNotARowEach) {
  GraphPool pool = SomeCells(5000);
  RowMajorMatrix values = RowMajorMatrix::Zero(4, 2);
  values(2, 1) = std::nan("");
  const absl::Status status = SetExtra(values, &pool);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("extra feature 1 of architecture 2"));
  EXPECT_EQ(SetExtra(RowMajorMatrix::Zero(3, 2), &pool).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(pool.extra.size(), 0);
}

}  // namespace
}  // namespace duet::predictors
