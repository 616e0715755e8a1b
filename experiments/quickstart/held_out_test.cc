#include "experiments/quickstart/held_out.h"

#include <cmath>

#include "common/random.h"
#include "datasets/nasbench201/cell.h"
#include "gtest/gtest.h"
#include "predictors/metrics.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::quickstart {
namespace {

using predictors::LatencySamples;

// Random cells whose latency is 1 ms and 0.02 ms for every million multiply-accumulates: easy to learn.
LatencySamples EasySamples(int64_t count) {
  std::vector<nasbench201::Cell> cells;
  RandomStream random(1, "easy samples");
  for (const int64_t id : random.SampleWithoutReplacement(nasbench201::kNumCells, count)) {
    cells.push_back(nasbench201::CellFromId(id));
  }
  LatencySamples samples;
  samples.architectures = predictors::EncodeNasBench201(cells);
  for (const double mega_flops : samples.architectures.mega_flops) samples.latency_ms.push_back(1 + 0.02 * mega_flops);
  return samples;
}

TEST(HeldOutTest, CrossValidationPredictsEverySampleInOrder) {
  const LatencySamples samples = EasySamples(61);
  const absl::StatusOr<HeldOut> held_out = CrossValidate(samples, 4, 1);
  ASSERT_TRUE(held_out.ok()) << held_out.status();
  EXPECT_EQ(held_out->measured_ms, samples.latency_ms);
  ASSERT_EQ(held_out->predicted_ms.size(), 61);
  EXPECT_GT(predictors::SpearmanCorrelation(held_out->predicted_ms, held_out->measured_ms), 0.9);
}

TEST(HeldOutTest, CrossValidationDoesNotShowAPredictorItsTest) {
  // Latencies that have nothing to do with the cells cannot be predicted, unless they were seen: 61 independent pairs
  // have a rank correlation with standard deviation 0.13.
  LatencySamples samples = EasySamples(61);
  RandomStream random(2, "noise");
  for (double& latency_ms : samples.latency_ms) latency_ms = std::exp(random.Normal());
  const absl::StatusOr<HeldOut> held_out = CrossValidate(samples, 4, 1);
  ASSERT_TRUE(held_out.ok()) << held_out.status();
  EXPECT_LT(predictors::SpearmanCorrelation(held_out->predicted_ms, held_out->measured_ms), 0.5);
}

TEST(HeldOutTest, TrainsOnSomeAndTestsOnAllOthers) {
  const LatencySamples samples = EasySamples(60);
  const absl::StatusOr<HeldOut> held_out = TrainAndTest(samples, 40, 2, 1);
  ASSERT_TRUE(held_out.ok()) << held_out.status();
  ASSERT_EQ(held_out->predicted_ms.size(), 2 * 20);
  ASSERT_EQ(held_out->measured_ms.size(), 2 * 20);
  EXPECT_GT(predictors::SpearmanCorrelation(held_out->predicted_ms, held_out->measured_ms), 0.9);
}

TEST(HeldOutTest, RefusesTooFewSamples) {
  const LatencySamples samples = EasySamples(5);
  EXPECT_EQ(CrossValidate(samples, 3, 1).status().message(), "3 folds of 5 samples");
  EXPECT_EQ(CrossValidate(samples, 1, 1).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(TrainAndTest(samples, 5, 1, 1).status().message(), "cannot train on 5 of 5 samples");
  EXPECT_EQ(TrainAndTest(samples, 1, 1, 1).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(HeldOutTest, ChancesAreSharesOfPastErrors) {
  const std::vector<double> ratios = SortedRatios({/*predicted_ms=*/{2, 1, 4, 1}, /*measured_ms=*/{1, 2, 4, 1.5}});
  EXPECT_EQ(ratios, (std::vector<double>{0.5, 1, 1.5, 2}));
  EXPECT_EQ(ChanceUnderPct(ratios, 10, 4), 0);
  EXPECT_EQ(ChanceUnderPct(ratios, 10, 5), 25);
  EXPECT_EQ(ChanceUnderPct(ratios, 10, 14), 50);
  EXPECT_EQ(ChanceUnderPct(ratios, 10, 20), 100);
}

}  // namespace
}  // namespace duet::quickstart
