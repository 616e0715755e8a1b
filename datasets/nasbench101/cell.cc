#include "datasets/nasbench101/cell.h"

#include <bitset>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace duet::nasbench101 {
namespace {

static_assert(sizeof(Cell) == 12, "cells are held by the hundred thousand");

constexpr std::array<absl::string_view, kNumOps> kOpNames = {"conv3x3", "conv1x1", "maxpool3x3"};
constexpr absl::string_view kOutputName = "output";

// By vertex. Edges lead to later vertices, so one pass forward finds what the input reaches and one backward what
// reaches the output.
std::array<bool, kMaxNumVertices> VerticesOnPaths(const Cell& cell) {
  const int64_t output = cell.output();
  std::array<bool, kMaxNumVertices> from_input = {true};
  for (int64_t v = 1; v <= output; ++v) {
    for (int64_t u = 0; u < v; ++u) from_input[v] |= from_input[u] && cell.HasEdge(u, v);
  }
  std::array<bool, kMaxNumVertices> to_output = {};
  to_output[output] = true;
  for (int64_t v = output - 1; v >= 0; --v) {
    for (int64_t w = v + 1; w <= output; ++w) to_output[v] |= to_output[w] && cell.HasEdge(v, w);
  }
  std::array<bool, kMaxNumVertices> on_path = {};
  for (int64_t v = 0; v <= output; ++v) on_path[v] = from_input[v] && to_output[v];
  return on_path;
}

// What Cell's type lets through, but no graph has.
absl::Status CheckGraph(const Cell& cell) {
  if (cell.num_vertices < 2 || cell.num_vertices > kMaxNumVertices) {
    return absl::InvalidArgumentError(absl::StrCat("a cell of ", cell.num_vertices, " vertices, not of 2 to 7"));
  }
  if (cell.edges >> EdgeNumber(0, cell.num_vertices) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("edges 0x", absl::Hex(cell.edges), " lead outside of the ",
                                                   cell.num_vertices, " vertices of a cell"));
  }
  for (size_t i = 0; i < cell.ops.size(); ++i) {
    const int64_t code = static_cast<int64_t>(cell.ops[i]);
    if (code >= kNumOps || (code != 0 && static_cast<int64_t>(i) >= cell.num_vertices - 2)) {
      return absl::InvalidArgumentError(
          absl::StrCat("operation ", code, " at vertex ", i + 1, " of a cell of ", cell.num_vertices, " vertices"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNumEdges(const Cell& cell) {
  if (NumEdges(cell) <= kMaxNumEdges) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("cell ", ToString(cell), " has ", NumEdges(cell), " edges, more than ", kMaxNumEdges));
}

absl::StatusOr<Op> ParseOp(absl::string_view name) {
  for (int64_t i = 0; i < kNumOps; ++i) {
    if (kOpNames[i] == name) return static_cast<Op>(i);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown operation \"", name, "\" (known: conv3x3, conv1x1, maxpool3x3; output at the end)"));
}

}  // namespace

absl::string_view OpName(Op op) { return kOpNames[static_cast<size_t>(op)]; }

int64_t NumEdges(const Cell& cell) { return static_cast<int64_t>(std::bitset<32>(cell.edges).count()); }

absl::Status CheckCell(const Cell& cell) {
  RETURN_IF_ERROR(CheckGraph(cell));
  const std::array<bool, kMaxNumVertices> on_path = VerticesOnPaths(cell);
  for (int64_t v = 0; v < cell.num_vertices; ++v) {
    if (on_path[v]) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("vertex ", v, " of cell ", ToString(cell), " is on no path from the input to the output"));
  }
  return CheckNumEdges(cell);
}

absl::StatusOr<Cell> Pruned(const Cell& cell) {
  RETURN_IF_ERROR(CheckGraph(cell));
  const std::array<bool, kMaxNumVertices> on_path = VerticesOnPaths(cell);
  if (!on_path[0]) {
    return absl::InvalidArgumentError(
        absl::StrCat("cell ", ToString(cell), " has no path from its input to its output"));
  }
  std::vector<int64_t> kept;
  for (int64_t v = 0; v < cell.num_vertices; ++v) {
    if (on_path[v]) kept.push_back(v);
  }
  Cell pruned;
  pruned.num_vertices = static_cast<uint8_t>(kept.size());
  for (int64_t to = 1; to < pruned.num_vertices; ++to) {
    for (int64_t from = 0; from < to; ++from) {
      if (cell.HasEdge(kept[from], kept[to])) pruned.AddEdge(from, to);
    }
    if (to < pruned.output()) pruned.ops[to - 1] = cell.op(kept[to]);
  }
  RETURN_IF_ERROR(CheckNumEdges(pruned));
  return pruned;
}

std::string ToString(const Cell& cell) {
  std::string text;
  for (int64_t v = 1; v < cell.num_vertices; ++v) {
    absl::StrAppend(&text, v == 1 ? "" : "|", v == cell.output() ? kOutputName : OpName(cell.op(v)));
    for (int64_t u = 0; u < v; ++u) {
      if (cell.HasEdge(u, v)) absl::StrAppend(&text, "~", u);
    }
  }
  return text;
}

absl::StatusOr<Cell> ParseCell(absl::string_view text) {
  const std::vector<absl::string_view> vertices = absl::StrSplit(text, '|');
  if (static_cast<int64_t>(vertices.size()) >= kMaxNumVertices) {
    return absl::InvalidArgumentError(absl::StrCat("cell \"", text, "\" has ", vertices.size(),
                                                   " vertices joined by '|', not 1 to ", kMaxNumVertices - 1));
  }
  Cell cell;
  cell.num_vertices = static_cast<uint8_t>(vertices.size() + 1);
  for (int64_t v = 1; v < cell.num_vertices; ++v) {
    const std::vector<absl::string_view> parts = absl::StrSplit(vertices[v - 1], '~');
    if (v < cell.output()) {
      ASSIGN_OR_RETURN(cell.ops[v - 1], ParseOp(parts[0]));
    } else if (parts[0] != kOutputName) {
      return absl::InvalidArgumentError(
          absl::StrCat("the last vertex of cell \"", text, "\" is \"", parts[0], "\", not output"));
    }
    for (size_t i = 1; i < parts.size(); ++i) {
      int64_t source = 0;
      if (!absl::SimpleAtoi(parts[i], &source) || source < 0 || source >= v || absl::StrCat(source) != parts[i]) {
        return absl::InvalidArgumentError(absl::StrCat("\"", parts[i], "\" in \"", vertices[v - 1], "\" of cell \"",
                                                       text, "\" is no vertex before vertex ", v));
      }
      if (cell.HasEdge(source, v)) {
        return absl::InvalidArgumentError(
            absl::StrCat("\"", vertices[v - 1], "\" of cell \"", text, "\" has the edge from ", source, " twice"));
      }
      cell.AddEdge(source, v);
    }
  }
  return cell;
}

}  // namespace duet::nasbench101
