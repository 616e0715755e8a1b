#include "fabnet/layers/block.h"

#include "fabnet/layers/dropout.h"
#include "fabnet/layers/half_precision.h"

namespace duet::fabnet {

BlockImpl::BlockImpl(const BlockOptions& options)
    : norm_1(register_module("norm_1", torch::nn::LayerNorm(torch::nn::LayerNormOptions({options.hidden})))),
      norm_2(torch::nn::LayerNormOptions({options.hidden})),
      options_(options) {
  if (HasAttention(options.kind)) {
    attention = register_module("attention", Attention(options));
  } else {
    fourier = register_module("fourier", FourierMixing(options.seq_len, options.hidden));
  }
  register_module("norm_2", norm_2);
  feed_forward_1 = MakeLinear(options, options.hidden, options.feed_forward);
  register_module("feed_forward_1", feed_forward_1.ptr());
  feed_forward_2 = MakeLinear(options, options.feed_forward, options.hidden);
  register_module("feed_forward_2", feed_forward_2.ptr());
}

torch::Tensor BlockImpl::forward(const torch::Tensor& x, const torch::Tensor& attention_bias) {
  const auto rounded = [&](const torch::Tensor& values) { return AtPrecision(options_.precision, values); };
  const torch::Tensor normed_1 = rounded(norm_1(x));
  const torch::Tensor sum_1 =
      rounded(fourier ? x + fourier(normed_1)
                      : AddDropout(x, attention(normed_1, attention_bias), options_.dropout, is_training()));
  const torch::Tensor normed_2 = rounded(norm_2(sum_1));
  const torch::Tensor wide = rounded(feed_forward_1.forward(normed_2));
  const torch::Tensor active = Dropout(rounded(torch::gelu(wide)), options_.dropout, is_training());
  const torch::Tensor narrow = rounded(feed_forward_2.forward(active));
  return rounded(AddDropout(sum_1, narrow, options_.dropout, is_training()));
}

torch::Tensor AtPrecision(Precision precision, const torch::Tensor& x) {
  return precision == Precision::kHalf ? RoundToHalf(x) : x;
}

}  // namespace duet::fabnet
