#include "codesign/search/model_evaluator.h"

#include <limits>
#include <string>

#include "absl/status/status.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/latency.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

using ::testing::HasSubstr;

TEST(ModelEvaluatorTest, PutsAccuracyLatencyAndAreaTogether) {
  const PairSpace space(/*max_num_vertices=*/3);
  std::vector<double> accuracy_pct = {90, 91, 92, 93, 94, 95, std::numeric_limits<double>::quiet_NaN()};
  const absl::StatusOr<ModelEvaluator> evaluator = ModelEvaluator::Create(&space, accuracy_pct, PublishedTables());
  ASSERT_TRUE(evaluator.ok()) << evaluator.status();
  for (const Pair& pair : {Pair{0, 0}, Pair{5, 8'639}, Pair{2, 4'321}}) {
    const absl::StatusOr<Metrics> metrics = evaluator->Evaluate(pair);
    ASSERT_TRUE(metrics.ok()) << metrics.status();
    const Accelerator accelerator = AcceleratorSpace().At(pair.accelerator);
    EXPECT_EQ(metrics->accuracy_pct, accuracy_pct[pair.cell]);
    EXPECT_DOUBLE_EQ(metrics->latency_ms, *LatencyMs(space.cells().cells()[pair.cell], accelerator, PublishedTables()));
    EXPECT_EQ(metrics->area_mm2, AreaMm2(accelerator, PublishedTables()));
  }
  const absl::Status status = evaluator->Evaluate({6, 0}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no accuracy of "));
}

TEST(ModelEvaluatorTest, RefusesWhatDoesNotFitTheSpace) {
  const PairSpace space(/*max_num_vertices=*/3);
  EXPECT_THAT(std::string(ModelEvaluator::Create(&space, {90}, PublishedTables()).status().message()),
              HasSubstr("1 accuracies for 7 cells"));
  AcceleratorSpace odd;
  odd.pixel_par = {3};
  const PairSpace of_odd(/*max_num_vertices=*/2, odd);
  EXPECT_EQ(ModelEvaluator::Create(&of_odd, {90}, PublishedTables()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::codesign
