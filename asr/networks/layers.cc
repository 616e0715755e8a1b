#include "asr/networks/layers.h"

#include <cmath>

#include "ATen/ATen.h"

namespace duet::asr {
namespace {

constexpr double kActivationLimit = 20;
constexpr double kNormEpsilon = 1e-3;

torch::Tensor LimitedRelu(const torch::Tensor& x) { return at::hardtanh(x, 0, kActivationLimit); }

}  // namespace

torch::Tensor FrameMask(const torch::Tensor& num_frames, int64_t max_frames) {
  if ((num_frames == max_frames).all().item<bool>()) return {};
  const torch::Tensor frames = at::arange(max_frames, num_frames.options());
  return (frames.unsqueeze(0) < num_frames.unsqueeze(1)).unsqueeze(1).to(at::kFloat);
}

torch::Tensor Masked(const torch::Tensor& x, const torch::Tensor& mask) { return mask.defined() ? x * mask : x; }

torch::Tensor XavierUniform(torch::IntArrayRef shape, int64_t fan_in, int64_t fan_out, RandomStream& random) {
  const auto limit = static_cast<float>(std::sqrt(6. / static_cast<double>(fan_in + fan_out)));
  torch::Tensor values = at::empty(shape, at::kFloat);
  float* value = values.data_ptr<float>();
  // Two values of 24 bits from each draw: networks of 75 million weights are made by the thousand.
  constexpr uint64_t kMask = (uint64_t{1} << 24) - 1;
  uint64_t bits = 0;
  for (int64_t i = 0; i < values.numel(); ++i) {
    bits = i % 2 == 0 ? random() : bits >> 32;
    value[i] = limit * (static_cast<float>(bits & kMask) * 0x1p-23F - 1);
  }
  return values;
}

TimeConvolution::TimeConvolution(const Options& options, RandomStream& random)
    : options_(options), padding_(PaddingOf(options.taps, options.stride)) {
  const int64_t num_taps = options.taps.num_taps;
  // Fans of one group: those of all groups together, as frameworks count them, let three convolutions without skips
  // shrink a signal to below the norm's epsilon.
  const int64_t group_inputs = options.num_inputs / options.num_groups;
  const int64_t group_outputs = options.num_outputs / options.num_groups;
  weight_ = register_parameter("weight", XavierUniform({options.num_outputs, group_inputs, num_taps},
                                                       group_inputs * num_taps, group_outputs * num_taps, random));
  bias_ = register_parameter("bias", at::zeros({options.num_outputs}));
}

torch::Tensor TimeConvolution::forward(const torch::Tensor& x) {
  const torch::Tensor padded = at::constant_pad_nd(x, {padding_.left, padding_.right});
  return LimitedRelu(at::conv1d(padded, weight_, bias_, at::IntArrayRef(options_.stride), at::IntArrayRef(0),
                                at::IntArrayRef(options_.taps.dilation), options_.num_groups));
}

PositionwiseDense::PositionwiseDense(int64_t num_channels, RandomStream& random)
    : weight_(register_parameter("weight",
                                 XavierUniform({num_channels, num_channels}, num_channels, num_channels, random))),
      bias_(register_parameter("bias", at::zeros({num_channels}))) {}

torch::Tensor PositionwiseDense::forward(const torch::Tensor& x) {
  return LimitedRelu(at::conv1d(x, weight_.unsqueeze(2), bias_));
}

ChannelNorm::ChannelNorm(int64_t num_channels)
    : weight_(register_parameter("weight", at::ones({num_channels}))),
      bias_(register_parameter("bias", at::zeros({num_channels}))) {}

torch::Tensor ChannelNorm::forward(const torch::Tensor& x) {
  return at::layer_norm(x.transpose(1, 2), {weight_.numel()}, weight_, bias_, kNormEpsilon).transpose(1, 2);
}

Lstm::Lstm(int64_t num_inputs, int64_t num_units, RandomStream& random)
    : input_weight_(register_parameter("input_weight",
                                       XavierUniform({4 * num_units, num_inputs}, num_inputs, 4 * num_units, random))),
      recurrent_weight_(register_parameter(
          "recurrent_weight", XavierUniform({4 * num_units, num_units}, num_units, 4 * num_units, random))),
      bias_(register_parameter("bias", at::zeros({4 * num_units}))) {
  // A forget gate that is open at first (Jozefowicz et al. 2015), as Keras has it.
  const at::NoGradGuard no_gradient;
  bias_.slice(0, num_units, 2 * num_units).fill_(1);
}

torch::Tensor Lstm::forward(const torch::Tensor& x) {
  const torch::Tensor state = at::zeros({1, x.size(0), recurrent_weight_.size(1)}, x.options());
  const torch::Tensor no_bias = at::zeros_like(bias_);  // LibTorch adds a second one
  return std::get<0>(at::lstm(x, {state, state}, {input_weight_, recurrent_weight_, bias_, no_bias},
                              /*has_biases=*/true, /*num_layers=*/1, /*dropout=*/0, /*train=*/is_training(),
                              /*bidirectional=*/false, /*batch_first=*/true));
}

Dense::Dense(int64_t num_inputs, int64_t num_outputs, RandomStream& random)
    : weight_(register_parameter("weight", XavierUniform({num_outputs, num_inputs}, num_inputs, num_outputs, random))),
      bias_(register_parameter("bias", at::zeros({num_outputs}))) {}

torch::Tensor Dense::forward(const torch::Tensor& x) { return at::linear(x, weight_, bias_); }

}  // namespace duet::asr
