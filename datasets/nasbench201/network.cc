#include "datasets/nasbench201/network.h"

#include <cmath>
#include <utility>

#include "common/random.h"
#include "common/status_macros.h"
#include "torch/torch.h"

namespace duet::nasbench201 {
namespace {

constexpr at::MemoryFormat kLayout = at::MemoryFormat::ChannelsLast;

at::Tensor UniformTensor(at::IntArrayRef shape, double low, double high, RandomStream& random) {
  at::Tensor tensor = at::empty(shape, at::kFloat);
  float* values = tensor.data_ptr<float>();
  for (int64_t i = 0; i < tensor.numel(); ++i) values[i] = low + (high - low) * random.Uniform();
  return shape.size() == 4 ? tensor.contiguous(kLayout) : tensor;
}

int64_t KernelSize(OperationKind kind) {
  return kind == OperationKind::kConv3x3 || kind == OperationKind::kConv3x3Relu ? 3 : 1;
}

bool HasWeights(OperationKind kind) {
  switch (kind) {
    case OperationKind::kConv1x1:
    case OperationKind::kConv1x1Relu:
    case OperationKind::kConv3x3:
    case OperationKind::kConv3x3Relu:
    case OperationKind::kDense:
      return true;
    case OperationKind::kAvgPool3x3:
    case OperationKind::kAvgPool2x2:
    case OperationKind::kGlobalAvgPool:
    case OperationKind::kAdd:
      return false;
  }
  return false;
}

}  // namespace

Layer::Layer(const Operation& operation, uint64_t seed, uint64_t index)
    : operation_(operation), parameters_(std::make_unique<std::vector<at::Tensor>>()) {
  if (!HasWeights(operation.kind)) return;
  const int64_t kernel = KernelSize(operation.kind);
  // Variance 2 / fan-in (He et al. 2015), so that values neither vanish into denormals nor overflow.
  const double bound = std::sqrt(6.0 / (operation.num_input_channels * kernel * kernel));
  RandomStream random(seed, "nasbench201 weights", index);
  parameters_->push_back(UniformTensor({operation.num_output_channels, operation.num_input_channels, kernel, kernel},
                                       -bound, bound, random));
  if (operation.kind == OperationKind::kDense) {
    parameters_->push_back(UniformTensor({operation.num_output_channels}, -bound, bound, random));
    parameters_->front() = parameters_->front().flatten(1).contiguous();
  }
}

Layer::Layer(Layer&&) noexcept = default;
Layer::~Layer() = default;

at::Tensor Layer::Forward(const at::Tensor& x, const at::Tensor* y) const {
  switch (operation_.kind) {
    case OperationKind::kConv1x1:
    case OperationKind::kConv1x1Relu:
    case OperationKind::kConv3x3:
    case OperationKind::kConv3x3Relu: {
      const int64_t stride = operation_.input_size / operation_.output_size;
      const int64_t padding = KernelSize(operation_.kind) / 2;
      at::Tensor sum = at::conv2d(x, (*parameters_)[0], /*bias=*/{}, stride, padding);
      const bool has_relu =
          operation_.kind == OperationKind::kConv1x1Relu || operation_.kind == OperationKind::kConv3x3Relu;
      return has_relu ? at::relu_(sum) : sum;
    }
    case OperationKind::kAvgPool3x3:
      return at::avg_pool2d(x, {3, 3}, /*stride=*/{1, 1}, /*padding=*/{1, 1}, /*ceil_mode=*/false,
                            /*count_include_pad=*/false);
    case OperationKind::kAvgPool2x2:
      return at::avg_pool2d(x, {2, 2}, /*stride=*/{2, 2});
    case OperationKind::kGlobalAvgPool:
      return at::adaptive_avg_pool2d(x, {1, 1});
    case OperationKind::kAdd:
      return at::add(x, y == nullptr ? x : *y);
    case OperationKind::kDense:
      return at::linear(x.flatten(1), (*parameters_)[0], (*parameters_)[1]);
  }
  return {};
}

const std::vector<at::Tensor>& Layer::parameters() const { return *parameters_; }

absl::StatusOr<Network> Network::Create(const Cell& cell, const Skeleton& skeleton, uint64_t seed) {
  ASSIGN_OR_RETURN(std::vector<Step> steps, NetworkSteps(cell, skeleton));
  return Network(std::move(steps), seed);
}

Network::Network(std::vector<Step> steps, uint64_t seed) : steps_(std::move(steps)), dead_values_(steps_.size()) {
  std::vector<int64_t> last_reader(steps_.size() + 1);
  for (size_t i = 0; i < steps_.size(); ++i) {
    layers_.emplace_back(steps_[i].operation, seed, i);
    for (const int64_t value : steps_[i].inputs) last_reader[value] = i;
  }
  for (size_t value = 0; value < steps_.size(); ++value) dead_values_[last_reader[value]].push_back(value);
}

at::Tensor Network::Forward(const at::Tensor& images) const {
  const c10::InferenceMode inference;
  std::vector<at::Tensor> values(steps_.size() + 1);
  values[0] = images.contiguous(kLayout);
  for (size_t i = 0; i < steps_.size(); ++i) {
    const std::vector<int64_t>& inputs = steps_[i].inputs;
    values[i + 1] = layers_[i].Forward(values[inputs[0]], inputs.size() > 1 ? &values[inputs[1]] : nullptr);
    // Memory that is free again is still in the cache.
    for (const int64_t value : dead_values_[i]) values[value].reset();
  }
  return values.back();
}

int64_t Network::NumParameters() const {
  int64_t count = 0;
  for (const Layer& layer : layers_) {
    for (const at::Tensor& parameter : layer.parameters()) count += parameter.numel();
  }
  return count;
}

at::Tensor RandomInput(const Operation& operation, uint64_t seed, uint64_t index) {
  RandomStream random(seed, "nasbench201 input", index);
  return UniformTensor({1, operation.num_input_channels, operation.input_size, operation.input_size}, 0, 1, random);
}

}  // namespace duet::nasbench201
