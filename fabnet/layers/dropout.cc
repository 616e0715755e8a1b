#include "fabnet/layers/dropout.h"

#include <mutex>

#include "ATen/CPUGeneratorImpl.h"
#include "ATen/ops/dropout.h"
#include "absl/types/span.h"
#include "fabnet/kernels/dropout.h"
#include "torch/csrc/autograd/custom_function.h"

namespace duet::fabnet {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

absl::Span<const float> Values(const torch::Tensor& tensor) {
  return absl::MakeConstSpan(tensor.data_ptr<float>(), tensor.numel());
}

uint64_t NextKey() {
  at::CPUGeneratorImpl* const generator =
      at::check_generator<at::CPUGeneratorImpl>(at::detail::getDefaultCPUGenerator());
  const std::lock_guard<std::mutex> lock(generator->mutex_);
  return generator->random64();
}

torch::Tensor RunKernel(double p, uint64_t key, const torch::Tensor& x, absl::Span<const float> addend) {
  torch::Tensor y = torch::empty_like(x);
  const absl::Status status = Dropout(p, key, Values(x), addend, absl::MakeSpan(y.data_ptr<float>(), y.numel()));
  TORCH_CHECK(status.ok(), status.ToString());
  return y;
}

// addend: as x, or empty for zeros.
class DropoutFunction : public torch::autograd::Function<DropoutFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& addend,
                               double p) {
    const uint64_t key = NextKey();
    context->saved_data["p"] = p;
    context->saved_data["key"] = static_cast<int64_t>(key);
    const torch::Tensor added = addend.contiguous();
    return RunKernel(p, key, x.contiguous(), Values(added));
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const uint64_t key = static_cast<uint64_t>(context->saved_data.at("key").toInt());
    const torch::Tensor dx = RunKernel(context->saved_data.at("p").toDouble(), key, gradients[0].contiguous(), {});
    return {dx, context->needs_input_grad(1) ? gradients[0] : torch::Tensor(), torch::Tensor()};
  }
};

bool HasKernel(const torch::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == torch::kFloat; }

}  // namespace

torch::Tensor Dropout(const torch::Tensor& x, double p, bool is_training) {
  if (!is_training || p == 0) return x;
  return HasKernel(x) ? DropoutFunction::apply(x, torch::empty({0}), p) : at::dropout(x, p, is_training);
}

torch::Tensor AddDropout(const torch::Tensor& addend, const torch::Tensor& x, double p, bool is_training) {
  TORCH_CHECK(addend.sizes() == x.sizes(), "addend of sizes ", addend.sizes(), " for ", x.sizes());
  if (!is_training || p == 0) return addend + x;
  return HasKernel(x) ? DropoutFunction::apply(x, addend, p) : addend + at::dropout(x, p, is_training);
}

}  // namespace duet::fabnet
