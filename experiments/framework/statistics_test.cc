#include "experiments/framework/statistics.h"

#include <vector>

#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

// Any table of Student's distribution, e.g. Abramowitz & Stegun 26.10.
TEST(StatisticsTest, MatchesTheTableOfStudentsDistribution) {
  EXPECT_NEAR(StudentT975(1), 12.706, 5e-4);
  EXPECT_NEAR(StudentT975(2), 4.303, 5e-4);
  EXPECT_NEAR(StudentT975(9), 2.262, 5e-4);
  EXPECT_NEAR(StudentT975(120), 1.980, 5e-4);
}

TEST(StatisticsTest, SummarizesByHand) {
  // Deviations -1.5, -0.5, 0.5, 1.5: sd = sqrt(5 / 3); interval 3.18245 * sd / 2.
  const Summary summary = Summarize(std::vector<double>{1, 2, 3, 4});
  EXPECT_EQ(summary.num_values, 4);
  EXPECT_DOUBLE_EQ(summary.mean, 2.5);
  EXPECT_NEAR(*summary.sd, 1.290994, 1e-6);
  EXPECT_NEAR(*summary.half_width_95, 2.054260, 1e-5);
}

TEST(StatisticsTest, OneValueHasNoInterval) {
  const Summary summary = Summarize(std::vector<double>{7});
  EXPECT_EQ(summary.mean, 7);
  EXPECT_FALSE(summary.sd.has_value());
  EXPECT_FALSE(summary.half_width_95.has_value());
}

TEST(StatisticsTest, EqualValuesHaveAnIntervalOfZero) {
  const Summary summary = Summarize(std::vector<double>{3, 3, 3});
  EXPECT_EQ(*summary.sd, 0);
  EXPECT_EQ(*summary.half_width_95, 0);
}

TEST(StatisticsTest, EqualVariancesGivePooledDegreesOfFreedom) {
  // Variances 1, three values each: 4 degrees of freedom, t = 2.776445, standard error sqrt(2 / 3).
  const Summary difference = DifferenceOfUnpaired(std::vector<double>{11, 12, 13}, std::vector<double>{1, 2, 3});
  EXPECT_DOUBLE_EQ(difference.mean, 10);
  EXPECT_NEAR(*difference.half_width_95, 2.266957, 1e-5);
  EXPECT_FALSE(difference.sd.has_value());
}

TEST(StatisticsTest, AVarianceOfZeroLeavesTheOthersDegreesOfFreedom) {
  // Variance 1 / 3 of the mean, 2 degrees of freedom: 4.302653 * sqrt(1 / 3).
  const Summary difference = DifferenceOfUnpaired(std::vector<double>{1, 2, 3}, std::vector<double>{0, 0});
  EXPECT_EQ(difference.num_values, 2);
  EXPECT_NEAR(*difference.half_width_95, 2.484138, 1e-5);
  EXPECT_EQ(*DifferenceOfUnpaired(std::vector<double>{5, 5}, std::vector<double>{2, 2}).half_width_95, 0);
}

TEST(StatisticsTest, ADifferenceFromOneValueHasNoInterval) {
  EXPECT_FALSE(DifferenceOfUnpaired(std::vector<double>{1, 2, 3}, std::vector<double>{0}).half_width_95.has_value());
}

}  // namespace
}  // namespace duet::experiments
