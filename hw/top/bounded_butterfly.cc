#include "hw/top/bounded_butterfly.h"

#include <cmath>
#include <cstdint>

#include "common/rounding.h"

namespace duet::hw {
namespace {

// cos or sin of a turn: none of 0 and +-1 is rounded.
Bounded Twiddle(double value) {
  const double nearest = std::round(value);
  if (std::abs(value - nearest) < 1e-12) return {nearest, 0, 0};
  return Constant<Bounded>(value);
}

// Calls `visit(stage, pair, first, second)` for the butterflies of N elements, strides from N/2 down to 1.
template <typename Visit>
void ForEachButterfly(int64_t size, const Visit& visit) {
  int stage = 0;
  for (int64_t stride = size / 2; stride >= 1; stride /= 2, ++stage) {
    for (int64_t pair = 0; pair < size / 2; ++pair) {
      const int64_t first = pair / stride * 2 * stride + pair % stride;
      visit(stage, pair, first, first + stride);
    }
  }
}

}  // namespace

std::vector<Bounded> MultiplyButterfly(const ButterflyMatrix& matrix, absl::Span<const Bounded> x) {
  std::vector<Bounded> y(x.begin(), x.end());
  ForEachButterfly(matrix.size(), [&](int stage, int64_t pair, int64_t first, int64_t second) {
    const UnitWeights& w = matrix.at(stage, pair);
    const Bounded x1 = y[first], x2 = y[second];
    y[first] = Add(Mul(x1, ToBounded(w.w1)), Mul(x2, ToBounded(w.w3)));
    y[second] = Add(Mul(x1, ToBounded(w.w2)), Mul(x2, ToBounded(w.w4)));
  });
  return y;
}

std::vector<ComplexBounded> Fft(absl::Span<const ComplexBounded> x) {
  const int64_t size = static_cast<int64_t>(x.size());
  const int log2_size = Log2OfNextPowerOfTwo(size);
  std::vector<ComplexBounded> y(x.begin(), x.end());
  ForEachButterfly(size, [&](int stage, int64_t pair, int64_t first, int64_t second) {
    const int64_t block = pair >> (log2_size - 1 - stage);
    const double angle = -2 * M_PI * static_cast<double>(ReverseBits(block, log2_size - 1)) / static_cast<double>(size);
    const Bounded w_re = Twiddle(std::cos(angle)), w_im = Twiddle(std::sin(angle));
    const ComplexBounded x1 = y[first], x2 = y[second];
    const Bounded re = Sub(Mul(x2.re, w_re), Mul(x2.im, w_im));
    const Bounded im = Add(Mul(x2.re, w_im), Mul(x2.im, w_re));
    y[first] = {Add(x1.re, re), Add(x1.im, im)};
    y[second] = {Sub(x1.re, re), Sub(x1.im, im)};
  });
  std::vector<ComplexBounded> by_frequency(size);
  for (int64_t i = 0; i < size; ++i) by_frequency[ReverseBits(i, log2_size)] = y[i];
  return by_frequency;
}

}  // namespace duet::hw
