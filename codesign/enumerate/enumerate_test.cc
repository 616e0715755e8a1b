#include "codesign/enumerate/enumerate.h"

#include <algorithm>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/latency.h"
#include "codesign/enumerate/cell_program.h"
#include "codesign/enumerate/front.h"
#include "codesign/enumerate/front_table.h"
#include "codesign/enumerate/latency_table.h"
#include "common/files.h"
#include "common/random.h"
#include "datasets/nasbench101/enumerate.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

const std::vector<nasbench101::Cell>& Cells() {
  static const auto& cells = *new std::vector<nasbench101::Cell>(nasbench101::EnumerateCells());
  return cells;
}

// Every `stride`-th cell from the smallest on, with an accuracy of few distinct values, so that ties are many.
std::vector<RatedCell> SomeCells(int64_t stride) {
  std::vector<RatedCell> rated;
  RandomStream random(1, "accuracies");
  for (int64_t i = 0; i < static_cast<int64_t>(Cells().size()); i += stride) {
    rated.push_back({Cells()[i], i, 80 + 0.5 * random.UniformInt(30)});
  }
  return rated;
}

// Few values of each parameter, among them every engine.
AcceleratorSpace SmallSpace() {
  AcceleratorSpace space;
  space.filter_par = {8, 16};
  space.pixel_par = {4, 64};
  space.input_buffer_depth = {1024, 8192};
  space.output_buffer_depth = {1024, 2048};
  space.weight_buffer_depth = {1024, 2048};
  space.ratio_conv_engines = {1, 0.67, 0.33, 0.25};
  return space;
}

// All points that no other dominates, compared with every other.
std::vector<PairPoint> SlowFront(const std::vector<PairPoint>& points) {
  std::vector<PairPoint> front;
  for (const PairPoint& p : points) {
    const bool is_needless = std::any_of(points.begin(), points.end(), [&](const PairPoint& q) {
      if (q.accuracy_pct < p.accuracy_pct || q.num_cycles > p.num_cycles || q.area_mm2 > p.area_mm2) return false;
      const bool is_better = q.accuracy_pct > p.accuracy_pct || q.num_cycles < p.num_cycles || q.area_mm2 < p.area_mm2;
      return is_better || std::make_pair(q.cell, q.accelerator) < std::make_pair(p.cell, p.accelerator);
    });
    if (!is_needless) front.push_back(p);
  }
  std::sort(front.begin(), front.end(), [](const PairPoint& a, const PairPoint& b) {
    return std::make_tuple(-a.accuracy_pct, a.num_cycles, a.area_mm2) <
           std::make_tuple(-b.accuracy_pct, b.num_cycles, b.area_mm2);
  });
  return front;
}

TEST(ParetoFrontTest, MatchesComparisonOfAllPairs) {
  RandomStream random(1, "points");
  for (const uint64_t num_values : {2, 5, 1000}) {
    std::vector<PairPoint> points;
    for (int64_t i = 0; i < 400; ++i) {
      points.push_back(
          {static_cast<double>(random.UniformInt(num_values)), static_cast<int64_t>(random.UniformInt(num_values)),
           static_cast<double>(random.UniformInt(num_values)), static_cast<int64_t>(random.UniformInt(50)), i});
    }
    const std::vector<PairPoint> front = ParetoFront(points);
    EXPECT_TRUE(front == SlowFront(points)) << num_values;
    random.Shuffle(points);
    EXPECT_TRUE(ParetoFront(points) == front);
  }
  EXPECT_TRUE(ParetoFront({}).empty());
}

