#include "datasets/nasbench_asr/counts.h"

namespace duet::nasbench_asr {
namespace {

// Weights of a cell's operation on f channels; none has a bias without them.
int64_t NumWeights(Op op, int64_t num_filters, const Skeleton& skeleton) {
  if (op == Op::kZero) return 0;
  if (op == Op::kLinear) return num_filters * num_filters;
  return TapsOf(op).num_taps * num_filters * (num_filters / skeleton.num_groups);
}

// Calls visit(weights, further parameters, frames of its output) for each part of the network.
template <typename Visit>
void ForEachPart(const Cell& cell, int64_t num_frames, const Skeleton& skeleton, const Visit& visit) {
  int64_t num_channels = skeleton.num_features;
  for (const Block& block : skeleton.blocks) {
    const int64_t f = block.num_filters;
    num_frames = (num_frames + block.stride - 1) / block.stride;
    visit(skeleton.num_block_taps * num_channels * f, 3 * f, num_frames);
    for (const Op op : cell.ops) {
      visit(block.num_cells * NumWeights(op, f, skeleton), op == Op::kZero ? 0 : block.num_cells * f, num_frames);
    }
    visit(0, block.num_cells * 2 * f, num_frames);
    num_channels = f;
  }
  const int64_t h = skeleton.num_lstm_units;
  visit(4 * h * (num_channels + h), 4 * h, num_frames);
  visit(h * skeleton.num_classes, skeleton.num_classes, num_frames);
}

}  // namespace

int64_t NumParams(const Cell& cell, const Skeleton& skeleton) {
  int64_t num_params = 0;
  ForEachPart(cell, 0, skeleton,
              [&](int64_t num_weights, int64_t num_others, int64_t) { num_params += num_weights + num_others; });
  return num_params;
}

int64_t NumMacs(const Cell& cell, int64_t num_frames, const Skeleton& skeleton) {
  int64_t num_macs = 0;
  ForEachPart(cell, num_frames, skeleton,
              [&](int64_t num_weights, int64_t, int64_t frames) { num_macs += num_weights * frames; });
  return num_macs;
}

}  // namespace duet::nasbench_asr
