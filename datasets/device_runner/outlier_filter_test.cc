#include "datasets/device_runner/outlier_filter.h"

#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

TEST(OutlierFilterTest, PercentilesInterpolateLinearly) {
  EXPECT_DOUBLE_EQ(Percentile({7}, 25), 7);
  EXPECT_DOUBLE_EQ(Percentile({2, 1}, 25), 1.25);
  EXPECT_DOUBLE_EQ(Percentile({4, 1, 3, 2}, 25), 1.75);  // position 0.75
  EXPECT_DOUBLE_EQ(Percentile({4, 1, 3, 2}, 75), 3.25);
  EXPECT_DOUBLE_EQ(Percentile({10, 20, 30, 40, 50}, 10), 14);
  EXPECT_DOUBLE_EQ(Percentile({10, 20, 30, 40, 50}, 0), 10);
  EXPECT_DOUBLE_EQ(Percentile({10, 20, 30, 40, 50}, 50), 30);
  EXPECT_DOUBLE_EQ(Percentile({10, 20, 30, 40, 50}, 100), 50);
}

TEST(OutlierFilterTest, KeepsTheMiddleHalf) {
  // Percentiles 1.75 and 3.25.
  EXPECT_DOUBLE_EQ(MeanOfMiddleHalf({4, 1, 3, 2}), 2.5);
  // Percentiles 2 and 4: both ends of the range are kept, 100 is not.
  EXPECT_DOUBLE_EQ(MeanOfMiddleHalf({1, 2, 3, 4, 100}), 3);
  // Sorted 1, 1, 1, 2, 3, 50, 50, 60: percentiles 1 (position 1.75) and 50 (position 5.25).
  EXPECT_DOUBLE_EQ(MeanOfMiddleHalf({50, 1, 1, 3, 1, 50, 60, 2}), 108 / 7.0);
  EXPECT_DOUBLE_EQ(MeanOfMiddleHalf({5, 5, 5}), 5);
  EXPECT_DOUBLE_EQ(MeanOfMiddleHalf({5}), 5);
  EXPECT_DOUBLE_EQ(MeanOfMiddleHalf({5, 6}), 5.5);
}

TEST(OutlierFilterTest, FiltersWithinInputsAndThenOverThem) {
  // Means of the middle halves: 2.5, 3, 90, 2, 3.5. Their percentiles: 2.5 and 3.5.
  const std::vector<std::vector<double>> times = {
      {1, 2, 3, 4}, {1, 2, 3, 4, 1000}, {80, 90, 100}, {2, 2, 2}, {3, 3.5, 4}};
  EXPECT_DOUBLE_EQ(FilteredLatency(times), 3);
}

}  // namespace
}  // namespace duet::device_runner