// The program of a cell against the list scheduler on its network, step by step; the block against one at a time.
TEST(LatencyTableTest, MatchesTheScheduleOfTheNetwork) {
  const AcceleratorSpace space;
  std::vector<Accelerator> accelerators;
  for (int64_t index = 0; index < space.size(); index += 83) accelerators.push_back(space.At(index));
  const auto table = LatencyTable::Create(accelerators, PublishedTables().latency());
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->operations().layers().size(), 80);
  ASSERT_EQ(table->operations().layers_outside_cells().size(), 4);
  RandomStream random(2, "cells");
  for (int64_t i = 0; i < 60; ++i) {
    const nasbench101::Cell& cell = i < 7 ? Cells()[i] : Cells()[random.UniformInt(Cells().size())];
    const CellProgram program = Compile(cell, table->operations());
    for (int j = 0; j < 5; ++j) {
      const int64_t a = random.UniformInt(accelerators.size());
      const auto expected = NetworkCycles(cell, accelerators[a], PublishedTables());
      ASSERT_EQ(table->CyclesOf(program, a), *expected) << ToString(cell) << " " << ToString(accelerators[a]);
    }
    for (int64_t block = 0; block < table->num_blocks(); ++block) {
      Lanes cycles;
      table->CyclesOfBlock(program, block, cycles);
      for (int64_t lane = 0; lane < kNumLanes; ++lane) {
        ASSERT_EQ(cycles[lane], table->CyclesOf(program, table->AcceleratorsOf(block)[lane])) << ToString(cell);
      }
    }
  }
}

