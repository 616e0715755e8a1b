// Functions of one half that the accelerator computes by chords, as its RTL does, bit for bit.
//
//   function         unit (SystemVerilog)      error, over every half
//   Exp              fp16_exp                  0.59 ulp
//   Reciprocal       fp16_reciprocal           0.54 ulp
//   ReciprocalSqrt   fp16_reciprocal_sqrt      0.56 ulp
//   NormalCdf        fp16_normal_cdf           0.5 ulp + 6e-5
//
// An ulp is the distance of two halves around the result. Each bound is derived in functions.cc and checked for all
// 65,536 halves by the test. How: an argument is brought into the domain of a table (chord_table.h), the chord's value
// is rounded once, to nearest even.

#ifndef HW_NUMERIC_FUNCTIONS_H_
#define HW_NUMERIC_FUNCTIONS_H_

#include "hw/fp16/fp16.h"

namespace duet::hw {

// Cycles from argument to result of each unit.
inline constexpr int kFunctionLatency = 3;

// Bounds of the error in ulps of the result (2^-24 where it is subnormal). NormalCdf: beside half an ulp.
inline constexpr double kExpMaxUlps = 0.59;
inline constexpr double kReciprocalMaxUlps = 0.54;
inline constexpr double kReciprocalSqrtMaxUlps = 0.56;
inline constexpr double kNormalCdfMaxError = 6e-5;

// e^x for x <= 0. A softmax needs no other: 1 for x > 0. NaN for NaN.
Half Exp(Half x);
// 1 / x: infinity for 0 and 0 for infinity, with x's sign. NaN for NaN.
Half Reciprocal(Half x);
// 1 / sqrt(x): infinity for 0 with its sign, 0 for infinity, NaN for x < 0 and NaN.
Half ReciprocalSqrt(Half x);
// Phi(x) = (1 + erf(x / sqrt 2)) / 2. NaN for NaN.
Half NormalCdf(Half x);

}  // namespace duet::hw

#endif  // HW_NUMERIC_FUNCTIONS_H_
