#include "predictors/nasbench201_encoder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "datasets/nasbench201/counts.h"
#include "datasets/nasbench201/operations.h"

namespace duet::predictors {
namespace {

using nasbench201::Cell;
using nasbench201::kEdges;
using nasbench201::kNumEdges;
using nasbench201::kNumNodes;
using nasbench201::kNumOps;
using nasbench201::Op;

// Operations that compute something; their column in labels and counts.
constexpr std::array<Op, 3> kComputing = {Op::kConv1x1, Op::kConv3x3, Op::kAvgPool3x3};
constexpr int kNumComputing = kComputing.size();
constexpr int kInputLabel = 3;
constexpr int kOutputLabel = 4;
constexpr int kGlobalLabel = 5;

bool Computes(Op op) { return op != Op::kNone && op != Op::kSkipConnect; }
int ColumnOf(Op op) { return static_cast<int>(op) - static_cast<int>(Op::kConv1x1); }

// The graph without global node and self-loops: arcs[from][to]; node 0 input, e + 1 edge e's operation, 7 output.
constexpr int kNumBaseNodes = kNumEdges + 2;
constexpr int kOutputNode = kNumBaseNodes - 1;
using Arcs = std::array<std::array<bool, kNumBaseNodes>, kNumBaseNodes>;

Arcs ArcsBetweenOperations(const Cell& cell) {
  Arcs arcs = {};
  for (int e = 0; e < kNumEdges; ++e) {
    if (kEdges[e].source == 0) arcs[0][e + 1] = true;
    if (kEdges[e].target == kNumNodes - 1) arcs[e + 1][kOutputNode] = true;
    for (int next = e + 1; next < kNumEdges; ++next) {
      if (kEdges[e].target == kEdges[next].source) arcs[e + 1][next + 1] = true;
    }
  }
  for (int e = 0; e < kNumEdges; ++e) {
    if (Computes(cell.ops[e])) continue;
    const int node = e + 1;
    if (cell.ops[e] == Op::kSkipConnect) {
      for (int from = 0; from < kNumBaseNodes; ++from) {
        for (int to = 0; to < kNumBaseNodes && arcs[from][node]; ++to) arcs[from][to] |= arcs[node][to];
      }
    }
    for (int other = 0; other < kNumBaseNodes; ++other) arcs[other][node] = arcs[node][other] = false;
  }
  return arcs;
}

std::array<bool, kNumBaseNodes> NodesOnPaths(const Arcs& arcs) {
  std::array<bool, kNumBaseNodes> from_input = {true};
  for (int node = 0; node < kNumBaseNodes; ++node) {
    for (int to = node + 1; to < kNumBaseNodes; ++to) from_input[to] |= from_input[node] && arcs[node][to];
  }
  std::array<bool, kNumBaseNodes> to_output = {};
  to_output[kOutputNode] = true;
  for (int node = kNumBaseNodes - 1; node >= 0; --node) {
    for (int to = node + 1; to < kNumBaseNodes; ++to) to_output[node] |= to_output[to] && arcs[node][to];
  }
  std::array<bool, kNumBaseNodes> on_path;
  for (int node = 0; node < kNumBaseNodes; ++node) on_path[node] = from_input[node] && to_output[node];
  return on_path;
}

// The greatest sum of `weight` over the operations of a path from the input to the output, or -1 without a path.
double LongestPath(const Cell& cell, const std::array<double, kNumComputing>& weight) {
  std::array<double, kNumNodes> longest = {0, -1, -1, -1};
  for (int e = 0; e < kNumEdges; ++e) {  // sorted by target
    if (cell.ops[e] == Op::kNone || longest[kEdges[e].source] < 0) continue;
    const double length = longest[kEdges[e].source] + (Computes(cell.ops[e]) ? weight[ColumnOf(cell.ops[e])] : 0.0);
    longest[kEdges[e].target] = std::max(longest[kEdges[e].target], length);
  }
  return longest[kNumNodes - 1];
}

FeatureBlock OneHotChoices(absl::string_view name, absl::Span<const Cell> cells) {
  FeatureBlock block{std::string(name), /*is_one_hot=*/true, {}, {}};
  for (int e = 0; e < kNumEdges; ++e) block.group.insert(block.group.end(), kNumOps, e);
  block.values.setZero(cells.size(), kNumEdges * kNumOps);
  for (size_t i = 0; i < cells.size(); ++i) {
    for (int e = 0; e < kNumEdges; ++e) block.values(i, e * kNumOps + static_cast<int64_t>(cells[i].ops[e])) = 1.0;
  }
  return block;
}

FeatureBlock Counts(absl::string_view name, absl::Span<const Cell> cells) {
  FeatureBlock block{std::string(name), /*is_one_hot=*/false, {}, {}};
  const int64_t num_columns = NasBench201CountNames().size();
  for (int column = 0; column < num_columns; ++column) block.group.push_back(column);
  block.values.resize(cells.size(), num_columns);
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::vector<double> counts = NasBench201Counts(cells[i]);
    block.values.row(i) = Eigen::Map<const Eigen::RowVectorXd>(counts.data(), counts.size());
  }
  return block;
}

}  // namespace

