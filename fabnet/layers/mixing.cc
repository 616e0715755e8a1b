#include "fabnet/layers/mixing.h"

#include <cmath>
#include <utility>

#include "absl/types/span.h"
#include "fabnet/layers/butterfly_linear.h"
#include "fabnet/layers/dropout.h"
#include "torch/csrc/autograd/custom_function.h"
#include "torch/fft.h"
#include "torch/nn/modules/linear.h"

namespace duet::fabnet {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

torch::Tensor Mix(const FourierMixer& mixer, const torch::Tensor& x) {
  const torch::Tensor input = x.contiguous();
  torch::Tensor y = torch::empty_like(input);
  const absl::Status status = mixer.Mix(absl::MakeConstSpan(input.data_ptr<float>(), input.numel()),
                                        absl::MakeSpan(y.data_ptr<float>(), y.numel()));
  TORCH_CHECK(status.ok(), status.ToString());
  return y;
}

// The mixing is a product with a symmetric matrix, so backward is the same.
class FourierFunction : public torch::autograd::Function<FourierFunction> {
 public:
  using Mixer = FourierMixingImpl::Mixer;
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const c10::intrusive_ptr<Mixer>& mixer) {
    context->saved_data["mixer"] = c10::IValue::make_capsule(mixer);
    return Mix(mixer->mixer, x);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto mixer = c10::static_intrusive_pointer_cast<Mixer>(context->saved_data.at("mixer").toCapsule());
    return {Mix(mixer->mixer, gradients[0]), torch::Tensor()};
  }
};

}  // namespace

torch::nn::AnyModule MakeLinear(const BlockOptions& options, int64_t num_inputs, int64_t num_outputs) {
  if (!HasButterflies(options.kind)) return torch::nn::AnyModule(torch::nn::Linear(num_inputs, num_outputs));
  return torch::nn::AnyModule(ButterflyLinear(ButterflyShape{num_inputs, num_outputs, options.stride_order}));
}

FourierMixingImpl::FourierMixingImpl(int64_t seq_len, int64_t hidden) {
  absl::StatusOr<FourierMixer> mixer = FourierMixer::Create(seq_len, hidden);
  TORCH_CHECK(mixer.ok(), mixer.status().ToString());
  mixer_ = c10::make_intrusive<Mixer>(*std::move(mixer));
}

torch::Tensor FourierMixingImpl::forward(const torch::Tensor& x) {
  const bool has_kernel = x.device().is_cpu() && x.scalar_type() == torch::kFloat;
  return has_kernel ? FourierFunction::apply(x, mixer_) : torch::real(torch::fft::fft2(x));
}

AttentionImpl::AttentionImpl(const BlockOptions& options)
    : query(MakeLinear(options, options.hidden, options.hidden)),
      key(MakeLinear(options, options.hidden, options.hidden)),
      value(MakeLinear(options, options.hidden, options.hidden)),
      output(MakeLinear(options, options.hidden, options.hidden)),
      num_heads_(options.num_heads),
      dropout_(options.attention_dropout) {
  register_module("query", query.ptr());
  register_module("key", key.ptr());
  register_module("value", value.ptr());
  register_module("output", output.ptr());
}

torch::Tensor AttentionImpl::forward(const torch::Tensor& x, const torch::Tensor& bias) {
  const int64_t head_size = x.size(2) / num_heads_;
  const auto heads = [&](torch::nn::AnyModule& projection) {  // [B, heads, L, d]
    return projection.forward(x).view({x.size(0), x.size(1), num_heads_, head_size}).transpose(1, 2);
  };
  const torch::Tensor q = heads(query) / std::sqrt(static_cast<double>(head_size));
  const torch::Tensor k = heads(key);
  const torch::Tensor v = heads(value);
  const torch::Tensor scores = torch::matmul(q, k.transpose(2, 3)).add_(bias);  // [B, heads, L, L]
  const torch::Tensor weights = Dropout(torch::softmax(scores, -1), dropout_, is_training());
  const torch::Tensor mixed = torch::matmul(weights, v).transpose(1, 2).reshape(x.sizes());
  return output.forward(mixed);
}

}  // namespace duet::fabnet
