#include "codesign/search/objective.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

using ::testing::HasSubstr;

Objective SomeObjective() {
  Objective objective;
  objective.weights = {/*area=*/0.1, /*latency=*/0.8, /*accuracy=*/0.1};
  objective.ranges = {{80, 95}, {5, 205}, {50, 250}};
  return objective;
}

// Source: Codesign-NAS, the table of results: latency, area and performance per area as printed.
TEST(ObjectiveTest, PerfPerAreaIsOneOverLatencyTimesAreaInAllPublishedRows) {
  struct Row {
    double latency_ms, area_mm2, perf_per_area;
  };
  for (const Row& row : {Row{42.0, 186, 12.8}, Row{41.8, 132, 18.1}, Row{19.3, 132, 39.3}, Row{18.5, 133, 40.6}}) {
    // Latency is printed to 0.05 ms, area to 0.5 mm2, the ratio to 0.05: their relative errors add up.
    const double tolerance = 0.05 + row.perf_per_area * (0.05 / row.latency_ms + 0.5 / row.area_mm2);
    EXPECT_NEAR(PerfPerArea({0, row.latency_ms, row.area_mm2}), row.perf_per_area, tolerance);
  }
  EXPECT_NEAR(PerfPerArea({0, 42.0, 186}), 12.80, 0.005);
  EXPECT_NEAR(PerfPerArea({0, 18.5, 133}), 40.64, 0.005);
}

// The slide prints -0.8 % beside GoogLeNet's area; latency and performance per area of the same row say +0.8 %.
TEST(ObjectiveTest, TheAreaOfCod2IsLargerThanGoogLeNets) {
  const double area_ratio = 1 / ((1 + 0.033) * (1 - 0.042));
  EXPECT_NEAR(area_ratio, 1.008, 0.003);
  EXPECT_NEAR(133.0 / 132.0, 1.008, 0.0005);
}

TEST(ObjectiveTest, WeighsNormalisedMetrics) {
  const Objective objective = SomeObjective();
  EXPECT_DOUBLE_EQ(Reward(objective, {95, 5, 50}), 1.0) << "the best of everything";
  EXPECT_DOUBLE_EQ(Reward(objective, {80, 205, 250}), 0.0) << "the worst of everything";
  // Area 100 of 50..250 is 0.75, latency 105 of 5..205 is 0.5, accuracy 83 of 80..95 is 0.2.
  EXPECT_NEAR(Reward(objective, {83, 105, 100}), 0.1 * 0.75 + 0.8 * 0.5 + 0.1 * 0.2, 1e-12);
}

TEST(ObjectiveTest, PunishesWhatMissesAThreshold) {
  Objective objective = SomeObjective();
  objective.thresholds.max_latency_ms = 100;
  EXPECT_GT(Reward(objective, {83, 100, 100}), 0) << "the threshold meets itself";
  EXPECT_NEAR(Reward(objective, {83, 125, 100}), -0.25, 1e-12);
  EXPECT_NEAR(Reward(objective, {83, 100.001, 100}), -0.001, 1e-12) << "below 0 however close";
  EXPECT_DOUBLE_EQ(Reward(objective, {83, 900, 100}), kWorstReward);
  objective.thresholds.min_accuracy_pct = 92;
  EXPECT_NEAR(Reward(objective, {82.8, 125, 100}), -0.25 - 0.1, 1e-12) << "violations add up";
}

TEST(ObjectiveTest, KnowsEveryThreshold) {
  const Metrics metrics = {90, 50, 100};  // 20 images per second and cm2
  Thresholds thresholds;
  EXPECT_EQ(Violation(thresholds, metrics), 0);
  thresholds.max_area_mm2 = 80;
  EXPECT_NEAR(Violation(thresholds, metrics), 0.25, 1e-12);
  thresholds = {};
  thresholds.max_latency_ms = 40;
  EXPECT_NEAR(Violation(thresholds, metrics), 0.25, 1e-12);
  thresholds = {};
  thresholds.min_accuracy_pct = 100;
  EXPECT_NEAR(Violation(thresholds, metrics), 0.1, 1e-12);
  thresholds = {};
  thresholds.min_perf_per_area = 40;
  EXPECT_NEAR(Violation(thresholds, metrics), 0.5, 1e-12);
}

TEST(ObjectiveTest, RefusesObjectivesThatAreNone) {
  const auto message = [](const Objective& objective) {
    const absl::Status status = CheckObjective(objective);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_TRUE(CheckObjective(SomeObjective()).ok());
  Objective objective = SomeObjective();
  objective.weights.latency = -0.5;
  EXPECT_THAT(message(objective), HasSubstr("the weight of latency is -0.5"));
  objective.weights = {};
  EXPECT_THAT(message(objective), HasSubstr("all weights of the objective are 0"));
  objective = SomeObjective();
  objective.thresholds.max_area_mm2 = 0;
  EXPECT_THAT(message(objective), HasSubstr("max_area_mm2 must be positive, not 0"));
  objective = SomeObjective();
  objective.ranges.area_mm2 = {7, 7};
  EXPECT_THAT(message(objective), HasSubstr("the range of area_mm2 is 7 to 7"));
}

}  // namespace
}  // namespace duet::codesign
