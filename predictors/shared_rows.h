// Embedding many graphs of one space without computing the same row twice.
//
// A node's state after l layers depends on nothing but what it reads within l steps, and the cells of a space are much
// alike: of the 15,284 x 9 rows of NAS-Bench-201 most are copies. Nodes with the same label and the same multiset of
// read states share a row, layer by layer; graphs whose node 0 shares the last one share an embedding. The sums are the
// same but for the order of their terms.

#ifndef PREDICTORS_SHARED_ROWS_H_
#define PREDICTORS_SHARED_ROWS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "predictors/encoding.h"
#include "predictors/gcn.h"

namespace duet::predictors {

struct SharedRows {
  std::vector<GraphBatch> layers;     // [L], for Gcn::EmbedLayers
  std::vector<int64_t> row_of_graph;  // [B], of the last layer
};

// `num_layers` of at least 1.
SharedRows ShareRows(absl::Span<const Graph* const> graphs, int64_t num_layers);

}  // namespace duet::predictors

#endif  // PREDICTORS_SHARED_ROWS_H_
