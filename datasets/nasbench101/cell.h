// The cell of NAS-Bench-101: a directed acyclic graph of up to 7 vertices and 9 edges. Vertex 0 is the input, the last
// one the output, each between them an operation on the sum of what its edges bring; edges lead to later vertices.
//
//     0 ──► 1: conv3x3 ──► 2: conv3x3 ──► 3        "conv3x3~0|conv3x3~1|output~0~2"
//     └───────────────────────────────────►        (the cell of a residual network)
//
// A cell belongs to the space if each vertex lies on a path from the input to the output. Many such graphs are the same
// but for the order of their vertices: see enumerate.h.
//
// Source: Ying et al. 2019, NAS-Bench-101, section 2.1; numbers of edges and operations, and what is pruned, as in the
// authors' program.

#ifndef DATASETS_NASBENCH101_CELL_H_
#define DATASETS_NASBENCH101_CELL_H_

#include <array>
#include <cstdint>
#include <string>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::nasbench101 {

enum class Op : uint8_t { kConv3x3 = 0, kConv1x1 = 1, kMaxPool3x3 = 2 };

constexpr int64_t kNumOps = 3;
constexpr int64_t kMaxNumVertices = 7;
constexpr int64_t kMaxNumInteriorVertices = kMaxNumVertices - 2;
constexpr int64_t kMaxNumEdges = 9;

// The number of the edge `from` -> `to`, `from` < `to`: column by column of the adjacency matrix.
constexpr int64_t EdgeNumber(int64_t from, int64_t to) { return from + to * (to - 1) / 2; }

// 12 bytes, so that the whole space takes 5 MB.
struct Cell {
  // Bit EdgeNumber(i, j) for the edge i -> j.
  uint32_t edges = 0;
  uint8_t num_vertices = 2;
  // Of the vertices 1 to num_vertices - 2; kConv3x3 behind them.
  std::array<Op, kMaxNumInteriorVertices> ops = {};

  bool HasEdge(int64_t from, int64_t to) const { return from < to && (edges >> EdgeNumber(from, to) & 1) != 0; }
  void AddEdge(int64_t from, int64_t to) { edges |= uint32_t{1} << EdgeNumber(from, to); }
  int64_t output() const { return num_vertices - 1; }
  // Of a vertex between the input and the output.
  Op op(int64_t vertex) const { return ops[vertex - 1]; }

  friend bool operator==(const Cell& a, const Cell& b) {
    return a.edges == b.edges && a.num_vertices == b.num_vertices && a.ops == b.ops;
  }
  friend bool operator!=(const Cell& a, const Cell& b) { return !(a == b); }
  // The order in which the authors' program enumerates.
  friend bool operator<(const Cell& a, const Cell& b) {
    return std::tie(a.num_vertices, a.edges, a.ops) < std::tie(b.num_vertices, b.edges, b.ops);
  }
};

// The operation's name: conv3x3, conv1x1, maxpool3x3. Each convolution has batch normalisation and ReLU behind it.
absl::string_view OpName(Op op);

int64_t NumEdges(const Cell& cell);

// OK for a cell of the space: 2 to 7 vertices, each on a path from the input to the output, and at most 9 edges.
// InvalidArgument says which vertex, or how many edges, are against it.
absl::Status CheckCell(const Cell& cell);

// The cell without the vertices that lie on no path from the input to the output, the others in the same order; or
// InvalidArgument if there is no path, or what is left has more than 9 edges. For 2 to 7 vertices and any edges.
absl::StatusOr<Cell> Pruned(const Cell& cell);

// Each vertex but the input, in order, with the vertices it sums: "conv3x3~0|maxpool3x3~0~1|output~1~2".
std::string ToString(const Cell& cell);

// Inverse of ToString; InvalidArgument says what is wrong with which part of `text`. The cell need not be pruned.
absl::StatusOr<Cell> ParseCell(absl::string_view text);

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_CELL_H_
