// What lets tokens see each other: Fourier mixing and softmax attention, as LibTorch modules.
//
//   Fourier    x [B, L, D] --> Re(FFT over L and D), not normalised            (no parameters)
//
//   attention  x --+--> Q --+
//                  +--> K --+--> softmax(Q K^T / sqrt d + bias) --> dropout --> times V --> heads side by side --> out
//                  +--> V ------------------------------------------------------+
//
// with d = D / heads; Q, K, V and out are projections D -> D, dense or butterflies. bias is -10^6 where a key is
// padding. Source: Lee-Thorp et al. 2022, section 3.2; Vaswani et al. 2017, section 3.2; ABfly of Fan et al., MICRO
// 2022.

#ifndef FABNET_LAYERS_MIXING_H_
#define FABNET_LAYERS_MIXING_H_

#include <utility>

#include "fabnet/kernels/fourier.h"
#include "fabnet/layers/block_options.h"
#include "torch/custom_class.h"
#include "torch/nn/module.h"
#include "torch/nn/modules/container/any.h"
#include "torch/nn/pimpl.h"

namespace duet::fabnet {

// Linear or ButterflyLinear, as the kind of block says.
torch::nn::AnyModule MakeLinear(const BlockOptions& options, int64_t num_inputs, int64_t num_outputs);

// On a CPU in float32: fabnet/kernels/fourier.h; else LibTorch's FFT.
class FourierMixingImpl : public torch::nn::Module {
 public:
  FourierMixingImpl(int64_t seq_len, int64_t hidden);
  // x: [B, L, D] -> [B, L, D].
  torch::Tensor forward(const torch::Tensor& x);

  // Shared with the graphs that will run backward.
  struct Mixer : torch::CustomClassHolder {
    explicit Mixer(FourierMixer mixer) : mixer(std::move(mixer)) {}
    const FourierMixer mixer;
  };

 private:
  c10::intrusive_ptr<Mixer> mixer_;
};
TORCH_MODULE(FourierMixing);

class AttentionImpl : public torch::nn::Module {
 public:
  explicit AttentionImpl(const BlockOptions& options);
  // x: [B, L, D], bias: [B, 1, 1, L] -> [B, L, D].
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& bias);

  torch::nn::AnyModule query, key, value, output;  // D -> D

 private:
  const int64_t num_heads_;
  const double dropout_;
};
TORCH_MODULE(Attention);

}  // namespace duet::fabnet

#endif  // FABNET_LAYERS_MIXING_H_
