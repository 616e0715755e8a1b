// What a search space tells a predictor about its architectures. A space fills this in once (for NAS-Bench-201 see
// nasbench201_encoder.h); no predictor knows a space.

#ifndef PREDICTORS_ENCODING_H_
#define PREDICTORS_ENCODING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "Eigen/Core"
#include "absl/types/span.h"

namespace duet::predictors {

using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// A labelled directed graph. A node reads itself and its successors, so information flows from the output to the
// input, and node 0 (global) reads every node (BRP-NAS, released code).
struct Graph {
  static constexpr int8_t kNoLabel = -1;

  int64_t num_nodes = 0;
  std::vector<uint8_t> adjacency;  // [num_nodes, num_nodes], row-major; row: the node that reads
  std::vector<int8_t> labels;      // [num_nodes]; column of the one-hot feature, or kNoLabel for a zero row
};

// Columns that describe one aspect of an architecture. Columns of the same group share one length scale in a kernel:
// the one-hot columns of a choice are a group, a count is a group of its own.
struct FeatureBlock {
  std::string name;
  bool is_one_hot = false;  // otherwise standardised before use
  std::vector<int> group;   // [d]
  RowMajorMatrix values;    // [n, d]
};

// `count` executions of operation `index` of the space's list of operations.
struct OperationCount {
  int64_t index;
  int64_t count;
};

// n architectures.
struct EncodedArchitectures {
  std::string space;
  int64_t num_labels = 0;                               // of the graphs' nodes
  std::vector<std::string> names;                       // [n], in the space's notation
  std::vector<Graph> graphs;                            // [n]
  FeatureBlock choices;                                 // one-hot decisions as written
  FeatureBlock effective_choices;                       // the same of the pruned architecture
  std::vector<FeatureBlock> counts;                     // graph statistics, as written and effective
  std::vector<double> mega_flops;                       // [n]; multiply-accumulates executed, in millions
  std::vector<std::string> operation_names;             // what `operations` index
  std::vector<std::vector<OperationCount>> operations;  // [n]; what one inference executes

  int64_t size() const { return static_cast<int64_t>(names.size()); }
};

// The architectures `rows`, in that order.
EncodedArchitectures Select(const EncodedArchitectures& all, absl::Span<const int64_t> rows);

}  // namespace duet::predictors

#endif  // PREDICTORS_ENCODING_H_
