#include "datasets/nasbench101/counts.h"

namespace duet::nasbench101 {
namespace {

void AddConv(int64_t kernel_size, int64_t num_input_channels, int64_t num_channels, int64_t size, Counts& counts) {
  const int64_t num_weights = kernel_size * kernel_size * num_input_channels * num_channels;
  counts.num_macs += num_weights * size * size;
  counts.num_params += num_weights + 2 * num_channels;
}

void AddCell(const Cell& cell, int64_t num_input_channels, int64_t num_channels, int64_t size, Counts& counts) {
  const std::array<int64_t, kMaxNumVertices> channels = VertexChannels(cell, num_input_channels, num_channels);
  for (int64_t v = 1; v < cell.num_vertices; ++v) {
    if (cell.HasEdge(0, v)) AddConv(1, num_input_channels, channels[v], size, counts);
    if (v == cell.output()) continue;
    if (cell.op(v) == Op::kConv3x3) AddConv(3, channels[v], channels[v], size, counts);
    if (cell.op(v) == Op::kConv1x1) AddConv(1, channels[v], channels[v], size, counts);
  }
}

}  // namespace

Counts CountNetwork(const Cell& cell, const Skeleton& skeleton) {
  Counts counts;
  int64_t num_channels = skeleton.num_stem_channels;
  int64_t size = skeleton.image_size;
  AddConv(3, skeleton.num_image_channels, num_channels, size, counts);
  for (int64_t stack = 0; stack < kNumStacks; ++stack) {
    int64_t num_input_channels = num_channels;
    if (stack > 0) {
      num_channels *= 2;
      size /= 2;
    }
    for (int64_t i = 0; i < skeleton.num_cells_per_stack; ++i) {
      AddCell(cell, num_input_channels, num_channels, size, counts);
      num_input_channels = num_channels;
    }
  }
  counts.num_macs += num_channels * skeleton.num_classes;
  counts.num_params += (num_channels + 1) * skeleton.num_classes;
  return counts;
}

}  // namespace duet::nasbench101
