#include "hw/fp16/fp16.h"

#include <cstdint>
#include <cstring>

namespace duet::hw {

double ToDouble(Half a) {
  const uint64_t sign = static_cast<uint64_t>(a.bits & 0x8000) << 48;
  const uint64_t magnitude = a.bits & 0x7fff;
  double value;
  if (magnitude < 0x0400) {  // zero, subnormal
    value = static_cast<double>(magnitude) * 0x1p-24;
    return sign != 0 ? -value : value;
  }
  const uint64_t exponent = magnitude < 0x7c00 ? (magnitude >> 10) - 15 + 1023 : 0x7ff;
  const uint64_t bits = sign | exponent << 52 | (magnitude & 0x3ff) << 42;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

Half FromDouble(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  const uint16_t sign = static_cast<uint16_t>(bits >> 48 & 0x8000);
  const int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
  uint64_t significand = bits & 0xfffffffffffff;
  if (exponent == 1024 && significand != 0) return kHalfNaN;
  if (exponent >= 16) return {static_cast<uint16_t>(sign | kHalfInfinity.bits)};
  if (exponent < -25) return {sign};  // below half of the smallest subnormal number

  // Bits that do not fit: 42 of 52, more for a subnormal result, whose implicit bit moves into the fraction.
  significand |= uint64_t{1} << 52;
  const int num_dropped = exponent >= -14 ? 42 : 42 + (-14 - exponent);
  const uint64_t kept = significand >> num_dropped;
  const uint64_t rest = significand & ((uint64_t{1} << num_dropped) - 1);
  const uint64_t tie = uint64_t{1} << (num_dropped - 1);
  const uint64_t rounded = kept + (rest > tie || (rest == tie && (kept & 1) != 0));

  // The implicit bit of `rounded` counts one in the exponent; so does a carry, up to infinity.
  const uint64_t biased = exponent >= -14 ? static_cast<uint64_t>(exponent + 14) << 10 : 0;
  return {static_cast<uint16_t>(sign | (biased + rounded))};
}

Half FromFloat(float value) { return FromDouble(value); }

Half Add(Half a, Half b) { return FromDouble(ToDouble(a) + ToDouble(b)); }
Half Sub(Half a, Half b) { return FromDouble(ToDouble(a) - ToDouble(b)); }
Half Mul(Half a, Half b) { return FromDouble(ToDouble(a) * ToDouble(b)); }

}  // namespace duet::hw
