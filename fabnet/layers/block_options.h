// What one block of an encoder is, without LibTorch.
//
//   kind          mixing of tokens                                 feed-forward layers
//   kTransformer  softmax attention, dense projections             dense
//   kFNet         Fourier                                          dense
//   kFBfly        Fourier                                          butterfly
//   kABfly        softmax attention, butterfly projections         butterfly
//
// Source: Fan et al., MICRO 2022, section 3 (FBfly, ABfly); Vaswani et al. 2017; Lee-Thorp et al. 2022.

#ifndef FABNET_LAYERS_BLOCK_OPTIONS_H_
#define FABNET_LAYERS_BLOCK_OPTIONS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "fabnet/kernels/butterfly.h"

namespace duet::fabnet {

enum class BlockKind { kTransformer, kFNet, kFBfly, kABfly };

constexpr bool HasAttention(BlockKind kind) { return kind == BlockKind::kTransformer || kind == BlockKind::kABfly; }
constexpr bool HasButterflies(BlockKind kind) { return kind == BlockKind::kFBfly || kind == BlockKind::kABfly; }

// "Transformer", "FNet", "FBfly" or "ABfly".
absl::string_view BlockName(BlockKind kind);

enum class Precision {
  kFloat,  // float32
  kHalf,   // float32 that is rounded to half precision between layers: fabnet/layers/half_precision.h
};

struct BlockOptions {
  BlockKind kind = BlockKind::kFBfly;
  int64_t seq_len = 0;       // L, padded
  int64_t hidden = 0;        // D_hid
  int64_t feed_forward = 0;  // D_hid R_ffn
  int64_t num_heads = 1;     // of attention; divides `hidden`
  double dropout = 0;        // of what a layer adds to its input, and inside the feed-forward layers
  double attention_dropout = 0;
  StrideOrder stride_order = StrideOrder::kIncreasing;
  Precision precision = Precision::kFloat;
};

// InvalidArgument, with the value, for sizes outside [1, 2^20], heads that do not divide `hidden`, dropouts outside
// [0, 1).
absl::Status CheckBlockOptions(const BlockOptions& options);

// Weights, biases and layer norms, by closed formulas.
int64_t CountParameters(const BlockOptions& options);

}  // namespace duet::fabnet

#endif  // FABNET_LAYERS_BLOCK_OPTIONS_H_
