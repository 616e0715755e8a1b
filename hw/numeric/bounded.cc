#include "hw/numeric/bounded.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "hw/numeric/functions.h"

namespace duet::hw {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Error of rounding, to within `ulps` ulps, a number that is at most `magnitude`.
double RoundingError(double magnitude, double ulps = 0.5) {
  return 2 * ulps * std::max(kHalfUnitRoundoff * magnitude, kHalfUnderflow);
}

// Of a rounding to a half next to `value`: uniform within an ulp, and `extra_ulps` that are not random.
double RoundingDeviation(double value, double extra_ulps = 0) {
  const double ulp = std::ldexp(1, value == 0 ? -24 : std::max(std::ilogb(value) - 10, -24));
  return ulp * (std::sqrt(1.0 / 12) + extra_ulps);
}

// 0 times an infinite error is not known.
double OrInfinity(double error) { return std::isnan(error) ? kInfinity : error; }

// f decreasing or increasing on [value - error, value + error], computed there to within `ulps` ulps.
template <typename Function>
Bounded Monotone(const Function& f, Bounded x, double ulps) {
  const double value = f(x.value);
  const auto spread = [&](double distance) {
    return std::max(std::abs(f(x.value - distance) - value), std::abs(f(x.value + distance) - value));
  };
  const double error = OrInfinity(spread(x.error));
  return {value, error + RoundingError(std::abs(value) + error, ulps),
          std::hypot(spread(x.deviation), RoundingDeviation(value, ulps - 0.5))};
}

// The same for f that has a pole at 0, x > 0.
template <typename Function>
Bounded MonotoneAboveZero(const Function& f, Bounded x, double ulps) {
  const bool reaches_pole = !(x.error < x.value);
  if (reaches_pole) x.error = 0;
  x.deviation = std::min(x.deviation, x.value / 2);
  Bounded y = Monotone(f, x, ulps);
  if (reaches_pole) y.error = kInfinity;
  return y;
}

}  // namespace

Bounded ToBounded(Half half) { return {ToDouble(half), 0, 0}; }

template <>
Half Constant(double value) {
  return FromDouble(value);
}
template <>
Bounded Constant(double value) {
  return {value, RoundingError(std::abs(value)), RoundingDeviation(value)};
}

Bounded Add(Bounded a, Bounded b) {
  const double value = a.value + b.value;
  const double error = a.error + b.error;
  // The sum of two halves is a multiple of 2^-24: no error where the result is subnormal.
  return {value, error + kHalfUnitRoundoff * (std::abs(value) + error),
          std::hypot(a.deviation, b.deviation, RoundingDeviation(value))};
}

Bounded Sub(Bounded a, Bounded b) { return Add(a, {-b.value, b.error, b.deviation}); }

Bounded Mul(Bounded a, Bounded b) {
  const double value = a.value * b.value;
  const double error = OrInfinity(std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error);
  return {value, error + RoundingError(std::abs(value) + error),
          std::hypot(a.value * b.deviation, b.value * a.deviation, RoundingDeviation(value))};
}

Bounded Exp(Bounded x) {
  return Monotone([](double v) { return std::exp(v); }, x, kExpMaxUlps);
}

Bounded Reciprocal(Bounded x) {
  return MonotoneAboveZero([](double v) { return 1 / v; }, x, kReciprocalMaxUlps);
}

Bounded ReciprocalSqrt(Bounded x) {
  return MonotoneAboveZero([](double v) { return 1 / std::sqrt(v); }, x, kReciprocalSqrtMaxUlps);
}

Bounded NormalCdf(Bounded x) {
  Bounded y = Monotone([](double v) { return std::erfc(-v / std::sqrt(2.0)) / 2; }, x, 0.5);
  y.error += kNormalCdfMaxError;
  y.deviation = std::hypot(y.deviation, kNormalCdfMaxError / 2);
  return y;
}

Bounded Max(Bounded a, Bounded b) {
  // |max(a', b') - max(a, b)| <= max(|a' - a|, |b' - b|).
  return {std::max(a.value, b.value), std::max(a.error, b.error), a.value > b.value ? a.deviation : b.deviation};
}

}  // namespace duet::hw
