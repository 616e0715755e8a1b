// The architectures a ranking is about: their graphs, and what else is known of each before it is trained.

#ifndef PREDICTORS_GRAPH_POOL_H_
#define PREDICTORS_GRAPH_POOL_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "predictors/blas.h"
#include "predictors/encoding.h"
#include "predictors/gcn.h"

namespace duet::predictors {

struct GraphPool {
  int64_t num_labels = 0;
  std::vector<Graph> graphs;  // [n]
  RowMajorMatrix extra;       // [n, X]; appended to the graphs' embeddings; set by SetExtra, else empty

  int64_t size() const { return static_cast<int64_t>(graphs.size()); }
};

// Makes `values` [n, X], such as zero-cost metrics, the pool's extra features: each column is shifted and scaled to
// mean 0 and variance 1 over the pool; a constant column becomes 0. InvalidArgument for another number of rows, or a
// value that is not finite.
absl::Status SetExtra(const RowMajorMatrix& values, GraphPool* pool);

// The graphs `rows` of the pool and their extra features.
std::vector<const Graph*> GraphsOf(const GraphPool& pool, const std::vector<int64_t>& rows);

// `embeddings` [b, D] with the extra features [b, X] of `rows` appended: [b, D + X].
template <typename Scalar>
Matrix<Scalar> WithExtra(const Matrix<Scalar>& embeddings, const GraphPool& pool, const std::vector<int64_t>& rows);

// `head` of every architecture of the pool, in evaluation mode: [n, outputs]. `head` maps embeddings with their extra
// features [b, D + X] to [b, outputs], for some thousand rows at a time.
template <typename Scalar>
Matrix<Scalar> MapPool(const Gcn<Scalar>& trunk, const GraphPool& pool,
                       const std::function<Matrix<Scalar>(const Matrix<Scalar>& inputs)>& head);

}  // namespace duet::predictors

#endif  // PREDICTORS_GRAPH_POOL_H_
