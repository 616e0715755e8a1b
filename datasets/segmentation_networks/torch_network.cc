#include "datasets/segmentation_networks/torch_network.h"

#include <cmath>
#include <utility>

#include "common/random.h"

namespace duet::segmentation {
namespace {

constexpr at::MemoryFormat kLayout = at::MemoryFormat::ChannelsLast;

torch::Tensor TensorOf(const std::vector<float>& values, at::IntArrayRef shape) {
  const torch::Tensor tensor = torch::tensor(at::ArrayRef<float>(values)).reshape(shape);
  return shape.size() == 4 ? tensor.contiguous(kLayout) : tensor;
}

std::vector<float> VectorOf(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().contiguous(at::MemoryFormat::Contiguous).flatten();
  return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
}

std::vector<int64_t> WeightShape(const Layer& layer) {
  const int64_t k = layer.kernel;
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return {layer.output.channels, layer.input.channels, k, k};
    case LayerKind::kTransposed:
      return {layer.input.channels, layer.output.channels, k, k};
    default:
      return {layer.output.channels, 1, k, k};
  }
}

// The dimension of the output's channels.
int64_t OutputDimension(LayerKind kind) { return kind == LayerKind::kTransposed ? 1 : 0; }

}  // namespace

TorchNetworkImpl::TorchNetworkImpl(LayerList layers, bool has_boundary_head, uint64_t seed)
    : layers_(std::move(layers)), weights_(layers_.layers.size()), biases_(layers_.layers.size()) {
  const std::vector<LayerWeights> initial = RandomWeights(layers_, seed);
  for (size_t i = 0; i < layers_.layers.size(); ++i) {
    const Layer& layer = layers_.layers[i];
    normalizations_.emplace_back(nullptr);
    if (!HasWeights(layer.kind)) continue;
    weights_[i] = register_parameter("weight" + std::to_string(i), TensorOf(initial[i].weight, WeightShape(layer)));
    if (layer.has_batch_norm) {
      normalizations_[i] =
          register_module("normalization" + std::to_string(i), torch::nn::BatchNorm2d(layer.output.channels));
    } else {
      biases_[i] = register_parameter("bias" + std::to_string(i), torch::zeros({layer.output.channels}));
    }
  }
  if (!has_boundary_head) return;
  const int64_t channels = layers_.layers.back().input.channels;
  RandomStream random(seed, "segmentation boundary head");
  std::vector<float> weight(channels);
  for (float& value : weight) value = std::sqrt(1.0 / channels) * random.Normal();
  boundary_weight_ = register_parameter("boundary_weight", TensorOf(weight, {1, channels, 1, 1}));
  boundary_bias_ = register_parameter("boundary_bias", torch::zeros({1}));
}

torch::Tensor TorchNetworkImpl::Apply(size_t i, const std::vector<torch::Tensor>& values) {
  const Layer& layer = layers_.layers[i];
  const torch::Tensor& x = values[layer.inputs[0]];
  const int64_t padding = (layer.kernel - 1) / 2;
  const int64_t channels = layer.input.channels;
  const std::vector<double> doubled = {2.0, 2.0};
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return at::conv2d(x, weights_[i], biases_[i], layer.stride, padding);
    case LayerKind::kDepthwise:
      return at::conv2d(x, weights_[i], biases_[i], layer.stride, padding, /*dilation=*/1, channels);
    case LayerKind::kTransposed:
      return at::conv_transpose2d(x, weights_[i], biases_[i], layer.stride);
    case LayerKind::kDepthwiseTransposed:
      return at::conv_transpose2d(x, weights_[i], biases_[i], layer.stride, padding, /*output_padding=*/0, channels);
    case LayerKind::kNearest:
      return at::upsample_nearest2d(x, c10::nullopt, doubled);
    case LayerKind::kBilinear:
      return at::upsample_bilinear2d(x, c10::nullopt, /*align_corners=*/false, doubled);
    case LayerKind::kAdd:
      return x + values[layer.inputs[1]];
    case LayerKind::kConcat:
      return at::cat({x, values[layer.inputs[1]]}, 1);
  }
  return {};
}

TorchNetworkImpl::Output TorchNetworkImpl::forward(const torch::Tensor& images) {
  std::vector<torch::Tensor> values = {images.contiguous(kLayout)};
  for (size_t i = 0; i < layers_.layers.size(); ++i) {
    const Layer& layer = layers_.layers[i];
    torch::Tensor y = Apply(i, values);
    if (y.size(2) != layer.output.height || y.size(3) != layer.output.width) {
      y = y.narrow(2, 0, layer.output.height).narrow(3, 0, layer.output.width).contiguous(kLayout);
    }
    if (layer.has_batch_norm) y = normalizations_[i]->forward(y);
    values.push_back(layer.has_relu ? at::relu_(y) : y);
  }
  Output output{values.back(), {}};
  if (boundary_weight_.defined()) {
    output.boundary = at::conv2d(values[layers_.layers.back().inputs[0]], boundary_weight_, boundary_bias_);
  }
  return output;
}

std::vector<LayerWeights> TorchNetworkImpl::FoldedWeights() const {
  std::vector<LayerWeights> folded(layers_.layers.size());
  for (size_t i = 0; i < layers_.layers.size(); ++i) {
    const Layer& layer = layers_.layers[i];
    if (!HasWeights(layer.kind)) continue;
    torch::Tensor weight = weights_[i].detach(), bias = biases_[i];
    if (layer.has_batch_norm) {
      // y = (w x - mean) scale + shift, with scale = gamma / sqrt(variance + epsilon)
      const auto& norm = normalizations_[i];
      const torch::Tensor scale = norm->weight.detach() / at::sqrt(norm->running_var + norm->options.eps());
      std::vector<int64_t> shape = {1, 1, 1, 1};
      shape[OutputDimension(layer.kind)] = layer.output.channels;
      weight = weight * scale.reshape(shape);
      bias = norm->bias.detach() - norm->running_mean * scale;
    }
    folded[i] = {VectorOf(weight), VectorOf(bias)};
  }
  return folded;
}

}  // namespace duet::segmentation
