#include "datasets/nasbench201/cell.h"

#include <cassert>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace duet::nasbench201 {
namespace {

constexpr std::array<absl::string_view, kNumOps> kOpNames = {"none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3",
                                                             "avg_pool_3x3"};

// Which edges lie on a path from the input to the output. kEdges is sorted by target, so one pass in order finds what
// the input reaches and one in reverse order what reaches the output.
std::array<bool, kNumEdges> EdgesOnPaths(const Cell& cell) {
  std::array<bool, kNumNodes> from_input = {true};
  for (int e = 0; e < kNumEdges; ++e) {
    if (cell.ops[e] != Op::kNone && from_input[kEdges[e].source]) from_input[kEdges[e].target] = true;
  }
  std::array<bool, kNumNodes> to_output = {};
  to_output[kNumNodes - 1] = true;
  for (int e = kNumEdges - 1; e >= 0; --e) {
    if (cell.ops[e] != Op::kNone && to_output[kEdges[e].target]) to_output[kEdges[e].source] = true;
  }
  std::array<bool, kNumEdges> on_path = {};
  for (int e = 0; e < kNumEdges; ++e) {
    on_path[e] = cell.ops[e] != Op::kNone && from_input[kEdges[e].source] && to_output[kEdges[e].target];
  }
  return on_path;
}

absl::StatusOr<Op> ParseOp(absl::string_view name) {
  for (int64_t i = 0; i < kNumOps; ++i) {
    if (kOpNames[i] == name) return static_cast<Op>(i);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown operation \"", name, "\" (known: none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3)"));
}

}  // namespace

absl::string_view OpName(Op op) { return kOpNames[static_cast<size_t>(op)]; }

int64_t CellId(const Cell& cell) {
  int64_t id = 0;
  for (const Op op : cell.ops) id = id * kNumOps + static_cast<int64_t>(op);
  return id;
}

Cell CellFromId(int64_t cell_id) {
  assert(0 <= cell_id && cell_id < kNumCells);
  Cell cell;
  for (int e = kNumEdges - 1; e >= 0; --e) {
    cell.ops[e] = static_cast<Op>(cell_id % kNumOps);
    cell_id /= kNumOps;
  }
  return cell;
}

std::string ToString(const Cell& cell) {
  std::string text;
  for (int e = 0; e < kNumEdges; ++e) {
    const bool starts_node = e == 0 || kEdges[e].target != kEdges[e - 1].target;
    if (starts_node) absl::StrAppend(&text, e == 0 ? "|" : "+|");
    absl::StrAppend(&text, OpName(cell.ops[e]), "~", kEdges[e].source, "|");
  }
  return text;
}

absl::StatusOr<Cell> ParseCell(absl::string_view text) {
  const std::vector<absl::string_view> nodes = absl::StrSplit(text, '+');
  if (nodes.size() != kNumNodes - 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("architecture \"", text, "\" has ", nodes.size(), " nodes joined by '+', not 3"));
  }
  Cell cell;
  int edge = 0;
  for (size_t node = 0; node < nodes.size(); ++node) {
    const std::vector<absl::string_view> parts = absl::StrSplit(nodes[node], '|');
    // "|a~0|b~1|" splits into "", "a~0", "b~1", "".
    if (parts.size() != node + 3 || !parts.front().empty() || !parts.back().empty()) {
      return absl::InvalidArgumentError(absl::StrCat("node ", node + 1, " of architecture \"", text, "\" must have ",
                                                     node + 1, " operations between '|', got \"", nodes[node], "\""));
    }
    for (size_t source = 0; source <= node; ++source, ++edge) {
      const std::pair<absl::string_view, absl::string_view> op_and_source =
          absl::StrSplit(parts[source + 1], absl::MaxSplits('~', 1));
      if (op_and_source.second != absl::StrCat(source)) {
        return absl::InvalidArgumentError(
            absl::StrCat("\"", parts[source + 1], "\" in architecture \"", text, "\" must end with ~", source));
      }
      ASSIGN_OR_RETURN(cell.ops[edge], ParseOp(op_and_source.first));
    }
  }
  return cell;
}

bool HasPath(const Cell& cell) {
  for (const bool on_path : EdgesOnPaths(cell)) {
    if (on_path) return true;
  }
  return false;
}

Cell Pruned(const Cell& cell) {
  const std::array<bool, kNumEdges> on_path = EdgesOnPaths(cell);
  Cell pruned;
  for (int e = 0; e < kNumEdges; ++e) pruned.ops[e] = on_path[e] ? cell.ops[e] : Op::kNone;
  return pruned;
}

}  // namespace duet::nasbench201
