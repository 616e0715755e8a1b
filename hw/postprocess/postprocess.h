// What FABNet's blocks do between butterflies and attention, as the RTL computes it: layer norm (layer_norm.sv), bias,
// GELU and shortcut (postprocessor.sv). Each operation rounds to a half; sums are pairwise.
//
//   LayerNorm   y_i = (x_i - mean) / sqrt(variance + epsilon) gamma_i + beta_i
//   Gelu        x Phi(x)
//
// A layer norm does not change when its row is scaled, so a row with elements of 2 or more is first divided by the
// power of two that brings the largest into [1, 2): squares and sums of halves then do not overflow, as those of a
// Fourier layer's output otherwise would (its elements are of the order of sqrt(L D)). Epsilon is scaled along, but is
// at least 2^-24. Number is Half, bit for bit the RTL, or Bounded: the exact result with a bound of the half's error.
// Source: FABNet (Fan et al., MICRO 2022), post-processing: layer norm in three branches (mean, variance,
// normalisation).

#ifndef HW_POSTPROCESS_POSTPROCESS_H_
#define HW_POSTPROCESS_POSTPROCESS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace duet::hw {

// Epsilon of the layer norm in units of 2^-24: 1.001e-5, the half next to PyTorch's 1e-5.
inline constexpr int64_t kLayerNormEpsilon = 168;

// x, gamma, beta [width] -> [width]; width from 1 to 4096 (a larger sum of squares might overflow).
template <typename Number>
std::vector<Number> LayerNorm(absl::Span<const Number> x, absl::Span<const Number> gamma,
                              absl::Span<const Number> beta);

// Within 6e-5 |x| and two roundings of x Phi(x). Not a number for -infinity.
template <typename Number>
Number Gelu(Number x);

}  // namespace duet::hw

#endif  // HW_POSTPROCESS_POSTPROCESS_H_
