#include "fabnet/kernels/dropout.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::fabnet {
namespace {

using ::testing::HasSubstr;

std::vector<float> Dropped(double p, uint64_t key, int64_t count) {
  const std::vector<float> ones(count, 1);
  std::vector<float> y(count, NAN);
  EXPECT_TRUE(Dropout(p, key, ones, {}, absl::MakeSpan(y)).ok());
  return y;
}

double Mean(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += value;
  return sum / values.size();
}

TEST(DropoutTest, KeepsTheMeanAndDropsTheShare) {
  constexpr int64_t kCount = 1'000'000;
  for (const double p : {0.0, 0.1, 0.5, 0.9}) {
    const std::vector<float> y = Dropped(p, 7, kCount);
    for (const float value : y) ASSERT_TRUE(value == 0 || value == static_cast<float>(1 / (1 - p))) << value;
    // Five standard errors, sqrt(p / (1 - p) / count), and the float sum's rounding.
    EXPECT_NEAR(Mean(y), 1, 5 * std::sqrt(p / (1 - p) / kCount) + 1e-6) << p;
  }
}

// Neighbours, powers of two apart and other keys are independent: kept together with probability 1/4.
TEST(DropoutTest, ValuesAreIndependent) {
  constexpr int64_t kCount = 1 << 18;
  const std::vector<float> y = Dropped(0.5, 1, 2 * kCount);
  const auto share_of_both = [&](const std::vector<float>& other, int64_t distance) {
    int64_t both = 0;
    for (int64_t i = 0; i < kCount; ++i) both += y[i] != 0 && other[i + distance] != 0;
    return static_cast<double>(both) / kCount;
  };
  const double five_standard_errors = 5 * std::sqrt(0.25 * 0.75 / kCount);
  for (const int64_t distance : {1, 2, 3, 8, 128, 1 << 10, 1 << 16, 1 << 17}) {
    EXPECT_NEAR(share_of_both(y, distance), 0.25, five_standard_errors) << distance;
  }
  for (const uint64_t key : {uint64_t{0}, uint64_t{2}, uint64_t{1} << 32}) {
    EXPECT_NEAR(share_of_both(Dropped(0.5, key, kCount), 0), 0.25, five_standard_errors) << key;
  }
}

TEST(DropoutTest, AddsAndMayRunInPlace) {
  const std::vector<float> x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const std::vector<float> addend = {10, 20, 30, 40, 50, 60, 70, 80, 90};
  const std::vector<float> mask = Dropped(0.5, 3, x.size());
  std::vector<float> y = addend;
  ASSERT_TRUE(Dropout(0.5, 3, x, y, absl::MakeSpan(y)).ok());
  for (size_t i = 0; i < x.size(); ++i) EXPECT_EQ(y[i], addend[i] + x[i] * mask[i]);
}

TEST(DropoutTest, RejectsBadArguments) {
  std::vector<float> y(4);
  const absl::Status probability = Dropout(1, 0, y, {}, absl::MakeSpan(y));
  EXPECT_EQ(probability.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(probability.message()), HasSubstr("dropout of 1: must be in [0, 1)"));
  EXPECT_FALSE(Dropout(NAN, 0, y, {}, absl::MakeSpan(y)).ok());
  const absl::Status sizes = Dropout(0.1, 0, y, absl::MakeSpan(y).subspan(1), absl::MakeSpan(y));
  EXPECT_EQ(sizes.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(sizes.message()), HasSubstr("dropout of 4 and 3 into 4 values"));
}

}  // namespace
}  // namespace duet::fabnet
