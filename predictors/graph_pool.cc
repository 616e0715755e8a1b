#include "predictors/graph_pool.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "predictors/shared_rows.h"

namespace duet::predictors {

absl::Status SetExtra(const RowMajorMatrix& values, GraphPool* pool) {
  if (values.rows() != pool->size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("extra features of ", values.rows(), " architectures, the pool has ", pool->size()));
  }
  RowMajorMatrix extra = values;
  for (int64_t column = 0; column < extra.cols(); ++column) {
    auto x = extra.col(column);
    for (int64_t row = 0; row < x.size(); ++row) {
      if (std::isfinite(x[row])) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("extra feature ", column, " of architecture ", row, " is not finite: ", x[row]));
    }
    x.array() -= x.mean();
    const double deviation = std::sqrt(x.squaredNorm() / static_cast<double>(x.size()));
    if (deviation > 0) x /= deviation;
  }
  pool->extra = std::move(extra);
  return absl::OkStatus();
}

std::vector<const Graph*> GraphsOf(const GraphPool& pool, const std::vector<int64_t>& rows) {
  std::vector<const Graph*> graphs;
  graphs.reserve(rows.size());
  for (const int64_t row : rows) graphs.push_back(&pool.graphs[row]);
  return graphs;
}

template <typename Scalar>
Matrix<Scalar> WithExtra(const Matrix<Scalar>& embeddings, const GraphPool& pool, const std::vector<int64_t>& rows) {
  const int64_t num_extra = pool.extra.cols();
  if (num_extra == 0) return embeddings;
  Matrix<Scalar> inputs(embeddings.rows(), embeddings.cols() + num_extra);
  inputs.leftCols(embeddings.cols()) = embeddings;
  for (int64_t i = 0; i < inputs.rows(); ++i) {
    inputs.row(i).tail(num_extra) = pool.extra.row(rows[i]).template cast<Scalar>();
  }
  return inputs;
}

template <typename Scalar>
Matrix<Scalar> MapPool(const Gcn<Scalar>& trunk, const GraphPool& pool,
                       const std::function<Matrix<Scalar>(const Matrix<Scalar>& inputs)>& head) {
  constexpr int64_t kNumGraphsAtOnce = 8192;  // 20 MB of embeddings 600 wide
  Matrix<Scalar> outputs;
  for (int64_t first = 0; first < pool.size(); first += kNumGraphsAtOnce) {
    std::vector<int64_t> rows(std::min(kNumGraphsAtOnce, pool.size() - first));
    std::iota(rows.begin(), rows.end(), first);
    const SharedRows shared = ShareRows(GraphsOf(pool, rows), trunk.options().num_layers);
    const Matrix<Scalar> distinct = trunk.EmbedLayers(shared.layers);
    Matrix<Scalar> embeddings(rows.size(), distinct.cols());
    for (size_t i = 0; i < rows.size(); ++i) embeddings.row(i) = distinct.row(shared.row_of_graph[i]);
    const Matrix<Scalar> part = head(WithExtra(embeddings, pool, rows));
    if (first == 0) outputs.resize(pool.size(), part.cols());
    outputs.middleRows(first, part.rows()) = part;
  }
  return outputs;
}

template Matrix<float> WithExtra(const Matrix<float>&, const GraphPool&, const std::vector<int64_t>&);
template Matrix<double> WithExtra(const Matrix<double>&, const GraphPool&, const std::vector<int64_t>&);
template Matrix<float> MapPool(const Gcn<float>&, const GraphPool&,
                               const std::function<Matrix<float>(const Matrix<float>&)>&);
template Matrix<double> MapPool(const Gcn<double>&, const GraphPool&,
                                const std::function<Matrix<double>(const Matrix<double>&)>&);

}  // namespace duet::predictors
