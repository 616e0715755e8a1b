#include "predictors/nasbench101_encoder.h"

namespace duet::predictors {
namespace {

using nasbench101::Cell;

constexpr int8_t kPaddingLabel = 0;
constexpr int8_t kFirstOpLabel = 1;  // conv3x3, conv1x1, maxpool3x3 as nasbench101::Op numbers them
constexpr int8_t kInputLabel = 4;
constexpr int8_t kOutputLabel = 5;
constexpr int8_t kGlobalLabel = 6;

}  // namespace

Graph NasBench101Graph(const Cell& cell) {
  Graph graph;
  graph.num_nodes = kNasBench101NumGraphNodes;
  graph.adjacency.assign(graph.num_nodes * graph.num_nodes, 0);
  graph.labels.assign(graph.num_nodes, kPaddingLabel);
  const auto node_of = [&](int64_t vertex) { return vertex == cell.output() ? graph.num_nodes - 1 : vertex + 1; };
  for (int64_t to = 1; to < cell.num_vertices; ++to) {
    for (int64_t from = 0; from < to; ++from) {
      if (cell.HasEdge(from, to)) graph.adjacency[node_of(from) * graph.num_nodes + node_of(to)] = 1;
    }
    if (to < cell.output()) graph.labels[node_of(to)] = kFirstOpLabel + static_cast<int8_t>(cell.op(to));
  }
  for (int64_t node = 0; node < graph.num_nodes; ++node) {
    graph.adjacency[node] = 1;
    graph.adjacency[node * graph.num_nodes + node] = 1;
  }
  graph.labels[0] = kGlobalLabel;
  graph.labels[node_of(0)] = kInputLabel;
  graph.labels[node_of(cell.output())] = kOutputLabel;
  return graph;
}

}  // namespace duet::predictors