TEST(LatencyTableTest, RefusesCyclesThatItCannotCount) {
  LatencyCalibration calibration = PublishedTables().latency();
  calibration.set_layer_overhead_us(1e6);
  const auto table = LatencyTable::Create({Accelerator{}}, calibration);
  EXPECT_EQ(table.status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_TRUE(absl::StrContains(table.status().message(), "filter_par=16")) << table.status();
}

TEST(CompileTest, EveryCellHasAProgram) {
  const OperationIndex operations;
  int64_t most = 0;
  for (size_t i = 0; i < Cells().size(); i += 171) {
    most = std::max(most, Compile(Cells()[i], operations).num_tasks);
  }
  EXPECT_LE(most, 13);
}

// Pruning against every pair, each evaluated by LatencyTable alone and compared with every other on the front.
TEST(EnumerateTest, MatchesEveryPair) {
  const std::vector<RatedCell> cells = SomeCells(6007);
  const AcceleratorSpace space = SmallSpace();
  std::vector<Accelerator> accelerators;
  for (int64_t a = 0; a < space.size(); ++a) accelerators.push_back(space.At(a));
  const auto table = LatencyTable::Create(accelerators, PublishedTables().latency());
  ASSERT_TRUE(table.ok()) << table.status();
  std::vector<PairPoint> all;
  int64_t fewest = std::numeric_limits<int64_t>::max(), most = 0;
  for (const RatedCell& cell : cells) {
    const CellProgram program = Compile(cell.cell, table->operations());
    for (int64_t a = 0; a < space.size(); ++a) {
      const int64_t cycles = table->CyclesOf(program, a);
      fewest = std::min(fewest, cycles);
      most = std::max(most, cycles);
      all.push_back({cell.accuracy_pct, cycles, AreaMm2(accelerators[a], PublishedTables()), cell.index, a});
    }
  }
  // Comparing all with all would take minutes: with a candidate's own accelerator, then the candidates with each other.
  std::vector<PairPoint> candidates;
  for (int64_t a = 0; a < space.size(); ++a) {
    std::vector<PairPoint> own;
    for (size_t i = a; i < all.size(); i += space.size()) own.push_back(all[i]);
    for (const PairPoint& point : SlowFront(own)) candidates.push_back(point);
  }
  const std::vector<PairPoint> expected = SlowFront(candidates);
  ASSERT_GT(expected.size(), 20);

  for (const bool prunes : {true, false}) {
    EnumerationOptions options;
    options.prunes = prunes;
    const auto found = Enumerate(cells, space, PublishedTables(), options);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(found->front == expected) << found->front.size() << " points, not " << expected.size();
    EXPECT_EQ(found->num_pairs, static_cast<int64_t>(all.size()));
    EXPECT_EQ(found->latency_ms.min, table->MsOf(fewest));
    EXPECT_EQ(found->latency_ms.max, table->MsOf(most));
    if (prunes) {
      EXPECT_LT(found->num_pairs_evaluated, found->num_pairs);
    } else {
      EXPECT_EQ(found->num_pairs_evaluated, found->num_pairs);
    }
  }
}

TEST(EnumerateTest, IsTheSameForAnyNumberOfThreadsAndShards) {
  const std::vector<RatedCell> cells = SomeCells(8009);
  const auto whole = Enumerate(cells, SmallSpace(), PublishedTables());
  ASSERT_TRUE(whole.ok()) << whole.status();
  for (const int num_threads : {2}) {
    EnumerationOptions options;
    options.num_threads = num_threads;
    EXPECT_TRUE(Enumerate(cells, SmallSpace(), PublishedTables(), options)->front == whole->front);
  }
  for (const int64_t num_shards : {2, 7}) {
    std::vector<Enumeration> shards;
    for (int64_t shard = num_shards - 1; shard >= 0; --shard) {
      EnumerationOptions options;
      options.shard = shard;
      options.num_shards = num_shards;
      shards.push_back(*Enumerate(cells, SmallSpace(), PublishedTables(), options));
    }
    const auto merged = MergeShards(shards);
    ASSERT_TRUE(merged.ok()) << merged.status();
    EXPECT_TRUE(merged->front == whole->front) << num_shards;
    EXPECT_EQ(merged->latency_ms.min, whole->latency_ms.min);
    EXPECT_EQ(merged->latency_ms.max, whole->latency_ms.max);
    EXPECT_EQ(merged->num_pairs_evaluated, whole->num_pairs_evaluated);
  }
}

TEST(UndominatedAcceleratorsTest, KeepsTheSmallerOfEqualsAndTheFirstOfTwins) {
  // The second has a larger weight buffer, whose blocks and cycles are the same: a twin. The third is larger for
  // nothing that these networks use. The fourth is smaller and slower.
  const std::vector<Accelerator> accelerators = {{16, 32, 8192, 4096, 4096, 512, true, 1},
                                                 {16, 32, 8192, 4096, 4096, 512, true, 1},
                                                 {16, 32, 16384, 4096, 4096, 512, true, 1},
                                                 {16, 16, 8192, 4096, 4096, 512, true, 1}};
  std::vector<double> areas_mm2;
  for (const Accelerator& a : accelerators) areas_mm2.push_back(AreaMm2(a, PublishedTables()));
  EXPECT_EQ(UndominatedAccelerators(accelerators, areas_mm2, PublishedTables().latency()),
            (std::vector<int64_t>{0, 3}));
}

TEST(EnumerateTest, RejectsWhatCannotBeEnumerated) {
  EXPECT_EQ(Enumerate({}, SmallSpace(), PublishedTables()).status().message(), "no cells, or no accelerators");
  std::vector<RatedCell> cells = SomeCells(100'000);
  EnumerationOptions options;
  options.shard = 2;
  options.num_shards = 2;
  EXPECT_EQ(Enumerate(cells, SmallSpace(), PublishedTables(), options).status().message(), "shard 2 of 2");
  cells[1].accuracy_pct = std::numeric_limits<double>::quiet_NaN();
  const absl::Status status = Enumerate(cells, SmallSpace(), PublishedTables()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StartsWith(status.message(), "accuracy nan of ")) << status;
  EXPECT_EQ(MergeShards({}).status().message(), "no shards");
  Enumeration a, b;
  a.num_pairs = 1;
  EXPECT_EQ(MergeShards({a, b}).status().message(), "shards of different pairs: 1 and 0");
}

// The best of all pairs under weights and limits is on the front.
TEST(BestPairTest, IsTheBestOfAllPairs) {
  const std::vector<RatedCell> cells = SomeCells(20'011);
  const AcceleratorSpace space = SmallSpace();
  const auto enumeration = Enumerate(cells, space, PublishedTables());
  CellAccuracies about;
  for (const RatedCell& cell : cells) about.add_cell(cell.index);
  const FrontTable table = ToTable(*enumeration, "published_tables", about);
  std::vector<Accelerator> accelerators;
  for (int64_t a = 0; a < space.size(); ++a) accelerators.push_back(space.At(a));
  const auto latencies = LatencyTable::Create(accelerators, PublishedTables().latency());
  const std::vector<PairReward> rewards = {
      [](double accuracy_pct, double latency_ms, double area_mm2) { return accuracy_pct - latency_ms - area_mm2; },
      [](double, double latency_ms, double area_mm2) { return PerfPerArea(latency_ms, area_mm2); },
      [](double accuracy_pct, double latency_ms, double area_mm2) {
        return area_mm2 < 100 && accuracy_pct > 85 ? std::optional<double>(-latency_ms) : std::nullopt;
      }};
  for (const PairReward& reward : rewards) {
    double best = -std::numeric_limits<double>::infinity();
    for (const RatedCell& cell : cells) {
      const CellProgram program = Compile(cell.cell, latencies->operations());
      for (int64_t a = 0; a < space.size(); ++a) {
        const auto r = reward(cell.accuracy_pct, latencies->MsOf(latencies->CyclesOf(program, a)),
                              AreaMm2(accelerators[a], PublishedTables()));
        if (r.has_value()) best = std::max(best, *r);
      }
    }
    const FrontPoint* point = BestPair(table, reward);
    ASSERT_NE(point, nullptr);
    EXPECT_EQ(*reward(point->accuracy_pct(), LatencyMs(table, *point), point->area_mm2()), best);
  }
  EXPECT_EQ(BestPair(table, [](double, double, double) { return std::nullopt; }), nullptr);
}

TEST(FrontTableTest, KeepsAllThatIsMerged) {
  const auto enumeration = Enumerate(SomeCells(50'000), SmallSpace(), PublishedTables());
  CellAccuracies about;
  about.mutable_cell()->Resize(9, 0);
  const FrontTable table = ToTable(*enumeration, "published_tables", about);
  const Enumeration back = FromTable(table);
  EXPECT_TRUE(back.front == enumeration->front);
  EXPECT_EQ(back.num_pairs, enumeration->num_pairs);
  EXPECT_EQ(ToTable(back, "published_tables", about).SerializeAsString(), table.SerializeAsString());
}

TEST(FrontTableTest, ErrorsNameThePath) {
  EXPECT_EQ(ReadFrontTable("/nowhere/front").status().code(), absl::StatusCode::kNotFound);
  const std::string path = testing::TempDir() + "/table";
  ASSERT_TRUE(WriteFileAtomically(path, "\xff").ok());
  EXPECT_EQ(ReadFrontTable(path).status().message(), path + ": not a front table");
  ASSERT_TRUE(WriteFileAtomically(path, "").ok());
  EXPECT_EQ(ReadFrontTable(path).status().message(), path + ": version 0, not 1");
  EXPECT_EQ(ReadCellAccuracies(path).status().message(), path + ": 0 cells with 0 accuracies");
  CellAccuracies accuracies;
  accuracies.add_cell(7);
  accuracies.add_accuracy_pct(90);
  EXPECT_EQ(RateCells(accuracies, absl::MakeSpan(Cells()).first(7)).status().message(), "cell 7 of 7");
  EXPECT_EQ(RateCells(accuracies, Cells())->at(0).index, 7);
}

// The published rows of Codesign-NAS: performance per area is 1 / (latency x area).
TEST(PerfPerAreaTest, MatchesThePublishedRows) {
  EXPECT_NEAR(PerfPerArea(42.0, 186), 12.8, 0.05);
  EXPECT_NEAR(PerfPerArea(41.8, 132), 18.1, 0.05);
  EXPECT_NEAR(PerfPerArea(19.3, 132), 39.3, 0.06);  // 39.25
  EXPECT_NEAR(PerfPerArea(18.5, 133), 40.6, 0.05);
}

}  // namespace
}  // namespace duet::codesign
