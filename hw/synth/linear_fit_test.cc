#include "hw/synth/linear_fit.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::hw {
namespace {

// y = 5 + 3 a + 2 a b, exactly.
TEST(FitLinearTest, FindsExactCoefficients) {
  std::vector<std::vector<double>> features;
  std::vector<double> values;
  for (const double a : {1.0, 2.0, 7.0}) {
    for (const double b : {2.0, 4.0}) {
      features.push_back({1, a, a * b});
      values.push_back(5 + 3 * a + 2 * a * b);
    }
  }
  const LinearFit fit = *FitLinear(features, values);
  EXPECT_NEAR(fit.coefficients[0], 5, 1e-9);
  EXPECT_NEAR(fit.coefficients[1], 3, 1e-9);
  EXPECT_NEAR(fit.coefficients[2], 2, 1e-9);
  EXPECT_NEAR(fit.Predict({1, 120, 480}), 5 + 360 + 960, 1e-6);
}

// The line through (0, 0), (1, 1), (2, 1): slope 1/2, intercept 1/6, by the normal equations.
TEST(FitLinearTest, LeavesResiduals) {
  const LinearFit fit = *FitLinear({{1, 0}, {1, 1}, {1, 2}}, {0, 1, 1});
  EXPECT_NEAR(fit.coefficients[0], 1.0 / 6, 1e-12);
  EXPECT_NEAR(fit.coefficients[1], 1.0 / 2, 1e-12);
  EXPECT_THAT(fit.residuals, testing::Pointwise(testing::DoubleNear(1e-12), {-1.0 / 6, 1.0 / 3, -1.0 / 6}));
}

TEST(FitLinearTest, RejectsWhatHasNoAnswer) {
  const auto message = [](const std::vector<std::vector<double>>& features, const std::vector<double>& values) {
    const absl::Status status = FitLinear(features, values).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(message({}, {}), "0 points with 0 values");
  EXPECT_EQ(message({{1}}, {1, 2}), "1 points with 2 values");
  EXPECT_EQ(message({{1, 2}, {1}}, {1, 2}), "point 1 has 1 features, point 0 has 2");
  EXPECT_EQ(message({{1, 2}}, {1}), "rank 1 of 2 features at 1 points");
  EXPECT_EQ(message({{1, 2}, {2, 4}, {3, 6}}, {1, 2, 3}), "rank 1 of 2 features at 3 points");
}

}  // namespace
}  // namespace duet::hw
