// An encoder with the classifier of the Long Range Arena: Transformer, FNet, FABNet.
//
//   tokens [B, L] --> embedding + position --> dropout --> block --> ... --> block --> layer norm, 0 where padded
//                                                                                            |
//             logits [B, classes] <-- linear <-- ReLU <-- linear to F <-- [pair] <-- pooling to [B, D]
//
//   pair: of the pooled a and b of two sequences, [a, b, a * b, a - b]
//
// Source: Fan et al., MICRO 2022, and its released accuracy code (SamsungLabs/Butterfly_Acc, after Nystromformer's):
// pre-norm blocks, learned positions, embeddings N(0, 0.02), mean over the padded length. Limits: all sequences of a
// network have one length.

#ifndef FABNET_MODELS_ENCODER_H_
#define FABNET_MODELS_ENCODER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "fabnet/layers/block.h"
#include "fabnet/models/encoder_options.h"
#include "torch/nn/modules/container/modulelist.h"
#include "torch/nn/modules/embedding.h"
#include "torch/nn/modules/linear.h"
#include "torch/nn/modules/normalization.h"
#include "torch/nn/pimpl.h"

namespace duet::fabnet {

class EncoderImpl : public torch::nn::Module {
 public:
  // `options` are such that CheckEncoderOptions accepts them. Weights come from LibTorch's global generator.
  explicit EncoderImpl(const EncoderOptions& options);

  // tokens: [B, L], or [2 B, L] of pairs in neighbouring rows, int64 -> [B, classes] logits.
  torch::Tensor forward(const torch::Tensor& tokens);

  const EncoderOptions& options() const { return options_; }
  int64_t NumParameters() const;

  // In forward order, for the export of weights.
  torch::nn::Embedding token_embedding;  // [vocabulary (+ 1: CLS), D]
  torch::Tensor position_embedding;      // [L, D]
  torch::nn::ModuleList blocks;          // of Block
  torch::nn::LayerNorm final_norm;
  torch::nn::Linear classifier_hidden;  // D or 4 D -> F
  torch::nn::Linear classifier;         // F -> classes

 private:
  const EncoderOptions options_;
};
TORCH_MODULE(Encoder);

// A new network whose weights depend on options and seed alone (reseeds LibTorch's global generator), or
// InvalidArgument.
absl::StatusOr<Encoder> CreateEncoder(const EncoderOptions& options, uint64_t seed);

}  // namespace duet::fabnet

#endif  // FABNET_MODELS_ENCODER_H_
