#include "fabnet/layers/butterfly_linear.h"

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "torch/csrc/autograd/custom_function.h"
#include "torch/nn/init.h"
#include "torch/types.h"

namespace duet::fabnet {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

absl::Span<const float> Values(const torch::Tensor& tensor) {
  return absl::MakeConstSpan(tensor.data_ptr<float>(), tensor.numel());
}
absl::Span<float> MutableValues(torch::Tensor& tensor) {
  return absl::MakeSpan(tensor.data_ptr<float>(), tensor.numel());
}

// Sizes are those of the module, so an error is a broken invariant.
void CheckOk(const absl::Status& status) { TORCH_CHECK(status.ok(), status.ToString()); }

ButterflyShape ShapeOf(const AutogradContext& context) {
  const std::vector<int64_t> sizes = context.saved_data.at("shape").toIntVector();
  return {sizes[0], sizes[1], static_cast<StrideOrder>(sizes[2])};
}

class ButterflyFunction : public torch::autograd::Function<ButterflyFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias, const ButterflyShape& shape) {
    const torch::Tensor input = x.contiguous();
    std::vector<int64_t> sizes = x.sizes().vec();
    sizes.back() = shape.num_outputs;
    torch::Tensor y = torch::empty(sizes, x.options());
    CheckOk(ButterflyForward(shape, Values(weight), Values(bias), Values(input), MutableValues(y)));
    context->save_for_backward({input, weight});
    context->saved_data["shape"] =
        std::vector<int64_t>{shape.num_inputs, shape.num_outputs, static_cast<int64_t>(shape.stride_order)};
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor dy = gradients[0].contiguous();
    torch::Tensor dx = torch::empty_like(saved[0]);
    torch::Tensor d_weight = torch::empty_like(saved[1]);
    const ButterflyShape shape = ShapeOf(*context);
    torch::Tensor d_bias = torch::empty({shape.num_outputs}, dy.options());
    CheckOk(ButterflyBackward(shape, Values(saved[1]), Values(saved[0]), Values(dy),
                              {MutableValues(d_weight), MutableValues(d_bias), MutableValues(dx)}));
    return {dx, d_weight, d_bias, torch::Tensor()};
  }
};

}  // namespace

ButterflyLinearImpl::ButterflyLinearImpl(const ButterflyShape& shape) : shape_(shape) { reset(); }

void ButterflyLinearImpl::reset() {
  const int64_t size = shape_.size();
  weight = register_parameter("weight",
                              torch::empty({shape_.num_stacks(), shape_.num_stages(), size / 2, 2, 2}, torch::kFloat));
  bias = register_parameter("bias", torch::empty({shape_.num_outputs}, torch::kFloat));
  const double bound = 1 / std::sqrt(static_cast<double>(shape_.num_inputs));
  torch::nn::init::normal_(weight, 0, std::sqrt(0.5));
  torch::nn::init::uniform_(bias, -bound, bound);
}

torch::Tensor ButterflyLinearImpl::forward(const torch::Tensor& x) {
  TORCH_CHECK(x.dim() >= 1 && x.size(-1) == shape_.num_inputs, "butterfly of ", shape_.num_inputs,
              " inputs called with sizes ", x.sizes());
  const bool has_kernel = x.device().is_cpu() && x.scalar_type() == torch::kFloat;
  return has_kernel ? ButterflyFunction::apply(x, weight, bias, shape_) : ButterflyByTensors(shape_, weight, bias, x);
}

torch::Tensor ButterflyByTensors(const ButterflyShape& shape, const torch::Tensor& weight, const torch::Tensor& bias,
                                 const torch::Tensor& x) {
  const int64_t n = shape.size();
  const int64_t stacks = shape.num_stacks();
  // y: [rows, stacks, n]
  torch::Tensor y = torch::constant_pad_nd(x.reshape({-1, shape.num_inputs}), {0, n - shape.num_inputs});
  y = y.unsqueeze(1).expand({y.size(0), stacks, n});
  for (int64_t stage = 0; stage < shape.num_stages(); ++stage) {
    const int64_t stride = shape.stride_order == StrideOrder::kIncreasing ? int64_t{1} << stage : n >> (stage + 1);
    const int64_t num_groups = n / (2 * stride);
    // t: [stacks, groups, offsets, output, input]; in: [rows, stacks, groups, 1, input, offsets].
    const torch::Tensor t = weight.select(1, stage).reshape({stacks, num_groups, stride, 2, 2});
    const torch::Tensor in = y.reshape({-1, stacks, num_groups, 1, 2, stride});
    y = (t.permute({0, 1, 3, 4, 2}) * in).sum(4);
  }
  y = y.reshape({-1, stacks * n}).slice(1, 0, shape.num_outputs) + bias;
  std::vector<int64_t> sizes = x.sizes().vec();
  sizes.back() = shape.num_outputs;
  return y.reshape(sizes);
}

}  // namespace duet::fabnet
