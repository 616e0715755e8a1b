#include "hw/numeric/functions.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "hw/numeric/chord_table.h"

namespace duet::hw {
namespace {

constexpr uint16_t kInfinity = kHalfInfinity.bits;
constexpr uint16_t kSign = 0x8000;

bool IsNegative(Half x) { return (x.bits & kSign) != 0; }
int BiasedExponent(Half x) { return (x.bits >> 10) & 31; }

// |x| with `fraction_bits` bits after the point, what is beyond them cut off.
int64_t ToFixed(Half x, int fraction_bits) {
  const int exponent = std::max(BiasedExponent(x), 1);
  const int64_t significand = (x.bits & 0x3ff) | (BiasedExponent(x) > 0 ? 0x400 : 0);
  const int shift = exponent - 25 + fraction_bits;
  return shift >= 0 ? significand << shift : significand >> -shift;
}

// |x| = (1 + fraction / 1024) 2^exponent, x neither 0 nor infinite.
struct Normalized {
  int fraction;
  int exponent;
};
Normalized Normalize(Half x) {
  int exponent = std::max(BiasedExponent(x), 1) - 15;
  int significand = (x.bits & 0x3ff) | (BiasedExponent(x) > 0 ? 0x400 : 0);
  for (; significand < 0x400; --exponent) significand <<= 1;
  return {significand & 0x3ff, exponent};
}

// value 2^exponent, rounded to nearest even; with the sign of `sign`.
Half Round(int64_t value, int exponent, bool is_negative = false) {
  const Half half = FromDouble(std::ldexp(static_cast<double>(value), exponent));
  return {static_cast<uint16_t>(half.bits | (is_negative ? kSign : 0))};
}

}  // namespace

// |x| log2(e) = k + z: e^-|x| = 2^-k 2^-z. Errors in ulps, of which 2^11 are 1: |x| cut at 2^-16 (lossy below 2^-6),
// 0.031; z cut at 2^-16, 0.022; chord, (1/64)^2 / 8 ln(2)^2, 0.030; knot, 0.004; log2(e) rounded to 2^-21, times |x| <=
// 18, 0.012, but not together with the first; rounding, 0.5.
Half Exp(Half x) {
  constexpr int64_t kLog2E = 1512775;  // round(2^20 log2(e))
  if (IsNaN(x)) return kHalfNaN;
  if (!IsNegative(x)) return kHalfOne;
  if (BiasedExponent(x) >= 20) return {0};          // x <= -32
  const int64_t product = ToFixed(x, 16) * kLog2E;  // 36 bits after the point
  const ChordTable& table = Exp2Table();
  return Round(table.Value((product >> 20) & 0xffff), -table.value_bits() - static_cast<int>(product >> 36));
}

// Errors in ulps, of which 2^11 are 1: chord, (1/128)^2 / 8 * 2, 0.031; knot, 0.004; rounding, 0.5.
Half Reciprocal(Half x) {
  if (IsNaN(x)) return kHalfNaN;
  if ((x.bits & 0x7fff) == 0) return {static_cast<uint16_t>((x.bits & kSign) | kInfinity)};
  if ((x.bits & 0x7fff) == kInfinity) return {static_cast<uint16_t>(x.bits & kSign)};
  const Normalized n = Normalize(x);
  const ChordTable& table = ReciprocalTable();
  return Round(table.Value(n.fraction), -table.value_bits() - n.exponent, IsNegative(x));
}

// x = 2^p (1 + z) 4^q, p in {0, 1}. Errors in ulps: chord, (1/64)^2 / 8 * 3/4, 0.047; knot, 0.004; rounding, 0.5.
Half ReciprocalSqrt(Half x) {
  if (IsNaN(x)) return kHalfNaN;
  if ((x.bits & 0x7fff) == 0) return {static_cast<uint16_t>((x.bits & kSign) | kInfinity)};
  if (IsNegative(x)) return kHalfNaN;
  if (x.bits == kInfinity) return {0};
  const Normalized n = Normalize(x);
  const int odd = n.exponent & 1;
  const ChordTable& table = ReciprocalSqrtTable();
  return Round(table.Value(odd << 10 | n.fraction), -table.value_bits() - (n.exponent - odd) / 2);
}

// Absolute errors before rounding: |x| cut at 2^-13 (lossy below 1/8), 0.4 * 2^-13 = 4.9e-5, and there the chord, with
// a second derivative below 0.05, 0.6e-5; elsewhere the chord alone, (1/32)^2 / 8 * 0.242 = 3.0e-5; knot, 0.2e-5.
Half NormalCdf(Half x) {
  if (IsNaN(x)) return kHalfNaN;
  if (BiasedExponent(x) >= 18) return IsNegative(x) ? Half{0} : kHalfOne;  // |x| >= 8
  const ChordTable& table = NormalTailTable();
  const int64_t tail = table.Value(ToFixed(x, 13));
  const int64_t one = int64_t{1} << table.value_bits();
  return Round(IsNegative(x) ? tail : one - tail, -table.value_bits());
}

}  // namespace duet::hw
