#include "fabnet/layers/half_precision.h"

#include "torch/csrc/autograd/custom_function.h"

namespace duet::fabnet {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr double kMaxHalf = 65504;

class RoundFunction : public torch::autograd::Function<RoundFunction> {
 public:
  static torch::Tensor forward(AutogradContext*, const torch::Tensor& x) {
    return x.clamp(-kMaxHalf, kMaxHalf).to(torch::kHalf).to(x.scalar_type());
  }
  static variable_list backward(AutogradContext*, const variable_list& gradients) {
    return {RoundToHalfAtRandom(gradients[0])};
  }
};

}  // namespace

torch::Tensor RoundToHalf(const torch::Tensor& x) { return RoundFunction::apply(x); }

torch::Tensor RoundToHalfAtRandom(const torch::Tensor& x) {
  const torch::NoGradGuard no_gradient;
  // |x| in [2^(e - 1), 2^e): its neighbours are 2^(e - 11) apart, and 2^-24 below the normal numbers.
  const torch::Tensor exponent = std::get<1>(at::frexp(x)).clamp_min(-13) - 11;
  const torch::Tensor in_steps = at::ldexp(x, -exponent);
  const torch::Tensor below = in_steps.floor();
  const torch::Tensor is_rounded_up = torch::rand_like(x).lt_(in_steps - below);
  return at::ldexp(below + is_rounded_up, exponent).clamp(-kMaxHalf, kMaxHalf);
}

}  // namespace duet::fabnet
