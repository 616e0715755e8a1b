#include "hw/postprocess/postprocess.h"

#include <algorithm>
#include <cmath>

#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"
#include "hw/numeric/functions.h"
#include "hw/numeric/pairwise_sum.h"

namespace duet::hw {
namespace {

// k such that the largest element / 2^k is less than 2; 0 where it already is. Infinity and NaN: 16.
int Shift(absl::Span<const Half> x) {
  int exponent = 0;
  for (const Half half : x) exponent = std::max(exponent, half.bits >> 10 & 31);
  return std::max(exponent - 15, 0);
}
// Of what a half may have at most: where that gives a larger k, underflow is taken for worse than it is.
int Shift(absl::Span<const Bounded> x) {
  double max = 1;
  for (const Bounded& element : x) max = std::max(max, std::abs(element.value) + element.error);
  return std::min(std::ilogb(max), 16);
}

// Exact but for underflow, and so without the usual error where there is none.
Half Scale(Half x, int shift) { return Mul(x, FromDouble(std::ldexp(1, -shift))); }
Bounded Scale(Bounded x, int shift) {
  return {std::ldexp(x.value, -shift), std::ldexp(x.error, -shift) + (shift > 0 ? kHalfUnderflow : 0),
          std::ldexp(x.deviation, -shift)};
}

// Epsilon / 4^shift, cut to a multiple of 2^-24.
template <typename Number>
Number Epsilon(int shift);
template <>
Half Epsilon(int shift) {
  return {static_cast<uint16_t>(std::max<int64_t>(kLayerNormEpsilon >> std::min(2 * shift, 20), 1))};
}
template <>
Bounded Epsilon(int shift) {
  return {std::ldexp(kLayerNormEpsilon, -24 - 2 * shift), shift > 0 ? 0x1p-24 : 0, 0};
}

}  // namespace

template <typename Number>
std::vector<Number> LayerNorm(absl::Span<const Number> x, absl::Span<const Number> gamma,
                              absl::Span<const Number> beta) {
  const int shift = Shift(x);
  const Number inverse_width = Constant<Number>(1.0 / x.size());
  std::vector<Number> y, squares;
  for (const Number& element : x) y.push_back(Scale(element, shift));

  const Number mean = Mul(PairwiseSum<Number>(y), inverse_width);
  for (Number& element : y) {
    element = Sub(element, mean);
    squares.push_back(Mul(element, element));
  }
  const Number variance = Mul(PairwiseSum<Number>(squares), inverse_width);
  const Number inverse_deviation = ReciprocalSqrt(Add(variance, Epsilon<Number>(shift)));
  for (size_t i = 0; i < y.size(); ++i) y[i] = Add(Mul(Mul(y[i], inverse_deviation), gamma[i]), beta[i]);
  return y;
}

template <typename Number>
Number Gelu(Number x) {
  return Mul(x, NormalCdf(x));
}

template std::vector<Half> LayerNorm(absl::Span<const Half>, absl::Span<const Half>, absl::Span<const Half>);
template std::vector<Bounded> LayerNorm(absl::Span<const Bounded>, absl::Span<const Bounded>,
                                        absl::Span<const Bounded>);
template Half Gelu(Half);
template Bounded Gelu(Bounded);

}  // namespace duet::hw
