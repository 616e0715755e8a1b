#include "predictors/nasbench_asr_encoder.h"

#include "datasets/graph_hash.h"
#include "datasets/nasbench_asr/fingerprint.h"

namespace duet::predictors {
namespace {

constexpr int8_t kInputLabel = 5;  // operations before it as nasbench_asr::Op numbers them
constexpr int8_t kOutputLabel = 6;
constexpr int8_t kGlobalLabel = 7;

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

}  // namespace duet::predictors
