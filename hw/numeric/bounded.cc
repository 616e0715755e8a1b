#include "hw/numeric/bounded.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "hw/numeric/functions.h"

namespace duet::hw {
namespace {

// Error of rounding, to within `ulps` ulps, a number that is at most `magnitude`.
double RoundingError(double magnitude, double ulps = 0.5) {
  return 2 * ulps * std::max(kHalfUnitRoundoff * magnitude, kHalfUnderflow);
}

// f decreasing or increasing on [value - error, value + error], computed there to within `ulps` ulps.
template <typename Function>
Bounded Monotone(const Function& f, Bounded x, double ulps) {
  const double value = f(x.value);
  const double low = f(x.value - x.error);
  const double high = f(x.value + x.error);
  const double spread = std::max(std::abs(low - value), std::abs(high - value));
  return {value, spread + RoundingError(std::abs(value) + spread, ulps)};
}

constexpr Bounded kUnbounded = {0, std::numeric_limits<double>::infinity()};

}  // namespace

Bounded ToBounded(Half half) { return {ToDouble(half), 0}; }

template <>
Half Constant(double value) {
  return FromDouble(value);
}
template <>
Bounded Constant(double value) {
  return {value, RoundingError(std::abs(value))};
}

Bounded Add(Bounded a, Bounded b) {
  const double value = a.value + b.value;
  const double error = a.error + b.error;
  // The sum of two halves is a multiple of 2^-24: no error where the result is subnormal.
  return {value, error + kHalfUnitRoundoff * (std::abs(value) + error)};
}

Bounded Sub(Bounded a, Bounded b) { return Add(a, {-b.value, b.error}); }

Bounded Mul(Bounded a, Bounded b) {
  const double value = a.value * b.value;
  const double error = std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error;
  return {value, error + RoundingError(std::abs(value) + error)};
}

Bounded Exp(Bounded x) {
  // The unit takes what is above 0 for 0.
  const auto exp = [](double v) { return std::exp(v); };
  return Monotone(exp, x, kExpMaxUlps);
}

Bounded Reciprocal(Bounded x) {
  if (x.value - x.error <= 0) return {1 / x.value, kUnbounded.error};
  return Monotone([](double v) { return 1 / v; }, x, kReciprocalMaxUlps);
}

Bounded ReciprocalSqrt(Bounded x) {
  if (x.value - x.error <= 0) return {1 / std::sqrt(x.value), kUnbounded.error};
  return Monotone([](double v) { return 1 / std::sqrt(v); }, x, kReciprocalSqrtMaxUlps);
}

Bounded NormalCdf(Bounded x) {
  const Bounded y = Monotone([](double v) { return std::erfc(-v / std::sqrt(2.0)) / 2; }, x, 0.5);
  return {y.value, y.error + kNormalCdfMaxError};
}

Bounded Max(Bounded a, Bounded b) {
  // |max(a', b') - max(a, b)| <= max(|a' - a|, |b' - b|).
  return {std::max(a.value, b.value), std::max(a.error, b.error)};
}

}  // namespace duet::hw
