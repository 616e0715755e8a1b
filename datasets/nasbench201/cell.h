// The cell of NAS-Bench-201: four nodes, an operation on each of the six edges i -> j, i < j.
//
//        0 ──► 1          node 0: input; node 3: output; a node sums its incoming edges.
//        │╲    │╲         Edge order (as in the architecture string):
//        │  ╲  ▼  ╲         0→1, 0→2, 1→2, 0→3, 1→3, 2→3
//        │    ► 2 ─► 3
//        └───────────►
//
// Source: Dong & Yang 2020, NAS-Bench-201, section 2.1 and figure 1; operation codes as in the LatBench release of
// BRP-NAS (Dudziak et al. 2020).

#ifndef DATASETS_NASBENCH201_CELL_H_
#define DATASETS_NASBENCH201_CELL_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::nasbench201 {

enum class Op : uint8_t { kNone = 0, kSkipConnect = 1, kConv1x1 = 2, kConv3x3 = 3, kAvgPool3x3 = 4 };

constexpr int64_t kNumOps = 5;
constexpr int64_t kNumNodes = 4;
constexpr int64_t kNumEdges = 6;
constexpr int64_t kNumCells = 15'625;          // kNumOps ^ kNumEdges
constexpr int64_t kNumCellsWithoutPath = 341;  // no path from input to output
constexpr int64_t kNumCellsWithPath = kNumCells - kNumCellsWithoutPath;

struct Edge {
  int source;
  int target;
};
constexpr std::array<Edge, kNumEdges> kEdges = {{{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}};

struct Cell {
  std::array<Op, kNumEdges> ops = {};  // by kEdges

  friend bool operator==(const Cell& a, const Cell& b) { return a.ops == b.ops; }
  friend bool operator!=(const Cell& a, const Cell& b) { return !(a == b); }
};

// The operation's name in architecture strings: none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3.
absl::string_view OpName(Op op);

// The number of the cell in [0, kNumCells): its operations read as base-5 digits, the first edge most significant.
// This is this project's key; the benchmark's own index order is a table (`OfficialIndex` of the benchmark).
int64_t CellId(const Cell& cell);

// Inverse of CellId. `cell_id` in [0, kNumCells).
Cell CellFromId(int64_t cell_id);

// "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|avg_pool_3x3~2|"
std::string ToString(const Cell& cell);

// Inverse of ToString; InvalidArgument says what is wrong with which part of `text`.
absl::StatusOr<Cell> ParseCell(absl::string_view text);

// Whether some path of operations other than none leads from the input to the output.
bool HasPath(const Cell& cell);

// The cell with `none` on every edge that lies on no such path. It computes the same function at no greater cost.
Cell Pruned(const Cell& cell);

}  // namespace duet::nasbench201

#endif  // DATASETS_NASBENCH201_CELL_H_
