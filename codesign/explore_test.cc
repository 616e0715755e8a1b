#include "codesign/explore.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/latency.h"
#include "common/files.h"
#include "datasets/nasbench101/counts.h"
#include "datasets/nasbench101/enumerate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

using ::testing::HasSubstr;

// 91 cells, of which every third was not trained, and the 24 accelerators of the example.
class ExploreTest : public testing::Test {
 protected:
  ExploreTest() {
    space_ = *ParseAcceleratorSpace(*ReadFile("codesign/examples/small_space.textproto"));
    for (const nasbench101::Cell& cell : nasbench101::EnumerateCells(4)) {
      const auto giga_macs = 1e-9 * static_cast<double>(nasbench101::CountNetwork(cell).num_macs);
      candidates_.push_back({cell, 88 + giga_macs / 2, candidates_.size() % 3 != 0});
    }
  }

  absl::StatusOr<Exploration> Run(const ExploreOptions& options) const {
    return Explore(candidates_, space_, PublishedTables(), options);
  }

  // Every pair, one after the other.
  std::vector<Metrics> AllPairs() const {
    std::vector<Metrics> all;
    for (const Candidate& candidate : candidates_) {
      for (int64_t i = 0; i < space_.size(); ++i) {
        all.push_back({candidate.accuracy_pct, *LatencyMs(candidate.cell, space_.At(i), PublishedTables()),
                       AreaMm2(space_.At(i), PublishedTables())});
      }
    }
    return all;
  }

  AcceleratorSpace space_;
  std::vector<Candidate> candidates_;
};

bool Betters(const Metrics& a, const Metrics& b) {
  return a.accuracy_pct >= b.accuracy_pct && a.latency_ms <= b.latency_ms && a.area_mm2 <= b.area_mm2 && !(a == b);
}

TEST_F(ExploreTest, FindsExactlyThePairsThatNoneBetters) {
  ExploreOptions options;
  options.limits.max_area_mm2 = 80;
  options.limits.max_latency_ms = 60;
  options.limits.min_accuracy_pct = 88.5;
  const absl::StatusOr<Exploration> exploration = Run(options);
  ASSERT_TRUE(exploration.ok()) << exploration.status();
  EXPECT_EQ(exploration->num_pairs_in_space, 91 * 24);
  std::vector<Metrics> expected;
  const std::vector<Metrics> all = AllPairs();
  for (const Metrics& m : all) {
    if (Violation(options.limits, m) > 0) continue;
    bool is_bettered = std::find(expected.begin(), expected.end(), m) != expected.end();  // one stands for equal ones
    for (const Metrics& other : all) is_bettered |= Violation(options.limits, other) == 0 && Betters(other, m);
    if (!is_bettered) expected.push_back(m);
  }
  std::vector<Metrics> found;
  for (const FoundPair& pair : exploration->pairs) {
    found.push_back(pair.metrics);
    EXPECT_EQ(pair.metrics.latency_ms, *LatencyMs(pair.candidate.cell, pair.accelerator, PublishedTables()));
    EXPECT_EQ(pair.metrics.area_mm2, AreaMm2(pair.accelerator, PublishedTables()));
  }
  ASSERT_GT(found.size(), 5);
  EXPECT_LT(found.size(), exploration->num_pairs_on_front);
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
}

TEST_F(ExploreTest, SortsTheBestFirst) {
  const auto is_sorted = [&](absl::string_view by, double (*worth)(const Metrics&)) {
    ExploreOptions options;
    options.sort_by = *ParseSortBy(by);
    const Exploration exploration = *Run(options);
    return std::is_sorted(exploration.pairs.begin(), exploration.pairs.end(),
                          [&](const FoundPair& a, const FoundPair& b) { return worth(a.metrics) > worth(b.metrics); });
  };
  EXPECT_TRUE(is_sorted("accuracy", [](const Metrics& m) { return m.accuracy_pct; }));
  EXPECT_TRUE(is_sorted("latency", [](const Metrics& m) { return -m.latency_ms; }));
  EXPECT_TRUE(is_sorted("area", [](const Metrics& m) { return -m.area_mm2; }));
  EXPECT_TRUE(is_sorted("perf_per_area", PerfPerArea));
  EXPECT_THAT(std::string(ParseSortBy("size").status().message()),
              HasSubstr("unknown --sort_by=size; known: accuracy"));
}

