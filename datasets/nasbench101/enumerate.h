// All cells of NAS-Bench-101, each once: 423,624.
//
// Two cells are the same if some renumbering of their vertices makes them equal. Of the equal ones, the canonical cell
// is the smallest that has all edges lead to later vertices: the one that the authors' program comes upon first and
// that they trained. Only it has exactly the published number of parameters, since channels are split by the order of
// vertices (network.h).
//
// Graphs come first: of every upper triangular matrix, those that no renumbering makes smaller, with the renumberings
// that leave them as they are; then operations, of which no such renumbering makes a smaller sequence. Nothing is
// hashed: the benchmark's own keys are in cell_key.h.
//
// Source: Ying et al. 2019, NAS-Bench-101, section S1; order of enumeration as in the authors' program.

#ifndef DATASETS_NASBENCH101_ENUMERATE_H_
#define DATASETS_NASBENCH101_ENUMERATE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/nasbench101/cell.h"

namespace duet::nasbench101 {

constexpr int64_t kNumCells = 423'624;

// How many cells have at most 0, 1, ... 7 vertices.
constexpr std::array<int64_t, kMaxNumVertices + 1> kNumCellsUpTo = {0, 0, 1, 7, 91, 2'532, 64'542, kNumCells};

// Returns the canonical cells of at most `max_num_vertices` vertices, in [2, 7], in ascending order: the index of a
// cell is its number in the space.
std::vector<Cell> EnumerateCells(int64_t max_num_vertices = kMaxNumVertices);

// Returns the canonical form of a cell that CheckCell accepts.
Cell Canonical(const Cell& cell);

// Returns the index in `cells`, which EnumerateCells returned, of what any graph is pruned to; or the error of Pruned,
// or NotFound if `cells` have fewer vertices.
absl::StatusOr<int64_t> IndexOf(const Cell& cell, absl::Span<const Cell> cells);

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_ENUMERATE_H_
