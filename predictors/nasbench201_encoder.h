// NAS-Bench-201 as predictors see it.
//
// Graph (BRP-NAS, released code): nodes are operations. 9 nodes: 0 global, 1 input, 2..7 the six edges' operations in
// the order of nasbench201::kEdges, 8 output. A skip is replaced by arcs from its predecessors to its successors, the
// node of a `none` or of an operation on no path loses its arcs and its label. The global node reads every node and
// nobody reads it; every node reads itself.
//   labels: 0 conv1x1, 1 conv3x3, 2 avg_pool, 3 input, 4 output, 5 global
//
// Counts (ours): how many operations of each kind feed how many of each other kind once skips are contracted, the
// sums, the longest paths; cells that compute the same function mostly share them.

#ifndef PREDICTORS_NASBENCH201_ENCODER_H_
#define PREDICTORS_NASBENCH201_ENCODER_H_

#include <vector>

#include "absl/types/span.h"
#include "datasets/nasbench201/cell.h"
#include "predictors/encoding.h"

namespace duet::predictors {

constexpr int64_t kNasBench201NumGraphNodes = 9;
constexpr int64_t kNasBench201NumLabels = 6;

// The graph of a cell, [9 nodes].
Graph NasBench201Graph(const nasbench201::Cell& cell);

// The graph statistics of a cell's operations, as written: [27]. `names` of the columns: NasBench201CountNames().
std::vector<double> NasBench201Counts(const nasbench201::Cell& cell);
std::vector<std::string> NasBench201CountNames();

// Encodes `cells`, n = cells.size().
EncodedArchitectures EncodeNasBench201(absl::Span<const nasbench201::Cell> cells);

}  // namespace duet::predictors

#endif  // PREDICTORS_NASBENCH201_ENCODER_H_
