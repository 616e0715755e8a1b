// The layers of NAS-Bench-ASR's networks. Letters: B batch, C channels, T frames; x: [B, C, T] unless said otherwise.
//
// `mask`, [B, 1, T], is 1 for frames and 0 for padding; not defined where there is no padding.

#ifndef ASR_NETWORKS_LAYERS_H_
#define ASR_NETWORKS_LAYERS_H_

#include <cstdint>
#include <memory>

#include "common/random.h"
#include "datasets/nasbench_asr/skeleton.h"
#include "torch/nn/module.h"
#include "torch/types.h"

namespace duet::asr {

// [B, 1, T] of num_frames, [B]; not defined if all of them are T.
torch::Tensor FrameMask(const torch::Tensor& num_frames, int64_t max_frames);

// x * mask.
torch::Tensor Masked(const torch::Tensor& x, const torch::Tensor& mask);

// Xavier-uniform values in +-sqrt(6 / (fan_in + fan_out)).
torch::Tensor XavierUniform(torch::IntArrayRef shape, int64_t fan_in, int64_t fan_out, RandomStream& random);

// A convolution over time, then ReLU up to 20. Bias.
class TimeConvolution : public torch::nn::Module {
 public:
  struct Options {
    int64_t num_inputs;
    int64_t num_outputs;
    nasbench_asr::Taps taps;
    int64_t stride = 1;
    int64_t num_groups = 1;
  };
  TimeConvolution(const Options& options, RandomStream& random);

  // -> [B, C', ceil(T / stride)]
  torch::Tensor forward(const torch::Tensor& x);

 private:
  const Options options_;
  const nasbench_asr::Padding padding_;
  torch::Tensor weight_;  // [C', C / groups, taps]
  torch::Tensor bias_;    // [C']
};

// Dense over channels, then ReLU up to 20.
class PositionwiseDense : public torch::nn::Module {
 public:
  PositionwiseDense(int64_t num_channels, RandomStream& random);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::Tensor weight_;  // [C, C]
  torch::Tensor bias_;    // [C]
};

// Layer norm over the channels of each frame, epsilon 1e-3, scale and shift.
class ChannelNorm : public torch::nn::Module {
 public:
  explicit ChannelNorm(int64_t num_channels);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::Tensor weight_;  // [C]
  torch::Tensor bias_;    // [C]
};

// One direction, one bias vector, state 0 before the first frame. Gates in the order input, forget, cell, output.
class Lstm : public torch::nn::Module {
 public:
  Lstm(int64_t num_inputs, int64_t num_units, RandomStream& random);
  // x: [B, T, C] -> [B, T, units]
  torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::Tensor input_weight_;      // [4 units, C]
  torch::Tensor recurrent_weight_;  // [4 units, units]
  torch::Tensor bias_;              // [4 units]
};

class Dense : public torch::nn::Module {
 public:
  Dense(int64_t num_inputs, int64_t num_outputs, RandomStream& random);
  // x: [..., C] -> [..., C']
  torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::Tensor weight_;  // [C', C]
  torch::Tensor bias_;    // [C']
};

}  // namespace duet::asr

#endif  // ASR_NETWORKS_LAYERS_H_
