#include "predictors/shared_rows.h"

#include <algorithm>
#include <cassert>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"

namespace duet::predictors {
namespace {

// Rows that a row reads, sorted.
using ReadRows = absl::InlinedVector<int32_t, 12>;

// States before the first layer: row 0 for no label, row k + 1 for label k.
void AddLabelRows(absl::Span<const Graph* const> graphs, GraphBatch* layer) {
  int8_t max_label = Graph::kNoLabel;
  for (const Graph* graph : graphs) {
    for (const int8_t label : graph->labels) max_label = std::max(max_label, label);
  }
  layer->first_feature = {0, 0};
  for (int64_t label = 0; label <= max_label; ++label) {
    layer->features.push_back(label);
    layer->first_feature.push_back(layer->features.size());
  }
}

}  // namespace

SharedRows ShareRows(absl::Span<const Graph* const> graphs, int64_t num_layers) {
  assert(num_layers >= 1);
  SharedRows shared;
  shared.layers.resize(num_layers);
  AddLabelRows(graphs, &shared.layers[0]);
  std::vector<int64_t> first_node = {0};
  std::vector<int32_t> state;  // of each node of each graph: its row in the layer before
  for (const Graph* graph : graphs) {
    first_node.push_back(first_node.back() + graph->num_nodes);
    for (const int8_t label : graph->labels) state.push_back(label + 1);
  }
  for (int64_t l = 0; l < num_layers; ++l) {
    GraphBatch& layer = shared.layers[l];
    layer.first_neighbor = {0};
    absl::flat_hash_map<ReadRows, int32_t> row_of;
    std::vector<int32_t> next(state.size());
    for (size_t g = 0; g < graphs.size(); ++g) {
      const Graph& graph = *graphs[g];
      const int64_t num_needed = l + 1 == num_layers ? 1 : graph.num_nodes;  // the embedding is node 0's
      for (int64_t node = 0; node < num_needed; ++node) {
        ReadRows reads;
        for (int64_t other = 0; other < graph.num_nodes; ++other) {
          if (graph.adjacency[node * graph.num_nodes + other]) reads.push_back(state[first_node[g] + other]);
        }
        std::sort(reads.begin(), reads.end());
        const auto [entry, is_new] = row_of.try_emplace(reads, static_cast<int32_t>(row_of.size()));
        if (is_new) {
          layer.neighbors.insert(layer.neighbors.end(), reads.begin(), reads.end());
          layer.first_neighbor.push_back(layer.neighbors.size());
        }
        next[first_node[g] + node] = entry->second;
      }
    }
    state = std::move(next);
  }
  for (size_t g = 0; g < graphs.size(); ++g) shared.row_of_graph.push_back(state[first_node[g]]);
  return shared;
}

}  // namespace duet::predictors