Graph NasBench201Graph(const Cell& cell) {
  const Arcs arcs = ArcsBetweenOperations(cell);
  const std::array<bool, kNumBaseNodes> on_path = NodesOnPaths(arcs);
  Graph graph;
  graph.num_nodes = kNasBench201NumGraphNodes;
  graph.adjacency.assign(graph.num_nodes * graph.num_nodes, 0);
  graph.labels.assign(graph.num_nodes, Graph::kNoLabel);
  const auto arc = [&](int64_t from, int64_t to) -> uint8_t& { return graph.adjacency[from * graph.num_nodes + to]; };
  for (int from = 0; from < kNumBaseNodes; ++from) {
    for (int to = 0; to < kNumBaseNodes; ++to) {
      if (arcs[from][to] && on_path[from] && on_path[to]) arc(from + 1, to + 1) = 1;
    }
  }
  for (int64_t node = 0; node < graph.num_nodes; ++node) arc(0, node) = arc(node, node) = 1;
  graph.labels[0] = kGlobalLabel;
  graph.labels[1] = kInputLabel;  // also where the cell has no path, as in the released code
  graph.labels[graph.num_nodes - 1] = kOutputLabel;
  for (int e = 0; e < kNumEdges; ++e) {
    // The released code labels an operation by its own edge; on no path it has been cleared.
    if (Computes(cell.ops[e]) && on_path[e + 1]) graph.labels[e + 2] = ColumnOf(cell.ops[e]);
  }
  return graph;
}

std::vector<std::string> NasBench201CountNames() {
  const std::array<absl::string_view, kNumComputing> kinds = {"conv1x1", "conv3x3", "avg_pool"};
  std::vector<std::string> names = {"skips"};
  for (const auto kind : kinds) names.push_back(std::string(kind));
  for (const auto from : kinds) {
    for (const auto to : kinds) names.push_back(absl::StrCat(from, "_to_", to));
  }
  for (const auto kind : kinds) names.push_back(absl::StrCat("input_to_", kind));
  for (const auto kind : kinds) names.push_back(absl::StrCat(kind, "_to_output"));
  for (const auto name : {"input_to_output", "sums", "output_in_degree", "summing_nodes", "longest_path",
                          "longest_path_conv3x3", "longest_path_convs", "longest_path_weighted"}) {
    names.push_back(name);
  }
  return names;
}

std::vector<double> NasBench201Counts(const Cell& cell) {
  // skips[i][j]: paths from node i to node j that consist of skips alone.
  std::array<std::array<double, kNumNodes>, kNumNodes> skips = {};
  std::array<int, kNumNodes> in_degree = {};
  double num_skips = 0;
  for (int i = 0; i < kNumNodes; ++i) skips[i][i] = 1;
  for (int e = 0; e < kNumEdges; ++e) {
    in_degree[kEdges[e].target] += cell.ops[e] != Op::kNone;
    if (cell.ops[e] != Op::kSkipConnect) continue;
    ++num_skips;
    for (int i = 0; i < kNumNodes; ++i) skips[i][kEdges[e].target] += skips[i][kEdges[e].source];
  }
  std::array<double, kNumComputing> count = {}, from_input = {}, to_output = {};
  std::array<std::array<double, kNumComputing>, kNumComputing> feeds = {};
  for (int e = 0; e < kNumEdges; ++e) {
    if (!Computes(cell.ops[e])) continue;
    const int column = ColumnOf(cell.ops[e]);
    ++count[column];
    from_input[column] += skips[0][kEdges[e].source];
    to_output[column] += skips[kEdges[e].target][kNumNodes - 1];
    for (int next = 0; next < kNumEdges; ++next) {
      if (!Computes(cell.ops[next])) continue;
      feeds[column][ColumnOf(cell.ops[next])] += skips[kEdges[e].target][kEdges[next].source];
    }
  }
  std::vector<double> counts = {num_skips};
  counts.insert(counts.end(), count.begin(), count.end());
  for (const auto& row : feeds) counts.insert(counts.end(), row.begin(), row.end());
  counts.insert(counts.end(), from_input.begin(), from_input.end());
  counts.insert(counts.end(), to_output.begin(), to_output.end());
  double num_sums = 0, num_summing_nodes = 0;
  for (const int degree : in_degree) {
    num_sums += std::max(0, degree - 1);
    num_summing_nodes += degree > 1;
  }
  counts.insert(counts.end(), {skips[0][kNumNodes - 1], num_sums, static_cast<double>(in_degree[kNumNodes - 1]),
                               num_summing_nodes, LongestPath(cell, {1, 1, 1}), LongestPath(cell, {0, 1, 0}),
                               LongestPath(cell, {1, 1, 0}), LongestPath(cell, {1, 9, 3})});
  return counts;
}

EncodedArchitectures EncodeNasBench201(absl::Span<const Cell> cells) {
  EncodedArchitectures encoded;
  encoded.space = "nasbench201";
  encoded.num_labels = kNasBench201NumLabels;
  std::vector<Cell> pruned;
  absl::flat_hash_map<std::string, int64_t> operation_index;
  for (const nasbench201::Operation& operation : nasbench201::AllOperations()) {
    operation_index[Key(operation)] = encoded.operation_names.size();
    encoded.operation_names.push_back(Key(operation));
  }
  for (const Cell& cell : cells) {
    encoded.names.push_back(ToString(cell));
    encoded.graphs.push_back(NasBench201Graph(cell));
    pruned.push_back(Pruned(cell));
    encoded.mega_flops.push_back(1e-6 * CountNetwork(pruned.back(), nasbench201::LatBenchForm()).num_macs);
    std::vector<OperationCount> operations;
    if (const auto counts = nasbench201::OperationsOf(cell); counts.ok()) {
      for (const auto& [operation, count] : *counts) operations.push_back({operation_index[Key(operation)], count});
    }
    encoded.operations.push_back(std::move(operations));
  }
  encoded.choices = OneHotChoices("choices", cells);
  encoded.effective_choices = OneHotChoices("effective choices", pruned);
  encoded.counts = {Counts("counts", cells), Counts("effective counts", pruned)};
  return encoded;
}

}  // namespace duet::predictors
