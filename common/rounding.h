// Rounding up: to a whole number of parts, to a power of two.

#ifndef COMMON_ROUNDING_H_
#define COMMON_ROUNDING_H_

#include <cstdint>

namespace duet {

// The least integer that is at least a / b. a >= 0, b > 0.
constexpr int64_t CeilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

// The logarithm to base two of the smallest power of two that is at least `n` >= 1.
constexpr int Log2OfNextPowerOfTwo(int64_t n) {
  int log2 = 0;
  while (int64_t{1} << log2 < n) ++log2;
  return log2;
}

// The smallest power of two that is at least `n` >= 1.
constexpr int64_t NextPowerOfTwo(int64_t n) { return int64_t{1} << Log2OfNextPowerOfTwo(n); }

}  // namespace duet

#endif  // COMMON_ROUNDING_H_
