// NAS-Bench-101's own key of a cell: a hash that isomorphic labelled graphs share. The hash of a vertex starts as the
// MD5 of (out-degree, in-degree, label); as many times as there are vertices, it becomes the MD5 of the sorted hashes
// of its predecessors, those of its successors and its own; the key is the MD5 of the sorted list of all.
//
// Source: Ying et al. 2019, NAS-Bench-101, section S1; the texts that are hashed are those of the authors' Python
// program, since published keys depend on them.

#ifndef DATASETS_NASBENCH101_GRAPH_HASH_H_
#define DATASETS_NASBENCH101_GRAPH_HASH_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace duet::nasbench101 {

// Labels of vertices.
constexpr int kInputLabel = -1;
constexpr int kConv3x3Label = 0;
constexpr int kConv1x1Label = 1;
constexpr int kMaxPool3x3Label = 2;
constexpr int kOutputLabel = -2;

// The key of the graph with an edge from i to j where adjacency[i][j], a square matrix of the size of `labels`: 32
// hexadecimal digits. Vertices on no path from the input to the output must have been left out.
std::string GraphHash(const std::vector<std::vector<bool>>& adjacency, absl::Span<const int> labels);

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_GRAPH_HASH_H_
