// One block of an encoder, pre-norm: FBfly, ABfly, Transformer or FNet (fabnet/layers/block_options.h).
//
//   x --+--> layer norm 1 --> mixing --> dropout --> + --+--> layer norm 2 --> 1 --> GELU --> dropout --> 2 --> dropout
//   --> +
//       +------------------------------------------->+
//       +----------------------------------------------------------------->+
//
// with feed-forward layers 1: D -> F and 2: F -> D. Fourier mixing has neither dropout nor mask. At half precision
// values are rounded after layer norm 1, the first sum, layer norm 2, 1, GELU, 2 and the second sum. Source: the
// released accuracy code (SamsungLabs/Butterfly_Acc).

#ifndef FABNET_LAYERS_BLOCK_H_
#define FABNET_LAYERS_BLOCK_H_

#include "fabnet/layers/block_options.h"
#include "fabnet/layers/mixing.h"
#include "torch/nn/modules/normalization.h"

namespace duet::fabnet {

class BlockImpl : public torch::nn::Module {
 public:
  // `options` are such that CheckBlockOptions accepts them.
  explicit BlockImpl(const BlockOptions& options);

  // x: [B, L, D], attention_bias: [B, 1, 1, L], used by attention alone -> [B, L, D].
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& attention_bias);

  const BlockOptions& options() const { return options_; }

  // In forward order. Of the two mixings one is null.
  torch::nn::LayerNorm norm_1;
  FourierMixing fourier = nullptr;
  Attention attention = nullptr;
  torch::nn::LayerNorm norm_2;
  torch::nn::AnyModule feed_forward_1;  // D -> F: Linear or ButterflyLinear
  torch::nn::AnyModule feed_forward_2;  // F -> D

 private:
  const BlockOptions options_;
};
TORCH_MODULE(Block);

// x, rounded to half precision if that is the precision.
torch::Tensor AtPrecision(Precision precision, const torch::Tensor& x);

}  // namespace duet::fabnet

#endif  // FABNET_LAYERS_BLOCK_H_
