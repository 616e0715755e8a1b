// Which encodings of NAS-Bench-ASR are one model: 8,242 of 13,824.
//
// The graph of a cell has the vertices 0 input, 1 to 3 operations, 4 output and the edges k -> k+1; the skip from x_i
// to the sum of node k leads to the consumer of that sum, i -> k+1. It is minimised: edges at a vertex `zero` go, and
// so does each vertex that is not both reached from the input and on a way to the output. The fingerprint is the hash
// of what is left. The hash merges 20 pairs of labelled graphs that are not the same; the benchmark's count rests on
// it.
//
// Source: release of NAS-Bench-ASR (Mehrotra et al. 2021).

#ifndef DATASETS_NASBENCH_ASR_FINGERPRINT_H_
#define DATASETS_NASBENCH_ASR_FINGERPRINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "datasets/nasbench_asr/cell.h"

namespace duet::nasbench_asr {

constexpr int64_t kNumModels = 8'242;

// A minimised graph. No vertices at all where the input does not lead to the output.
struct CellGraph {
  std::vector<int> labels;                   // of datasets/graph_hash.h; operations by number; ascending by vertex
  std::vector<std::vector<bool>> adjacency;  // [v, v]
};
CellGraph MinimalGraph(const Cell& cell);

// 32 hexadecimal digits: the benchmark's key of the model.
std::string Fingerprint(const Cell& cell);

// What the space's encodings come to.
struct NumberedModels {
  std::vector<Cell> cells;             // one for each fingerprint: the encoding of the smallest number
  std::vector<int64_t> model_of_cell;  // [kNumCells] index into `cells` of each encoding
  absl::flat_hash_map<std::string, int64_t> model_of_fingerprint;
};
NumberedModels NumberModels();

// One encoding of each model, the smallest CellId, ascending: the index is the model's number in this project.
std::vector<Cell> EnumerateModels();

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_FINGERPRINT_H_
