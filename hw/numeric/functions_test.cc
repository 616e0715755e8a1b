#include "hw/numeric/functions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "common/random.h"
#include "hw/numeric/Vfunctions_rtl.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

constexpr int64_t kNumHalves = 65536;
Half Nth(int64_t i) { return {static_cast<uint16_t>(i)}; }

// Distance of two halves at `value`.
double Ulp(double value) {
  int exponent;
  std::frexp(value, &exponent);
  return std::ldexp(1, std::max(exponent - 11, -24));
}

// Largest error of `function`, in ulps, over all finite halves within (low, high].
template <typename Function, typename Reference>
double MaxUlps(double low, double high, const Function& function, const Reference& reference) {
  double max_ulps = 0;
  for (int64_t i = 0; i < kNumHalves; ++i) {
    const double x = ToDouble(Nth(i));
    if (!(x > low && x <= high) || std::isinf(x)) continue;
    const double expected = reference(x);
    if (std::abs(expected) >= 65520) continue;  // overflows: tested as a special value
    max_ulps = std::max(max_ulps, std::abs(ToDouble(function(Nth(i))) - expected) / Ulp(expected));
  }
  return max_ulps;
}

TEST(FunctionsTest, ErrorsOverAllHalvesAreWithinTheBounds) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_LE(MaxUlps(-infinity, 0, Exp, [](double x) { return std::exp(x); }), kExpMaxUlps);
  EXPECT_LE(MaxUlps(0, infinity, ReciprocalSqrt, [](double x) { return 1 / std::sqrt(x); }), kReciprocalSqrtMaxUlps);
  const auto reciprocal = [](double x) { return 1 / x; };
  EXPECT_LE(MaxUlps(0, infinity, Reciprocal, reciprocal), kReciprocalMaxUlps);
  EXPECT_LE(MaxUlps(-infinity, -0x1p-24, Reciprocal, reciprocal), kReciprocalMaxUlps);
  for (int64_t i = 0; i < kNumHalves; ++i) {
    const double x = ToDouble(Nth(i));
    if (std::isnan(x)) continue;
    const double expected = std::erfc(-x / std::sqrt(2.0)) / 2;
    ASSERT_NEAR(ToDouble(NormalCdf(Nth(i))), expected, Ulp(expected) / 2 + kNormalCdfMaxError) << x;
  }
}

TEST(FunctionsTest, KnownValues) {
  for (const double x : {0.0, -0.0, 1.0, 65504.0}) EXPECT_EQ(Exp(FromDouble(x)), kHalfOne) << x;
  EXPECT_EQ(Exp(FromDouble(-17.5)), FromDouble(0));          // less than half of the smallest subnormal
  EXPECT_EQ(Exp(FromDouble(-16.625)), FromDouble(0x1p-24));  // e^-16.625 = 1.01 2^-24
  for (int e = -15; e <= 14; ++e) {                          // powers of two are exact
    EXPECT_EQ(Reciprocal(FromDouble(std::ldexp(1, e))), FromDouble(std::ldexp(1, -e))) << e;
    EXPECT_EQ(Reciprocal(FromDouble(-std::ldexp(1, e))), FromDouble(-std::ldexp(1, -e))) << e;
  }
  for (int e = -12; e <= 7; ++e) {
    EXPECT_EQ(ReciprocalSqrt(FromDouble(std::ldexp(1, 2 * e))), FromDouble(std::ldexp(1, -e))) << e;
  }
  EXPECT_EQ(NormalCdf(FromDouble(0)), FromDouble(0.5));
  EXPECT_EQ(NormalCdf(FromDouble(8)), kHalfOne);
  EXPECT_EQ(NormalCdf(FromDouble(-8)), FromDouble(0));
}

TEST(FunctionsTest, SpecialValues) {
  const Half infinity = kHalfInfinity, minus_infinity{0xfc00}, zero{0}, minus_zero{0x8000};
  for (const auto f : {Exp, Reciprocal, ReciprocalSqrt, NormalCdf}) {
    for (const uint16_t nan : {0x7e00, 0x7c01, 0xffff}) EXPECT_EQ(f({nan}), kHalfNaN);
  }
  EXPECT_EQ(Exp(minus_infinity), zero);
  EXPECT_EQ(Exp(infinity), kHalfOne);
  EXPECT_EQ(Reciprocal(zero), infinity);
  EXPECT_EQ(Reciprocal(minus_zero), minus_infinity);
  EXPECT_EQ(Reciprocal(infinity), zero);
  EXPECT_EQ(Reciprocal(minus_infinity), minus_zero);
  EXPECT_EQ(Reciprocal({0x0001}), infinity);  // 2^24 is no half
  EXPECT_EQ(ReciprocalSqrt(zero), infinity);
  EXPECT_EQ(ReciprocalSqrt(minus_zero), minus_infinity);
  EXPECT_EQ(ReciprocalSqrt(infinity), zero);
  EXPECT_EQ(ReciprocalSqrt(minus_infinity), kHalfNaN);
  EXPECT_EQ(ReciprocalSqrt({0x8001}), kHalfNaN);
  EXPECT_EQ(NormalCdf(infinity), kHalfOne);
  EXPECT_EQ(NormalCdf(minus_infinity), zero);
}

TEST(FunctionUnitsTest, EqualTheModelForEveryHalf) {
  Testbench<Vfunctions_rtl> bench;
  bench->en_i = 1;
  for (int64_t cycle = 0; cycle < kNumHalves + kFunctionLatency; ++cycle) {
    if (cycle >= kFunctionLatency) {
      const Half x = Nth(cycle - kFunctionLatency);
      ASSERT_EQ(bench->exp_o, Exp(x).bits) << x.bits;
      ASSERT_EQ(bench->reciprocal_o, Reciprocal(x).bits) << x.bits;
      ASSERT_EQ(bench->reciprocal_sqrt_o, ReciprocalSqrt(x).bits) << x.bits;
      ASSERT_EQ(bench->normal_cdf_o, NormalCdf(x).bits) << x.bits;
    }
    bench->x_i = static_cast<uint16_t>(cycle);
    bench.Tick();
  }
}

TEST(FunctionUnitsTest, HoldWithoutEnable) {
  Testbench<Vfunctions_rtl> bench;
  RandomStream random(3, "enable");
  int64_t num_enabled = 0;
  while (num_enabled < 1000) {
    // The argument of the n-th enabled cycle is n.
    const bool is_enabled = random.Uniform() < 0.5;
    bench->en_i = is_enabled;
    bench->x_i = is_enabled ? num_enabled + 0xc000 : 0x1234;
    bench.Tick();
    num_enabled += is_enabled;
    if (num_enabled < kFunctionLatency) continue;
    const Half x = Nth(num_enabled - kFunctionLatency + 0xc000);
    ASSERT_EQ(bench->exp_o, Exp(x).bits);
    ASSERT_EQ(bench->normal_cdf_o, NormalCdf(x).bits);
    ASSERT_EQ(bench->reciprocal_o, Reciprocal(x).bits);
  }
}

TEST(FunctionUnitsTest, ResetClears) {
  Testbench<Vfunctions_rtl> bench;
  bench->en_i = 1;
  bench->x_i = 0x3c00;
  for (int i = 0; i < 5; ++i) bench.Tick();
  EXPECT_EQ(bench->reciprocal_o, 0x3c00);
  bench.Reset();
  EXPECT_EQ(bench->reciprocal_o, 0);
  EXPECT_EQ(bench->exp_o, 0);
}

}  // namespace
}  // namespace duet::hw
