// An encoder with a classifier, as the Long Range Arena has them, without LibTorch.
//
//   family        blocks, the lowest first
//   kTransformer  num_blocks Transformer
//   kFNet         num_blocks FNet
//   kFabnet       num_attention_blocks ABfly (N_ABfly), then FBfly up to num_blocks (N_total); with
//                 has_dense_attention_blocks the former are Transformer blocks: a Transformer compressed from the last
//                 block to the first
//
// Source: Fan et al., MICRO 2022, section 3 and Fig. 16; the released accuracy code (SamsungLabs/Butterfly_Acc), which
// has only dense blocks below and FBfly above. That ABfly blocks take the place of its dense ones is our reading.

#ifndef FABNET_MODELS_ENCODER_OPTIONS_H_
#define FABNET_MODELS_ENCODER_OPTIONS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "fabnet/layers/block_options.h"
#include "fabnet/network_shape.h"

namespace duet::fabnet {

enum class Pooling {
  kMean,  // over all positions, padding included (zeros, but counted)
  kCls,   // of a token before the sequence; the last token is dropped for it
};

struct EncoderOptions {
  Family family = Family::kFabnet;
  int64_t vocabulary = 0;    // tokens are below it; 0 is padding. A CLS token is not counted
  int64_t seq_len = 0;       // L: of every sequence, with its padding and CLS token
  int64_t hidden = 0;        // D_hid
  int64_t feed_forward = 0;  // D_hid R_ffn
  int64_t num_blocks = 0;    // N_total
  int64_t num_attention_blocks = 0;
  bool has_dense_attention_blocks = false;
  int64_t num_heads = 1;
  double dropout = 0.1;
  double attention_dropout = 0.1;
  int64_t num_classes = 0;
  bool is_pair = false;  // two sequences make an example
  Pooling pooling = Pooling::kMean;
  StrideOrder stride_order = StrideOrder::kIncreasing;
  Precision precision = Precision::kFloat;
};

// InvalidArgument, with the value, for sizes below 1 or too large, and for attention blocks without FABNet or more of
// them than blocks.
absl::Status CheckEncoderOptions(const EncoderOptions& options);

// The kind of each block, the lowest first.
std::vector<BlockKind> BlockKinds(const EncoderOptions& options);

// Options of a block of that kind.
BlockOptions OptionsOfBlock(const EncoderOptions& options, BlockKind kind);

// Parameters by part, by closed formulas.
struct ParameterCounts {
  int64_t embedding = 0;  // tokens and positions
  int64_t blocks = 0;     // and the last layer norm
  int64_t classifier = 0;
  int64_t total() const { return embedding + blocks + classifier; }
};
ParameterCounts CountParameters(const EncoderOptions& options);

}  // namespace duet::fabnet

#endif  // FABNET_MODELS_ENCODER_OPTIONS_H_
