#include "datasets/nasbench_asr/fingerprint.h"

#include <array>

#include "datasets/graph_hash.h"

namespace duet::nasbench_asr {
namespace {

constexpr int64_t kNumVertices = kNumNodes + 2;
constexpr int64_t kOutput = kNumVertices - 1;

using Edges = std::array<std::array<bool, kNumVertices>, kNumVertices>;

// The edges that touch no `zero`.
Edges LiveEdges(const Cell& cell) {
  Edges edges = {};
  for (int64_t k = 0; k < kOutput; ++k) edges[k][k + 1] = true;
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    for (int64_t i = 0; i < k; ++i) {
      if (cell.HasSkip(k, i)) edges[i][k + 1] = true;
    }
  }
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    if (cell.op(k) != Op::kZero) continue;
    for (int64_t v = 0; v < kNumVertices; ++v) edges[k][v] = edges[v][k] = false;
  }
  return edges;
}

}  // namespace

CellGraph MinimalGraph(const Cell& cell) {
  const Edges edges = LiveEdges(cell);
  std::array<bool, kNumVertices> from_input = {true};
  std::array<bool, kNumVertices> to_output = {};
  to_output[kOutput] = true;
  for (int64_t v = 1; v < kNumVertices; ++v) {
    for (int64_t u = 0; u < v; ++u) from_input[v] |= from_input[u] && edges[u][v];
  }
  for (int64_t v = kOutput - 1; v >= 0; --v) {
    for (int64_t w = v + 1; w < kNumVertices; ++w) to_output[v] |= to_output[w] && edges[v][w];
  }
  std::vector<int64_t> kept;
  CellGraph graph;
  for (int64_t v = 0; v < kNumVertices; ++v) {
    if (!from_input[v] || !to_output[v]) continue;
    kept.push_back(v);
    graph.labels.push_back(v == 0         ? datasets::kInputLabel
                           : v == kOutput ? datasets::kOutputLabel
                                          : static_cast<int>(cell.op(v)));
  }
  for (const int64_t u : kept) {
    std::vector<bool>& row = graph.adjacency.emplace_back();
    for (const int64_t v : kept) row.push_back(edges[u][v]);
  }
  return graph;
}

std::string Fingerprint(const Cell& cell) {
  const CellGraph graph = MinimalGraph(cell);
  return datasets::GraphHash(graph.adjacency, graph.labels, datasets::DegreeText::kFloat);
}

NumberedModels NumberModels() {
  NumberedModels models;
  for (int64_t id = 0; id < kNumCells; ++id) {
    const Cell cell = CellFromId(id);
    const auto [found, is_new] =
        models.model_of_fingerprint.try_emplace(Fingerprint(cell), static_cast<int64_t>(models.cells.size()));
    if (is_new) models.cells.push_back(cell);
    models.model_of_cell.push_back(found->second);
  }
  return models;
}

std::vector<Cell> EnumerateModels() { return NumberModels().cells; }

}  // namespace duet::nasbench_asr
