#include "hw/postprocess/postprocess.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "common/random.h"
#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"

namespace duet::hw {
namespace {

std::vector<Half> RandomHalves(int64_t n, double mean, double deviation, uint64_t seed) {
  RandomStream random(seed, "halves");
  std::vector<Half> halves(n);
  for (Half& half : halves) half = FromDouble(mean + deviation * random.Normal());
  return halves;
}

std::vector<Bounded> ToBounded(const std::vector<Half>& halves) {
  std::vector<Bounded> bounded;
  for (const Half half : halves) bounded.push_back(ToBounded(half));
  return bounded;
}

TEST(LayerNormTest, HandWorkedCases) {
  const auto norm = [](const std::vector<double>& x, double gamma, double beta) {
    std::vector<Half> halves;
    for (const double element : x) halves.push_back(FromDouble(element));
    const std::vector<Half> gammas(x.size(), FromDouble(gamma)), betas(x.size(), FromDouble(beta));
    std::vector<double> y;
    for (const Half half : LayerNorm<Half>(halves, gammas, betas)) y.push_back(ToDouble(half));
    return y;
  };
  EXPECT_EQ(norm({1, -1}, 1, 0), (std::vector<double>{1, -1}));
  EXPECT_EQ(norm({1, -1, -1, 1}, 2, 3), (std::vector<double>{5, 1, 1, 5}));
  EXPECT_EQ(norm({5}, 2, 3), (std::vector<double>{3}));
  EXPECT_EQ(norm({0, 0, 0, 0}, 2, 3), (std::vector<double>{3, 3, 3, 3}));
  // Far beyond what can be squared or summed in halves.
  EXPECT_EQ(norm({32768, -32768, 32768, -32768}, 1, 0), (std::vector<double>{1, -1, 1, -1}));
  // Equal elements: their deviation is 0, not 0 / 0.
  EXPECT_EQ(norm({4096, 4096}, 1, 0.5), (std::vector<double>{0.5, 0.5}));
}

TEST(LayerNormTest, DoesNotChangeWhenALargeRowIsScaled) {
  std::vector<Half> x = RandomHalves(32, 0, 3, 1);
  const std::vector<Half> gamma = RandomHalves(32, 1, 0.1, 2), beta = RandomHalves(32, 0, 0.1, 3);
  const std::vector<Half> y = LayerNorm<Half>(x, gamma, beta);
  for (Half& element : x) element = Mul(element, FromDouble(1024));
  const std::vector<Half> scaled = LayerNorm<Half>(x, gamma, beta);
  for (size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(ToDouble(scaled[i]), ToDouble(y[i]), 0.004);  // epsilon differs
}

TEST(LayerNormTest, ErrorIsWithinTheDerivedBound) {
  for (const int64_t width : {2, 3, 16, 100, 128, 1024}) {
    for (const double deviation : {0.01, 1.0, 400.0, 8000.0}) {
      const std::vector<Half> x = RandomHalves(width, 0.5 * deviation, deviation, width);
      const std::vector<Half> gamma = RandomHalves(width, 1, 0.2, 2), beta = RandomHalves(width, 0, 0.2, 3);
      const std::vector<Half> halves = LayerNorm<Half>(x, gamma, beta);
      const std::vector<Bounded> bounded = LayerNorm<Bounded>(ToBounded(x), ToBounded(gamma), ToBounded(beta));
      double mean = 0, variance = 0, max_error = 0;
      for (const Half element : x) mean += ToDouble(element) / width;
      for (const Half element : x) variance += std::pow(ToDouble(element) - mean, 2) / width;
      for (int64_t i = 0; i < width; ++i) {
        const double expected =
            (ToDouble(x[i]) - mean) / std::sqrt(variance + kLayerNormEpsilon * 0x1p-24) * ToDouble(gamma[i]) +
            ToDouble(beta[i]);
        EXPECT_NEAR(bounded[i].value, expected, 1e-10);
        const double error = std::abs(ToDouble(halves[i]) - expected);
        EXPECT_LE(error, bounded[i].error) << width << ", deviation " << deviation;
        max_error = std::max(max_error, error);
      }
      // Subnormal squares of a row of deviation 0.01 have few digits.
      EXPECT_LT(max_error, 0.02) << width << ", deviation " << deviation;
    }
  }
}

TEST(GeluTest, ErrorOverAllHalvesIsWithinTheBounds) {
  double max_error = 0;
  for (int64_t i = 0; i < 65536; ++i) {
    const Half half{static_cast<uint16_t>(i)};
    const double x = ToDouble(half);
    if (!std::isfinite(x)) continue;
    const double expected = x * std::erfc(-x / std::sqrt(2.0)) / 2;
    const double error = std::abs(ToDouble(Gelu(half)) - expected);
    // Two roundings of the result, subnormal perhaps, and 6e-5 |x|: the header.
    EXPECT_LE(error, 2.01 * kHalfUnitRoundoff * std::abs(expected) + 6e-5 * std::abs(x) + 2 * kHalfUnderflow) << x;
    EXPECT_LE(error, Gelu(ToBounded(half)).error) << x;
    if (std::abs(x) < 2) max_error = std::max(max_error, error);
  }
  EXPECT_LT(max_error, 0.0011);
  EXPECT_EQ(Gelu(FromDouble(0)), FromDouble(0));
  EXPECT_EQ(Gelu(FromDouble(10)), FromDouble(10));
  EXPECT_EQ(ToDouble(Gelu(FromDouble(-10))), 0);
  EXPECT_EQ(Gelu(kHalfNaN), kHalfNaN);
}

}  // namespace
}  // namespace duet::hw