TEST_F(ExploreTest, SaysWhatWouldDo) {
  ExploreOptions options;
  options.limits.max_area_mm2 = 1;
  options.limits.min_accuracy_pct = 88.5;
  const absl::Status status = Run(options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("none of 2184 pairs meets the limits"));
  double least_area = 1e9;
  for (const Metrics& m : AllPairs()) least_area = std::min(least_area, m.accuracy_pct >= 88.5 ? m.area_mm2 : 1e9);
  EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrFormat("--max_area_mm2 of at least %.4g", least_area)));
  EXPECT_FALSE(absl::StrContains(status.message(), "--min_accuracy of")) << "no accuracy helps";
  options.limits.max_latency_ms = 0.001;
  EXPECT_THAT(std::string(Run(options).status().message()), HasSubstr("relax two or more"));
}

TEST_F(ExploreTest, RefusesLimitsThatMeanNothing) {
  ExploreOptions options;
  options.limits.min_accuracy_pct = 0.93;
  EXPECT_THAT(std::string(Run(options).status().message()), HasSubstr("--min_accuracy is 0.93: it is in percent"));
  options.limits = {};
  options.limits.max_latency_ms = -5;
  const absl::Status status = Run(options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("--max_latency_ms is -5"));
  space_.pixel_par.assign(200'000, 8);
  EXPECT_EQ(Run({}).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(ExploreTest, CostsChangeWhatIsFound) {
  const Calibration costs = *ParseCalibration(*ReadFile("codesign/examples/faster_clock.textproto"));
  const Exploration before = *Run({});
  const Exploration after = *Explore(candidates_, space_, costs, {});
  const auto least = [](const Exploration& e, double (*value)(const Metrics&)) {
    double least = 1e9;
    for (const FoundPair& pair : e.pairs) least = std::min(least, value(pair.metrics));
    return least;
  };
  const auto area = [](const Metrics& m) { return m.area_mm2; };
  const auto latency = [](const Metrics& m) { return m.latency_ms; };
  EXPECT_NEAR(least(after, area), least(before, area) / 2, 1e-6) << "half the silicon for everything";
  // What is counted in cycles gets 1.6 times faster, what is counted in microseconds stays.
  EXPECT_LT(least(after, latency), least(before, latency));
  EXPECT_GE(least(after, latency), least(before, latency) / 1.6 - 1e-6);
}

TEST_F(ExploreTest, PrintsAlignedRowsAndWritesAllOfThem) {
  const Exploration exploration = *Run({});
  const std::string text = ExplorationText(exploration, 3);
  const std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  EXPECT_THAT(lines[2], HasSubstr("conv"));
  EXPECT_EQ(lines[2].find("conv"), lines[3].find("conv")) << "cells begin in one column";
  EXPECT_THAT(text, HasSubstr(absl::StrFormat("3 of %d pairs", exploration.pairs.size())));
  const std::vector<std::string> rows = absl::StrSplit(ExplorationCsv(exploration), '\n', absl::SkipEmpty());
  EXPECT_EQ(rows.size(), 1 + exploration.pairs.size());
  for (const std::string& row : rows) EXPECT_EQ(std::count(row.begin(), row.end(), ','), 14) << row;
}

TEST_F(ExploreTest, MarksPredictedAccuracies) {
  for (Candidate& candidate : candidates_) candidate.is_published = true;
  EXPECT_FALSE(absl::StrContains(ExplorationText(*Run({}), 1000), "PROXY DATA"));
  for (Candidate& candidate : candidates_) candidate.is_published = false;
  const Exploration exploration = *Run({});
  EXPECT_THAT(ExplorationText(exploration, 1000), HasSubstr("~ predicted, not trained: PROXY DATA"));
  EXPECT_THAT(ExplorationCsv(exploration), HasSubstr(",predicted,"));
}

}  // namespace
}  // namespace duet::codesign
