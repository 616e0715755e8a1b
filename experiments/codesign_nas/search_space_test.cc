#include "experiments/codesign_nas/search_space.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/front_table.pb.h"
#include "codesign/search/model_evaluator.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::HasSubstr;

// A context with accuracies of the first `num_cells` cells, in cells of up to three vertices: seven.
RunContext ContextWith(int64_t num_cells) {
  codesign::CellAccuracies accuracies;
  accuracies.set_is_predicted(true);
  for (int64_t i = 0; i < num_cells; ++i) {
    accuracies.add_cell(i);
    accuracies.add_accuracy_pct(90 + 0.5 * i);
  }
  const std::string path = absl::StrCat(testing::TempDir(), "/accuracies");
  EXPECT_TRUE(WriteFileAtomically(path, accuracies.SerializeAsString()).ok());
  Value max_num_vertices;
  max_num_vertices.set_integer(3);
  RunContext::Options options;
  options.parameters["max_num_vertices"] = max_num_vertices;
  options.data["accuracies"] = {path};
  return RunContext(options);
}

TEST(SearchSpaceTest, FrontAndRangesAreThoseOfEveryPair) {
  const absl::StatusOr<SearchedSpace> searched = OpenSearchedSpace(ContextWith(20));
  ASSERT_TRUE(searched.ok()) << searched.status();
  ASSERT_EQ(searched->space->cells().size(), 7);
  const auto evaluator =
      *codesign::ModelEvaluator::Create(searched->space.get(), searched->accuracy_pct, codesign::PublishedTables());
  codesign::MetricRanges ranges = {{1e9, 0}, {1e9, 0}, {1e9, 0}};
  const auto widen = [](codesign::MetricRange& range, double value) {
    range = {std::min(range.min, value), std::max(range.max, value)};
  };
  for (int64_t index = 0; index < searched->space->size(); ++index) {
    const codesign::Metrics m = *evaluator.Evaluate(searched->space->PairOf(index));
    widen(ranges.accuracy_pct, m.accuracy_pct);
    widen(ranges.latency_ms, m.latency_ms);
    widen(ranges.area_mm2, m.area_mm2);
    bool is_covered = false;  // by a pair of the front that is nowhere worse
    for (const codesign::Metrics& best : searched->front) {
      is_covered |= best.accuracy_pct >= m.accuracy_pct && best.latency_ms <= m.latency_ms + 1e-9 &&
                    best.area_mm2 <= m.area_mm2 + 1e-9;
    }
    ASSERT_TRUE(is_covered) << searched->space->NameOf(index);
  }
  EXPECT_DOUBLE_EQ(searched->ranges.accuracy_pct.min, ranges.accuracy_pct.min);
  EXPECT_DOUBLE_EQ(searched->ranges.accuracy_pct.max, ranges.accuracy_pct.max);
  EXPECT_DOUBLE_EQ(searched->ranges.latency_ms.min, ranges.latency_ms.min);
  EXPECT_DOUBLE_EQ(searched->ranges.latency_ms.max, ranges.latency_ms.max);
  EXPECT_DOUBLE_EQ(searched->ranges.area_mm2.min, ranges.area_mm2.min);
  EXPECT_DOUBLE_EQ(searched->ranges.area_mm2.max, ranges.area_mm2.max);
}

TEST(SearchSpaceTest, NeedsAnAccuracyOfEveryCell) {
  const absl::Status status = OpenSearchedSpace(ContextWith(6)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("accuracies of 6 cells, not of each of the first 7"));
}

TEST(SearchSpaceTest, ReadsThresholds) {
  EXPECT_EQ(codesign::Violation(*ParseThresholds("none"), {1, 1e6, 1e6}), 0);
  const codesign::Thresholds thresholds = *ParseThresholds("min_accuracy_pct=92,max_area_mm2=100.5");
  EXPECT_EQ(thresholds.min_accuracy_pct, 92);
  EXPECT_EQ(thresholds.max_area_mm2, 100.5);
  EXPECT_EQ(thresholds.max_latency_ms, std::nullopt);
  EXPECT_EQ(ParseThresholds("max_latency_ms=7")->max_latency_ms, 7);
  EXPECT_EQ(ParseThresholds("min_perf_per_area=8")->min_perf_per_area, 8);
  EXPECT_THAT(std::string(ParseThresholds("max_area=3").status().message()),
              HasSubstr("unknown threshold \"max_area\""));
  EXPECT_THAT(std::string(ParseThresholds("max_area_mm2").status().message()), HasSubstr("is not <name>=<number>"));
}

}  // namespace
}  // namespace duet::experiments
