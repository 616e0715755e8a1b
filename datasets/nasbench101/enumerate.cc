#include "datasets/nasbench101/enumerate.h"

#include <algorithm>
#include <bitset>
#include <numeric>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::nasbench101 {
namespace {

constexpr int64_t kMaxNumEdgeBits = EdgeNumber(0, kMaxNumVertices);

// Of an edge that a renumbering turns around.
constexpr uint32_t kBackward = uint32_t{1} << 31;

// One renumbering of the vertices between the input and the output.
struct Renumbering {
  std::array<int64_t, kMaxNumInteriorVertices> new_position;  // of ops[i]
  std::array<uint32_t, kMaxNumEdgeBits> new_edge;             // bit of each edge number, or kBackward

  // The edges, with kBackward if one is.
  uint32_t Edges(uint32_t edges) const {
    uint32_t renumbered = 0;
    for (; edges != 0; edges &= edges - 1) renumbered |= new_edge[__builtin_ctz(edges)];
    return renumbered;
  }

  std::array<Op, kMaxNumInteriorVertices> Ops(const std::array<Op, kMaxNumInteriorVertices>& ops) const {
    std::array<Op, kMaxNumInteriorVertices> renumbered = {};
    for (size_t i = 0; i < ops.size(); ++i) renumbered[new_position[i]] = ops[i];
    return renumbered;
  }
};

std::vector<Renumbering> MakeRenumberings(int64_t num_vertices) {
  std::vector<int64_t> position(num_vertices - 2);
  std::iota(position.begin(), position.end(), 0);
  std::vector<Renumbering> renumberings;
  do {
    Renumbering renumbering;
    std::iota(renumbering.new_position.begin(), renumbering.new_position.end(), 0);
    std::copy(position.begin(), position.end(), renumbering.new_position.begin());
    const auto vertex = [&](int64_t v) { return v == 0 || v == num_vertices - 1 ? v : position[v - 1] + 1; };
    for (int64_t to = 1; to < num_vertices; ++to) {
      for (int64_t from = 0; from < to; ++from) {
        renumbering.new_edge[EdgeNumber(from, to)] =
            vertex(from) < vertex(to) ? uint32_t{1} << EdgeNumber(vertex(from), vertex(to)) : kBackward;
      }
    }
    renumberings.push_back(renumbering);
  } while (std::next_permutation(position.begin(), position.end()));
  return renumberings;
}

const std::vector<Renumbering>& Renumberings(int64_t num_vertices) {
  static const auto* const renumberings = [] {
    auto* const by_num_vertices = new std::array<std::vector<Renumbering>, kMaxNumVertices + 1>;
    for (int64_t n = 2; n <= kMaxNumVertices; ++n) (*by_num_vertices)[n] = MakeRenumberings(n);
    return by_num_vertices;
  }();
  return (*renumberings)[num_vertices];
}

// Whether every vertex but the input has an edge to it and every one but the output an edge from it: then, as edges
// lead to later vertices, each lies on a path from the input to the output.
bool IsConnected(uint32_t edges, int64_t num_vertices) {
  for (int64_t v = 1; v < num_vertices; ++v) {
    const uint32_t into_v = ((uint32_t{1} << v) - 1) << EdgeNumber(0, v);
    if ((edges & into_v) == 0) return false;
  }
  for (int64_t v = 0; v < num_vertices - 1; ++v) {
    bool leads_on = false;
    for (int64_t w = v + 1; w < num_vertices; ++w) leads_on |= (edges >> EdgeNumber(v, w) & 1) != 0;
    if (!leads_on) return false;
  }
  return true;
}

// The renumberings that leave the graph as it is, or nothing if one makes it smaller.
std::optional<std::vector<const Renumbering*>> SymmetriesOfSmallest(uint32_t edges, int64_t num_vertices) {
  std::vector<const Renumbering*> symmetries;
  for (const Renumbering& renumbering : Renumberings(num_vertices)) {
    const uint32_t renumbered = renumbering.Edges(edges);
    if (renumbered < edges) return std::nullopt;
    if (renumbered == edges) symmetries.push_back(&renumbering);
  }
  return symmetries;
}

// Adds the cells of a graph. Operations count up, the first vertex's most significant.
void AddLabelled(uint32_t edges, int64_t num_vertices, const std::vector<const Renumbering*>& symmetries,
                 std::vector<Cell>& cells) {
  Cell cell;
  cell.edges = edges;
  cell.num_vertices = static_cast<uint8_t>(num_vertices);
  while (true) {
    const bool is_smallest = std::none_of(symmetries.begin(), symmetries.end(), [&](const Renumbering* symmetry) {
      return symmetry->Ops(cell.ops) < cell.ops;
    });
    if (is_smallest) cells.push_back(cell);
    int64_t i = num_vertices - 3;
    while (i >= 0 && cell.ops[i] == Op::kMaxPool3x3) cell.ops[i--] = Op::kConv3x3;
    if (i < 0) return;
    cell.ops[i] = static_cast<Op>(static_cast<int>(cell.ops[i]) + 1);
  }
}

}  // namespace

std::vector<Cell> EnumerateCells(int64_t max_num_vertices) {
  std::vector<Cell> cells;
  cells.reserve(kNumCellsUpTo[max_num_vertices]);
  for (int64_t num_vertices = 2; num_vertices <= max_num_vertices; ++num_vertices) {
    const uint32_t num_graphs = uint32_t{1} << EdgeNumber(0, num_vertices);
    for (uint32_t edges = 0; edges < num_graphs; ++edges) {
      if (std::bitset<32>(edges).count() > kMaxNumEdges || !IsConnected(edges, num_vertices)) continue;
      const std::optional<std::vector<const Renumbering*>> symmetries = SymmetriesOfSmallest(edges, num_vertices);
      if (symmetries.has_value()) AddLabelled(edges, num_vertices, *symmetries, cells);
    }
  }
  return cells;
}

Cell Canonical(const Cell& cell) {
  Cell smallest = cell;
  for (const Renumbering& renumbering : Renumberings(cell.num_vertices)) {
    Cell renumbered = cell;
    renumbered.edges = renumbering.Edges(cell.edges);
    // A backward edge makes it larger than any cell.
    if (renumbered.edges > smallest.edges) continue;
    renumbered.ops = renumbering.Ops(cell.ops);
    if (renumbered < smallest) smallest = renumbered;
  }
  return smallest;
}

absl::StatusOr<int64_t> IndexOf(const Cell& cell, absl::Span<const Cell> cells) {
  ASSIGN_OR_RETURN(const Cell pruned, Pruned(cell));
  const Cell canonical = Canonical(pruned);
  const auto found = std::lower_bound(cells.begin(), cells.end(), canonical);
  if (found == cells.end() || *found != canonical) {
    return absl::NotFoundError(absl::StrCat("cell ", ToString(canonical), " is none of ", cells.size(), " cells"));
  }
  return found - cells.begin();
}

}  // namespace duet::nasbench101
