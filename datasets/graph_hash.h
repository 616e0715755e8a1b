// The hash by which NAS-Bench-101 and NAS-Bench-ASR name a cell: one that isomorphic labelled graphs share. The hash of
// a vertex starts as the MD5 of (out-degree, in-degree, label); as many times as there are vertices, it becomes the MD5
// of the sorted hashes of its predecessors, those of its successors and its own; the hash of the graph is the MD5 of
// the sorted list of all.
//
// Source: Ying et al. 2019, NAS-Bench-101, section S1, and the release of NAS-Bench-ASR (Mehrotra et al. 2021); the
// texts that are hashed are those of the authors' Python programs, since published keys depend on them.

#ifndef DATASETS_GRAPH_HASH_H_
#define DATASETS_GRAPH_HASH_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace duet::datasets {

// Labels of the input and the output; those of operations are the benchmark's own, from 0.
constexpr int kInputLabel = -1;
constexpr int kOutputLabel = -2;

// How the authors' program writes a degree: 2 (NAS-Bench-101) or 2.0 (NAS-Bench-ASR).
enum class DegreeText { kInteger, kFloat };

// The hash of the graph with an edge from i to j where adjacency[i][j], a square matrix of the size of `labels`: 32
// hexadecimal digits. Vertices on no path from the input to the output must have been left out; nothing may be left.
std::string GraphHash(const std::vector<std::vector<bool>>& adjacency, absl::Span<const int> labels,
                      DegreeText degree_text = DegreeText::kInteger);

}  // namespace duet::datasets

#endif  // DATASETS_GRAPH_HASH_H_
