// IEEE 754 binary16 ("half") as the hardware computes it: round to nearest, ties to even; subnormal numbers;
// infinities; any result that is not a number is kNaN.
//
//   sign (1 bit) | exponent e (5) | fraction f (10)   value (-1)^sign * 2^(e - 15) * 1.f;  e = 0: 2^-14 * 0.f
//
// The sum of two halves is a multiple of 2^-24 below 2^17 and their product has 22 significant bits of at least 2^-48:
// both are exact in double precision (53 bits). So one rounding from double is the rounding of the exact result, and
// that is how these functions work. hw/fp16/fp16_add.sv and fp16_mul.sv give the same bits.
//
// Limits: no exception flags, no signalling NaN, one rounding mode.

#ifndef HW_FP16_FP16_H_
#define HW_FP16_FP16_H_

#include <cstdint>

namespace duet::hw {

struct Half {
  uint16_t bits = 0;
};

inline constexpr Half kHalfNaN{0x7e00};
inline constexpr Half kHalfInfinity{0x7c00};
inline constexpr Half kHalfOne{0x3c00};

// Relative error of a rounding, at most, where the result is not subnormal; and half the distance of subnormal numbers.
inline constexpr double kHalfUnitRoundoff = 0x1p-11;
inline constexpr double kHalfUnderflow = 0x1p-25;

// Cycles from operands to result; the same constants as in hw/fp16/fp16_pkg.sv.
inline constexpr int kFp16MulLatency = 2;
inline constexpr int kFp16AddLatency = 1;

// Bit patterns: 0 and -0 differ, NaN equals itself.
inline bool operator==(Half a, Half b) { return a.bits == b.bits; }
inline bool operator!=(Half a, Half b) { return a.bits != b.bits; }

inline bool IsNaN(Half a) { return (a.bits & 0x7fff) > 0x7c00; }

// Exact.
double ToDouble(Half a);

Half FromDouble(double value);
Half FromFloat(float value);

Half Add(Half a, Half b);
Half Sub(Half a, Half b);
Half Mul(Half a, Half b);

}  // namespace duet::hw

#endif  // HW_FP16_FP16_H_
