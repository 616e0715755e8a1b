#include "hw/fp16/fp16.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>
#include <cstdint>
#include <limits>

#include "common/random.h"

namespace duet::hw {
namespace {

Half Bits(int bits) { return {static_cast<uint16_t>(bits)}; }

// Eigen's half, from float with F16C or its own code. NaN as kHalfNaN.
Half EigenHalf(float value) {
  const Half half = {Eigen::numext::bit_cast<uint16_t>(Eigen::half(value))};
  return IsNaN(half) ? kHalfNaN : half;
}

TEST(Fp16Test, KnownValues) {
  EXPECT_EQ(ToDouble(Bits(0x3c00)), 1.0);
  EXPECT_EQ(ToDouble(Bits(0xc000)), -2.0);
  EXPECT_EQ(ToDouble(Bits(0x7bff)), 65504.0);
  EXPECT_EQ(ToDouble(Bits(0x0400)), 0x1p-14);
  EXPECT_EQ(ToDouble(Bits(0x03ff)), 1023 * 0x1p-24);
  EXPECT_EQ(ToDouble(Bits(0x0001)), 0x1p-24);
  EXPECT_EQ(ToDouble(Bits(0xfc00)), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(ToDouble(kHalfNaN)));
  EXPECT_TRUE(std::signbit(ToDouble(Bits(0x8000))));
}

TEST(Fp16Test, EveryHalfGoesToDoubleAndBack) {
  for (int bits = 0; bits < 0x10000; ++bits) {
    const Half half = Bits(bits);
    EXPECT_EQ(FromDouble(ToDouble(half)).bits, IsNaN(half) ? kHalfNaN.bits : half.bits);
  }
}

// Between two neighbours: below the middle goes down, above it up, the middle to the even one. Every neighbour pair.
TEST(Fp16Test, RoundsToNearestTiesToEven) {
  for (int bits = 0; bits < 0x7c00; ++bits) {
    const double low = ToDouble(Bits(bits));
    const double high = bits == 0x7bff ? 65536.0 : ToDouble(Bits(bits + 1));  // infinity counts as 2^16
    const double middle = (low + high) / 2;
    const Half even = Bits(bits + (bits & 1));
    EXPECT_EQ(FromDouble(middle), even) << bits;
    EXPECT_EQ(FromDouble(std::nextafter(middle, 0)), Bits(bits)) << bits;
    EXPECT_EQ(FromDouble(std::nextafter(middle, 1e9)), Bits(bits + 1)) << bits;
    EXPECT_EQ(FromDouble(-middle), Bits(even.bits | 0x8000)) << bits;
  }
  EXPECT_EQ(FromDouble(1e300), kHalfInfinity);
  EXPECT_EQ(FromDouble(-1e-300), Bits(0x8000));
  EXPECT_EQ(FromDouble(std::numeric_limits<double>::denorm_min()), Bits(0));
}

TEST(Fp16Test, FromFloatAgreesWithEigen) {
  RandomStream random(1, "float");
  for (int64_t high = 0; high < 0x10000; ++high) {
    for (const uint32_t low : {uint32_t{0}, uint32_t{1}, uint32_t{0x1000}, uint32_t{0x8000}, uint32_t{0xffff},
                               static_cast<uint32_t>(random.UniformInt(0x10000))}) {
      const float value = Eigen::numext::bit_cast<float>(static_cast<uint32_t>(high << 16 | low));
      ASSERT_EQ(FromFloat(value).bits, EigenHalf(value).bits) << value;
    }
  }
}

// The sum of two halves, rounded to float and then to half, is the same as rounded once: float's 24 bits are 2 * 11 + 2
// (Figueroa 1995). So Eigen, which computes this way, is an independent reference; for products float is exact.
TEST(Fp16Test, ArithmeticAgreesWithEigen) {
  RandomStream random(2, "pairs");
  for (int64_t i = 0; i < 3000000; ++i) {
    const uint64_t draw = random();
    const Half a = Bits(draw & 0xffff);
    // Half of the pairs have exponents close to each other, where sums cancel.
    const Half b = (draw >> 32 & 1) != 0 ? Bits(draw >> 16 & 0xffff) : Bits((a.bits ^ (draw >> 16 & 0x8fff)) & 0xffff);
    const float x = static_cast<float>(ToDouble(a));
    const float y = static_cast<float>(ToDouble(b));
    ASSERT_EQ(Add(a, b).bits, EigenHalf(x + y).bits) << a.bits << " " << b.bits;
    ASSERT_EQ(Sub(a, b).bits, EigenHalf(x - y).bits) << a.bits << " " << b.bits;
    ASSERT_EQ(Mul(a, b).bits, EigenHalf(x * y).bits) << a.bits << " " << b.bits;
  }
}

TEST(Fp16Test, SpecialCases) {
  const Half minus_infinity = Bits(0xfc00);
  EXPECT_EQ(Add(kHalfInfinity, minus_infinity), kHalfNaN);
  EXPECT_EQ(Sub(kHalfInfinity, kHalfInfinity), kHalfNaN);
  EXPECT_EQ(Mul(kHalfInfinity, Bits(0)), kHalfNaN);
  EXPECT_EQ(Add(Bits(0x7e01), kHalfOne), kHalfNaN);
  EXPECT_EQ(Add(Bits(0xffff), kHalfOne), kHalfNaN);
  EXPECT_EQ(Add(kHalfOne, Bits(0xbc00)), Bits(0));            // 1 - 1 = +0
  EXPECT_EQ(Add(Bits(0x8000), Bits(0x8000)), Bits(0x8000));   // -0 - 0 = -0
  EXPECT_EQ(Mul(Bits(0x8000), kHalfOne), Bits(0x8000));       // -0 * 1 = -0
  EXPECT_EQ(Add(Bits(0x7bff), Bits(0x4c00)), kHalfInfinity);  // 65504 + 16: a tie, to the even side
  EXPECT_EQ(Add(Bits(0x7bff), Bits(0x4bff)), Bits(0x7bff));   // 65504 + 15.99
  EXPECT_EQ(Mul(Bits(0x0001), Bits(0x3800)), Bits(0));        // 2^-24 / 2: a tie, to zero
  EXPECT_EQ(Mul(Bits(0x0003), Bits(0x3800)), Bits(0x0002));   // 3 * 2^-24 / 2: a tie, to even
}

}  // namespace
}  // namespace duet::hw
