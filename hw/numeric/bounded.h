// Arithmetic in double that carries along how far the same arithmetic in halves is off: running error analysis.
//
//   value       the result in exact arithmetic, up to rounding of double
//   error       |half - value| is at most this, whatever the roundings do: rigorous; infinite once a divisor may be 0
//   deviation   standard deviation of half - value, to first order, if each rounding is uniform within an ulp and
//               errors of operands are independent (those of x * x are not: low by sqrt 2 there)
//
// A model that is written for any Number runs in halves, bit for bit as the RTL, and with Bounded as its own reference.
// Sources: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., sec. 3.3; Higham and Mary 2019,
// probabilistic rounding error analysis. Not supported: overflow. Where a half becomes infinite neither holds.

#ifndef HW_NUMERIC_BOUNDED_H_
#define HW_NUMERIC_BOUNDED_H_

#include "hw/fp16/fp16.h"

namespace duet::hw {

struct Bounded {
  double value = 0;
  double error = 0;
  double deviation = 0;
};

// What a half holds, without error.
Bounded ToBounded(Half half);

// A constant of a model: rounded to a half, or with the error of that. Number: Half or Bounded.
template <typename Number>
Number Constant(double value);

Bounded Add(Bounded a, Bounded b);
Bounded Sub(Bounded a, Bounded b);
Bounded Mul(Bounded a, Bounded b);

// The functions of functions.h, for arguments within the domain over value -+ error. ReciprocalSqrt and Reciprocal want
// value - error > 0: otherwise the error is infinite.
Bounded Exp(Bounded x);
Bounded Reciprocal(Bounded x);
Bounded ReciprocalSqrt(Bounded x);
Bounded NormalCdf(Bounded x);

// max(a, b), which no unit rounds.
Bounded Max(Bounded a, Bounded b);

}  // namespace duet::hw

#endif  // HW_NUMERIC_BOUNDED_H_
