#include "datasets/segmentation_networks/inference.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "datasets/segmentation_networks/resampling.h"
#include "torch/torch.h"

namespace duet::segmentation {
namespace {

const at::TensorOptions kOptions = at::TensorOptions(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast);

// `values` as a tensor of [d0, d1, d2, d3] whose dimensions in memory are in the order of `order`.
at::Tensor Arranged(const std::vector<float>& values, at::IntArrayRef shape, at::IntArrayRef order) {
  const at::Tensor tensor = at::empty(shape, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor.permute(order).contiguous();
}

// Weights as Apply wants them.
at::Tensor WeightTensor(const Layer& layer, const std::vector<float>& values) {
  const int64_t c_in = layer.input.channels, c_out = layer.output.channels, k = layer.kernel;
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return Arranged(values, {c_out, c_in, k, k}, {0, 1, 2, 3}).contiguous(at::MemoryFormat::ChannelsLast);
    case LayerKind::kTransposed:  // a 1x1 convolution to [2][2][c_out] channels
      return Arranged(values, {c_in, c_out, k, k}, {2, 3, 1, 0}).reshape({k * k * c_out, c_in, 1, 1});
    case LayerKind::kDepthwiseTransposed:
      return Arranged(values, {c_out, 1, k, k}, {1, 2, 3, 0});
    default:
      return Arranged(values, {c_out, 1, k, k}, {0, 1, 2, 3});
  }
}

// oneDNN's convolution, which LibTorch by itself would use for some layers alone. `weight` and layer.kind say the rest.
at::Tensor Convolve(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const Layer& layer) {
  const int64_t padding = (weight.size(2) - 1) / 2;
  const int64_t stride = layer.kind == LayerKind::kTransposed ? 1 : layer.stride;
  const int64_t groups = layer.kind == LayerKind::kDepthwise ? layer.input.channels : 1;
  if (!at::hasMKLDNN()) return at::conv2d(x, weight, bias, stride, padding, /*dilation=*/1, groups);
  return at::mkldnn_convolution(x, weight, bias, {padding, padding}, {stride, stride}, {1, 1}, groups);
}

}  // namespace

struct Inference::State {
  LayerList list;
  std::vector<at::Tensor> weights, biases;        // undefined where a layer has none
  std::vector<std::vector<int64_t>> dead_values;  // by layer: what no later layer reads

  at::Tensor Apply(size_t i, const std::vector<at::Tensor>& values) const;
  at::Tensor Logits(const at::Tensor& image) const;
};

at::Tensor Inference::State::Apply(size_t i, const std::vector<at::Tensor>& values) const {
  const Layer& layer = list.layers[i];
  const at::Tensor& x = values[layer.inputs[0]];
  const Shape& out = layer.output;
  const auto new_value = [&] { return at::empty({1, out.channels, out.height, out.width}, kOptions); };
  switch (layer.kind) {
    case LayerKind::kConvolution:
    case LayerKind::kDepthwise:
      return Convolve(x, weights[i], biases[i], layer);
    case LayerKind::kTransposed: {
      const at::Tensor y = new_value();
      SpreadPixels(Convolve(x, weights[i], biases[i], layer).data_ptr<float>(),
                   {out.channels, layer.input.height, layer.input.width}, y.data_ptr<float>());
      return y;
    }
    case LayerKind::kDepthwiseTransposed: {
      const at::Tensor y = new_value();
      DepthwiseTransposed(x.data_ptr<float>(), layer.input, out, weights[i].data_ptr<float>(),
                          biases[i].data_ptr<float>(), y.data_ptr<float>());
      return y;
    }
    case LayerKind::kNearest: {
      const at::Tensor y = new_value();
      DoubleNearest(x.data_ptr<float>(), layer.input, y.data_ptr<float>());
      return y;
    }
    case LayerKind::kBilinear: {
      const at::Tensor y = new_value();
      ResizeBilinear(x.data_ptr<float>(), layer.input, out, y.data_ptr<float>());
      return y;
    }
    case LayerKind::kAdd:
      return at::add(x, values[layer.inputs[1]]);
    case LayerKind::kConcat:
      return at::cat({x, values[layer.inputs[1]]}, 1);
  }
  return {};
}

at::Tensor Inference::State::Logits(const at::Tensor& image) const {
  std::vector<at::Tensor> values(list.layers.size() + 1);
  values[0] = image;
  for (size_t i = 0; i < list.layers.size(); ++i) {
    values[i + 1] = Apply(i, values);
    if (list.layers[i].has_relu) at::relu_(values[i + 1]);
    for (const int64_t value : dead_values[i]) values[value].reset();
  }
  return values.back();
}

absl::StatusOr<Inference> Inference::Create(const LayerList& layers, const std::vector<LayerWeights>& weights) {
  if (weights.size() != layers.layers.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("weights of ", weights.size(), " layers for a network of ", layers.layers.size()));
  }
  auto state = std::make_unique<State>();
  state->list = layers;
  state->weights.resize(weights.size());
  state->biases.resize(weights.size());
  state->dead_values.resize(weights.size());
  std::vector<int64_t> last_reader(weights.size() + 1);
  for (size_t i = 0; i < weights.size(); ++i) {
    const Layer& layer = layers.layers[i];
    const WeightSizes sizes = SizesOf(layer);
    const int64_t num_weights = weights[i].weight.size(), num_biases = weights[i].bias.size();
    if (num_weights != sizes.weight || num_biases != sizes.bias) {
      return absl::InvalidArgumentError(absl::StrCat("layer ", i, " has ", num_weights, " weights and ", num_biases,
                                                     " biases, not ", sizes.weight, " and ", sizes.bias));
    }
    if (sizes.weight > 0) {
      state->weights[i] = WeightTensor(layer, weights[i].weight);
      state->biases[i] = at::tensor(at::ArrayRef<float>(weights[i].bias));
      if (layer.kind == LayerKind::kTransposed) state->biases[i] = state->biases[i].repeat({4});
    }
    for (const int64_t value : layer.inputs) last_reader[value] = i;
  }
  for (size_t value = 0; value < weights.size(); ++value) state->dead_values[last_reader[value]].push_back(value);
  return Inference(std::move(state));
}

Inference::Inference(std::unique_ptr<State> state) : state_(std::move(state)) {}
Inference::Inference(Inference&&) noexcept = default;
Inference& Inference::operator=(Inference&&) noexcept = default;
Inference::~Inference() = default;

absl::StatusOr<std::vector<float>> Inference::Segment(absl::Span<const uint8_t> rgb, int64_t width,
                                                      int64_t height) const {
  if (width < 1 || height < 1 || static_cast<int64_t>(rgb.size()) != 3 * width * height) {
    return absl::InvalidArgumentError(
        absl::StrCat("a frame of ", rgb.size(), " bytes is not of ", width, "x", height, " pixels in RGB"));
  }
  try {
    const c10::InferenceMode inference;
    const Shape& wanted = state_->list.image;
    const at::Tensor image = at::empty({1, 3, wanted.height, wanted.width}, kOptions);
    ResizeBilinear(rgb.data(), {3, height, width}, wanted, image.data_ptr<float>());
    const at::Tensor logits = state_->Logits(image.mul_(1.0 / 127.5).sub_(1.0));
    std::vector<float> alpha(width * height);
    ResizeBilinear(logits.data_ptr<float>(), state_->list.layers.back().output, {1, height, width}, alpha.data());
    at::from_blob(alpha.data(), {height * width}, at::kFloat).sigmoid_();
    return alpha;
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("LibTorch: ", error.what()));
  }
}

}  // namespace duet::segmentation
