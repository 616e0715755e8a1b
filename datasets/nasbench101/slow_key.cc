#include "datasets/nasbench101/slow_key.h"

#include <vector>

#include "datasets/graph_hash.h"

namespace duet::nasbench101 {

std::string SlowKeyOf(const Cell& cell) {
  std::vector<std::vector<bool>> adjacency(cell.num_vertices, std::vector<bool>(cell.num_vertices));
  std::vector<int> labels = {datasets::kInputLabel};
  for (int64_t v = 1; v < cell.num_vertices; ++v) {
    for (int64_t u = 0; u < v; ++u) adjacency[u][v] = cell.HasEdge(u, v);
    labels.push_back(v == cell.output() ? datasets::kOutputLabel : static_cast<int>(cell.op(v)));
  }
  return datasets::GraphHash(adjacency, labels);
}

}  // namespace duet::nasbench101
