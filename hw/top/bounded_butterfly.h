// Butterfly matrices and Fourier transforms of butterfly_model.h with Bounded numbers: the exact product or transform,
// and a bound of what halves are off, operation by operation.

#ifndef HW_TOP_BOUNDED_BUTTERFLY_H_
#define HW_TOP_BOUNDED_BUTTERFLY_H_

#include <vector>

#include "absl/types/span.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/numeric/bounded.h"

namespace duet::hw {

struct ComplexBounded {
  Bounded re;
  Bounded im;
};

// x: [N] -> [N].
std::vector<Bounded> MultiplyButterfly(const ButterflyMatrix& matrix, absl::Span<const Bounded> x);

// x: [N], a power of two -> [N] in order of frequency, not scaled. Twiddles are exact in the value.
std::vector<ComplexBounded> Fft(absl::Span<const ComplexBounded> x);

}  // namespace duet::hw

#endif  // HW_TOP_BOUNDED_BUTTERFLY_H_
