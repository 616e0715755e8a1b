#include "predictors/nasbench_asr_encoder.h"

#include "datasets/graph_hash.h"
#include "datasets/nasbench_asr/counts.h"
#include "datasets/nasbench_asr/fingerprint.h"

namespace duet::predictors {
namespace {

constexpr int8_t kInputLabel = 5;  // operations before it as nasbench_asr::Op numbers them
constexpr int8_t kOutputLabel = 6;
constexpr int8_t kGlobalLabel = 7;

constexpr int64_t kFramesOfASecond = 98;

using nasbench_asr::Cell;
using nasbench_asr::kNumNodes;
using nasbench_asr::kNumOps;
using nasbench_asr::kNumSkips;

FeatureBlock Choices(absl::Span<const Cell> cells) {
  FeatureBlock block{"choices", /*is_one_hot=*/true, {}, {}};
  for (int node = 0; node < kNumNodes; ++node) block.group.insert(block.group.end(), kNumOps, node);
  for (int skip = 0; skip < kNumSkips; ++skip) block.group.insert(block.group.end(), 2, kNumNodes + skip);
  block.values.setZero(cells.size(), block.group.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    for (int64_t node = 0; node < kNumNodes; ++node) {
      block.values(i, node * kNumOps + static_cast<int64_t>(cells[i].ops[node])) = 1;
    }
    for (int64_t skip = 0; skip < kNumSkips; ++skip) {
      block.values(i, kNumNodes * kNumOps + 2 * skip + (cells[i].skips[skip] ? 1 : 0)) = 1;
    }
  }
  return block;
}

// Labels of the nodes 1 to 5, and arcs between them.
FeatureBlock EffectiveChoices(absl::Span<const Graph> graphs) {
  constexpr int64_t kNumLabels = kNasBenchAsrNumLabels;  // one is the global node's; here: none
  constexpr int64_t kNumNodesRead = kNasBenchAsrNumGraphNodes - 1;
  FeatureBlock block{"effective_choices", /*is_one_hot=*/true, {}, {}};
  int group = 0;
  for (; group < kNumNodesRead; ++group) block.group.insert(block.group.end(), kNumLabels, group);
  for (int64_t from = 1; from <= kNumNodesRead; ++from) {
    for (int64_t to = from + 1; to <= kNumNodesRead; ++to) block.group.insert(block.group.end(), 2, group++);
  }
  block.values.setZero(graphs.size(), block.group.size());
  for (size_t i = 0; i < graphs.size(); ++i) {
    const Graph& graph = graphs[i];
    int64_t column = 0;
    for (int64_t node = 1; node <= kNumNodesRead; ++node, column += kNumLabels) {
      const int8_t label = graph.labels[node];
      block.values(i, column + (label == Graph::kNoLabel ? kGlobalLabel : label)) = 1;
    }
    for (int64_t from = 1; from <= kNumNodesRead; ++from) {
      for (int64_t to = from + 1; to <= kNumNodesRead; ++to, column += 2) {
        block.values(i, column + graph.adjacency[from * graph.num_nodes + to]) = 1;
      }
    }
  }
  return block;
}

FeatureBlock Counts(absl::Span<const Cell> cells) {
  FeatureBlock block{"counts", /*is_one_hot=*/false, {}, {}};
  for (int column = 0; column <= kNumOps; ++column) block.group.push_back(column);
  block.values.setZero(cells.size(), block.group.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    for (const nasbench_asr::Op op : cells[i].ops) block.values(i, static_cast<int64_t>(op)) += 1;
    for (const bool skip : cells[i].skips) block.values(i, kNumOps) += skip ? 1 : 0;
  }
  return block;
}

}  // namespace

Graph NasBenchAsrGraph(const nasbench_asr::Cell& cell) {
  const nasbench_asr::CellGraph cell_graph = nasbench_asr::MinimalGraph(cell);
  Graph graph;
  graph.num_nodes = kNasBenchAsrNumGraphNodes;
  graph.adjacency.assign(graph.num_nodes * graph.num_nodes, 0);
  graph.labels.assign(graph.num_nodes, Graph::kNoLabel);
  graph.labels[0] = kGlobalLabel;
  for (size_t v = 0; v < cell_graph.labels.size(); ++v) {
    const int label = cell_graph.labels[v];
    graph.labels[v + 1] = label == datasets::kInputLabel    ? kInputLabel
                          : label == datasets::kOutputLabel ? kOutputLabel
                                                            : static_cast<int8_t>(label);
    for (size_t w = 0; w < cell_graph.labels.size(); ++w) {
      if (cell_graph.adjacency[v][w]) graph.adjacency[(v + 1) * graph.num_nodes + w + 1] = 1;
    }
  }
  for (int64_t node = 0; node < graph.num_nodes; ++node) {
    graph.adjacency[node] = 1;
    graph.adjacency[node * graph.num_nodes + node] = 1;
  }
  return graph;
}

EncodedArchitectures EncodeNasBenchAsr(absl::Span<const Cell> cells) {
  EncodedArchitectures encoded;
  encoded.space = "nasbench_asr";
  encoded.num_labels = kNasBenchAsrNumLabels;
  for (const Cell& cell : cells) {
    encoded.names.push_back(ToString(cell));
    encoded.graphs.push_back(NasBenchAsrGraph(cell));
    encoded.mega_flops.push_back(static_cast<double>(NumMacs(cell, kFramesOfASecond)) / 1e6);
  }
  encoded.choices = Choices(cells);
  encoded.effective_choices = EffectiveChoices(encoded.graphs);
  encoded.counts = {Counts(cells)};
  encoded.operations.resize(cells.size());
  return encoded;
}

}  // namespace duet::predictors
