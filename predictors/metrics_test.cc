#include "predictors/metrics.h"

#include <cmath>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

using ::testing::ElementsAre;

TEST(WithinBoundPctTest, BandIsRelativeToThePrediction) {
  // 10 % of the prediction 100 reaches from 90 to 110. 100/0.9 = 111.1 would be inside a band relative to the truth.
  EXPECT_EQ(WithinBoundPct({100, 100, 100, 100}, {90, 110, 111, 89.9}, 0.1), 50.0);
  EXPECT_EQ(WithinBoundPct({-1}, {1}, 0.1), 0.0);
  EXPECT_TRUE(std::isnan(WithinBoundPct({}, {}, 0.1)));
}

TEST(RanksTest, TiesShareTheirMeanRank) { EXPECT_THAT(Ranks({3, 1, 3, 0}), ElementsAre(2.5, 1, 2.5, 0)); }

// Worked by hand: the ranks of the second are 1, 0, 3, 2, 4, so four differences of one: 1 - 6 * 4 / (5 * 24).
TEST(SpearmanTest, HandWorkedCase) {
  EXPECT_NEAR(SpearmanCorrelation({1, 2, 3, 4, 5}, {2, 1, 5, 2.5, 7}), 0.8, 1e-12);
  EXPECT_NEAR(SpearmanCorrelation({1, 2, 3}, {9, 8, 7}), -1, 1e-12);
  EXPECT_TRUE(std::isnan(SpearmanCorrelation({1, 1}, {1, 2})));
}

// Reference: all pairs.
double SlowKendallTau(absl::Span<const double> a, absl::Span<const double> b) {
  double sum = 0, untied_a = 0, untied_b = 0;
  const auto sign = [](double x) { return (x > 0) - (x < 0); };
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      sum += sign(a[i] - a[j]) * sign(b[i] - b[j]);
      untied_a += a[i] != a[j];
      untied_b += b[i] != b[j];
    }
  }
  return sum / std::sqrt(untied_a * untied_b);
}

TEST(KendallTauTest, EqualsAllPairsWithAndWithoutTies) {
  for (const int num_values : {2, 5, 1000}) {
    RandomStream random(num_values, "kendall");
    for (const int64_t size : {2, 3, 10, 101}) {
      std::vector<double> a(size), b(size);
      for (int64_t i = 0; i < size; ++i) {
        a[i] = random.UniformInt(num_values);
        b[i] = a[i] + random.UniformInt(num_values);
      }
      const double expected = SlowKendallTau(a, b);
      const double actual = KendallTau(a, b);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(actual));
      } else {
        EXPECT_NEAR(actual, expected, 1e-12) << size << " of " << num_values;
      }
    }
  }
}

// By hand: the best two by prediction are the second and the first; of the truth, the first and the third, or, with a
// tie for the second place, all of the first three.
TEST(PrecisionAtTopPctTest, ByHand) {
  EXPECT_EQ(PrecisionAtTopPct({3, 4, 2, 1}, {9, 7, 8, 1}, 2), 50);
  EXPECT_EQ(PrecisionAtTopPct({3, 4, 2, 1}, {9, 8, 8, 1}, 2), 100);
  EXPECT_EQ(PrecisionAtTopPct({3, 4, 2, 1}, {9, 7, 8, 1}, 1), 0);
  EXPECT_EQ(PrecisionAtTopPct({3, 4, 2, 1}, {9, 7, 8, 1}, 4), 100);
  EXPECT_EQ(PrecisionAtTopPct({1, 1, 1}, {3, 2, 1}, 1), 100) << "equal predictions count in the order given";
}

TEST(EvaluateLatencyTest, FillsEveryField) {
  const LatencyMetrics metrics = EvaluateLatency({1, 2, 3, 4}, {1.005, 2.08, 3.2, 5});
  EXPECT_EQ(metrics.num_samples, 4);
  EXPECT_EQ(metrics.within_1_pct, 25);
  EXPECT_EQ(metrics.within_5_pct, 50);
  EXPECT_EQ(metrics.within_10_pct, 75);
  EXPECT_EQ(metrics.spearman, 1);
  EXPECT_EQ(metrics.kendall, 1);
  EXPECT_NEAR(metrics.mean_absolute_error_ms, (0.005 + 0.08 + 0.2 + 1) / 4, 1e-12);
}

}  // namespace
}  // namespace duet::predictors
