// What the adaptable butterfly accelerator computes, bit for bit, and how its memories are laid out.
//
// A butterfly matrix of size N is the product of log2 N sparse factors B_1 ... B_{N/2}, one a stride s: factor s mixes
// elements i and i + s of each block of 2 s by a 2 x 2 matrix of its own. Strides are applied from N/2 down to 1:
//
//   y = B_1 B_2 ... B_{N/2} x      [y_i; y_{i+s}] = [w1 w3; w2 w4] [x_i; x_{i+s}]
//
// The discrete Fourier transform is such a product of [1 w; 1 -w] with complex w, and leaves frequency f at place
// bitreverse(f): block b of a stage has w = exp(-2 pi i t / N), t = bitreverse of b in log2 N - 1 bits, at every
// stride.
//
// Numbers are IEEE halves, rounded after each operation in the order that the code shows. Modules of the same names:
// hw/butterfly/*.sv. Source: Fan et al., MICRO 2022, adaptable butterfly accelerator; Dao et al. 2019 for the matrices.

#ifndef HW_BUTTERFLY_BUTTERFLY_MODEL_H_
#define HW_BUTTERFLY_BUTTERFLY_MODEL_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "hw/fp16/fp16.h"

namespace duet::hw {

enum class ButterflyMode { kLinear = 0, kFft = 1 };

struct ComplexHalf {
  Half re;
  Half im;
};
inline bool operator==(const ComplexHalf& a, const ComplexHalf& b) { return a.re == b.re && a.im == b.im; }

// kLinear: a 2 x 2 matrix as above. kFft: a twiddle w1 + i w2.
struct UnitWeights {
  Half w1;
  Half w2;
  Half w3;
  Half w4;
};

// ---- butterfly_unit

struct UnitResult {
  ComplexHalf y1;
  ComplexHalf y2;
};
UnitResult ButterflyUnit(ButterflyMode mode, const ComplexHalf& x1, const ComplexHalf& x2, const UnitWeights& weights);

// ---- Rows. Sizes are powers of two.

// weights[stage][pair]: stage k has stride N/2 >> k; pair number block * stride + offset. log2(N) * N/2 weights.
struct ButterflyMatrix {
  int log2_size = 0;
  std::vector<UnitWeights> weights;

  int64_t size() const { return int64_t{1} << log2_size; }
  const UnitWeights& at(int stage, int64_t pair) const { return weights[stage * size() / 2 + pair]; }
};

// x: [N] -> [N].
std::vector<Half> MultiplyButterfly(const ButterflyMatrix& matrix, absl::Span<const Half> x);

// x: [N] -> [N] in order of frequency: sum over i of x_i exp(-2 pi i f i / N), not scaled.
std::vector<ComplexHalf> Fft(absl::Span<const ComplexHalf> x);

// The twiddles of an FFT in the order of blocks: [N/2].
std::vector<ComplexHalf> FftTwiddles(int log2_size);

// `value` with the order of its lowest `num_bits` bits reversed.
int64_t ReverseBits(int64_t value, int num_bits);

// ---- Memories. `num_units` is P_bu, a power of two; there are 2 num_units banks; N >= 2 num_units.

// Bank of an element of a row; its word there is element / (2 num_units).
int64_t BankOf(int64_t element, int64_t num_units);

// What index_generator says of an access.
struct Access {
  int log2_stride;
  int64_t word1;
  int64_t word2;
  int64_t rotation;
  int64_t pairing;
  int64_t weight_word;
  int64_t weight_slot;
  std::vector<int64_t> first;  // [num_units] elements that are first operands; the second are a stride further
};
// The accesses of a row in their order: N / (2 num_units) * log2 N.
std::vector<Access> RowAccesses(ButterflyMode mode, int log2_size, int64_t num_units);

// Words of the weight buffer, num_units weights each, in the order in which the processor takes them.
std::vector<UnitWeights> PackLinearWeights(const ButterflyMatrix& matrix, int64_t num_units);
std::vector<UnitWeights> PackFftTwiddles(int log2_size);

// ---- Pipeline: the constants of butterfly_pkg.sv.

inline constexpr int kUnitLatency = kFp16MulLatency + 2 * kFp16AddLatency;
inline constexpr int kReadLatency = 2;
inline constexpr int kRoundTrip = kReadLatency + kUnitLatency + 2;

}  // namespace duet::hw

#endif  // HW_BUTTERFLY_BUTTERFLY_MODEL_H_
