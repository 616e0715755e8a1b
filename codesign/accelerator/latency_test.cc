#include "codesign/accelerator/latency.h"

#include "absl/status/status.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/layer.h"
#include "codesign/accelerator/schedule.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/network.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

using nasbench101::Operation;
using nasbench101::OperationKind;
using nasbench101::ParseCell;

// An ideal pipeline at 1 MHz: cycles are those of the formula's counts alone.
LatencyCalibration Ideal() {
  LatencyCalibration ideal;
  ideal.set_clock_mhz(1);
  ideal.set_initiation_interval(1);
  ideal.set_memory_efficiency(1);
  ideal.set_overlap(1);
  ideal.set_pool_channels_per_cycle(16);
  ideal.set_write_out_cycles_per_pixel(1);
  ideal.set_max_turns(511);
  ideal.set_output_alignment(16);
  return ideal;
}

Layer LayerOfKind(OperationKind kind, int64_t channels, int64_t size) {
  return *LayerOf(Operation{kind, channels, size, channels, size});
}

TEST(CyclesOfTest, MatchesAPointwiseConvolutionByHand) {
  // Two tiles of 16 rows, limited by the output buffer: 2048 / (4 * 32). Each 2 * 16 * 32 / 32 = 32 steps for each of
  // 8 groups of filters, of 32 turns, 1 and 16 cycles. All weights fit: moved once.
  const Layer layer = LayerOfKind(OperationKind::kConv1x1BnRelu, 128, 32);
  const LayerCycles cycles = CyclesOf(layer, {16, 32, 4096, 2048, 2048, 512, true, 1}, Ideal());
  EXPECT_EQ(cycles.compute, 2 * 32 * 8 * (32 + 1 + 16));
  EXPECT_EQ(cycles.num_transferred_bytes, 2 * 128 * 1024 + 128 * 128);
  EXPECT_EQ(cycles.transfer, (2 * 128 * 1024 + 128 * 128) / 64);
  EXPECT_EQ(cycles.total, cycles.compute);
}

TEST(CyclesOfTest, SplitsChannelsWhereTurnsExceedTheirCounter) {
  // 9 * 128 turns become 4 parts of 9 * 32; one tile of 4 steps for each of 32 groups.
  const Layer layer = LayerOfKind(OperationKind::kConv3x3BnRelu, 512, 8);
  LatencyCalibration calibration = Ideal();
  EXPECT_EQ(CyclesOf(layer, {16, 32, 4096, 2048, 2048, 512, true, 1}, calibration).compute,
            4 * 32 * 4 * (288 + 1 + 16));
  // 2047 / 288 = 7 groups fit, 4 divide 32: 8 loads of each part.
  calibration.set_weight_load_overhead_cycles(1000);
  EXPECT_EQ(CyclesOf(layer, {16, 32, 4096, 2048, 2048, 512, true, 1}, calibration).compute,
            4 * 32 * 4 * (288 + 1 + 16) + 4 * 8 * 1000);
}

TEST(CyclesOfTest, SmallBuffersMoveMore) {
  // The input buffer holds 1024 / 128 = 8 rows, so that tiles have 6: 6 tiles, of 7, 8, 8, 8, 8 and 3 input rows. 9 *
  // 32 turns: 3 groups fit, 2 divide 8, so that each tile loads the weights anew.
  const Layer layer = LayerOfKind(OperationKind::kConv3x3BnRelu, 128, 32);
  const LayerCycles cycles = CyclesOf(layer, {16, 32, 1024, 2048, 1024, 256, true, 1}, Ideal());
  EXPECT_EQ(cycles.num_transferred_bytes, (7 + 4 * 8 + 3) * 32 * 128 + 32 * 32 * 128 + 6 * 9 * 128 * 128);
  EXPECT_EQ(cycles.transfer, cycles.num_transferred_bytes / 32);
}

TEST(CyclesOfTest, TakesTheLongerOfComputationAndTransferAndTheStart) {
  const Layer layer = LayerOfKind(OperationKind::kAdd, 128, 32);
  LatencyCalibration calibration = Ideal();
  calibration.set_layer_overhead_us(100);
  const LayerCycles cycles = CyclesOf(layer, {16, 64, 4096, 4096, 2048, 256, true, 1}, calibration);
  EXPECT_EQ(cycles.compute, 32 * 8 * (1 + 1 + 32));
  EXPECT_EQ(cycles.transfer, 3 * 128 * 1024 / 32);
  EXPECT_EQ(cycles.total, cycles.transfer + 100);
  calibration.set_overlap(0);
  EXPECT_EQ(CyclesOf(layer, {16, 64, 4096, 4096, 2048, 256, true, 1}, calibration).total,
            cycles.compute + cycles.transfer + 100);
}

TEST(CyclesOfTest, PoolsOnItsEngineOrOnTheConvolutionEngine) {
  const Layer layer = LayerOfKind(OperationKind::kMaxPool3x3, 128, 32);
  EXPECT_EQ(CyclesOf(layer, {16, 32, 8192, 4096, 2048, 512, true, 1}, Ideal()).compute, 1024 * 9 * 8);
  EXPECT_EQ(CyclesOf(layer, {16, 32, 8192, 4096, 2048, 512, false, 1}, Ideal()).compute, 64 * 8 * (9 + 1 + 16));
}

TEST(CyclesOfTest, GroupsImagesAndNarrowNumbers) {
  const Layer whole = {LayerKind::kConv, 3, 1, 64, 32, 64, 32, 1, ""};
  Layer grouped = {LayerKind::kConv, 3, 1, 128, 32, 128, 32, 2, ""};
  const Accelerator accelerator;
  const LayerCycles one = CyclesOf(whole, accelerator, Ideal());
  EXPECT_EQ(CyclesOf(grouped, accelerator, Ideal()).compute, 2 * one.compute);
  EXPECT_EQ(NumMacs(grouped), 2 * NumMacs(whole));
  // Two images share weights.
  const LayerCycles two = CyclesOf(whole, accelerator, Ideal(), {2, 1});
  EXPECT_EQ(two.compute, one.compute);
  EXPECT_EQ(two.num_transferred_bytes - one.num_transferred_bytes, one.num_transferred_bytes - 9 * 64 * 64);
  // 6 bits: twice the pixels at a time, half of the steps, a longer write-out.
  EXPECT_EQ(CyclesOf(whole, accelerator, Ideal(), {1, 2}).compute, one.compute / (144 + 1 + 16) * (144 + 1 + 32) / 2);
}

// Where nothing rounds, an ideal engine needs its multiplications' share of the compute DSPs, and what tiles add.
TEST(CyclesOfTest, IdealEngineIsAsFastAsItsMultipliers) {
  const Layer layer = LayerOfKind(OperationKind::kConv3x3BnRelu, 128, 32);
  const Accelerator accelerator = {16, 64, 8192, 4096, 4096, 512, true, 1};
  const double ideal = static_cast<double>(NumMacs(layer)) / NumComputeDsps(accelerator);
  EXPECT_EQ(CyclesOf(layer, accelerator, Ideal()).compute, ideal * (288 + 1 + 32) / 288);
}

TEST(EngineOfTest, FollowsTheAccelerator) {
  const Layer conv3x3 = LayerOfKind(OperationKind::kConv3x3BnRelu, 128, 32);
  const Layer conv1x1 = LayerOfKind(OperationKind::kConv1x1BnRelu, 128, 32);
  const Layer pool = LayerOfKind(OperationKind::kMaxPool3x3, 128, 32);
  const Layer add = LayerOfKind(OperationKind::kAdd, 128, 32);
  Accelerator accelerator;
  EXPECT_EQ(EngineOf(conv1x1, accelerator), Engine::kConv3x3);
  EXPECT_EQ(EngineOf(pool, accelerator), Engine::kPool);
  accelerator.ratio_conv_engines = 0.5;
  accelerator.pool_enable = false;
  EXPECT_EQ(EngineOf(conv3x3, accelerator), Engine::kConv3x3);
  EXPECT_EQ(EngineOf(conv1x1, accelerator), Engine::kConv1x1);
  EXPECT_EQ(EngineOf(add, accelerator), Engine::kConv1x1);
  EXPECT_EQ(EngineOf(pool, accelerator), Engine::kConv3x3);
  EXPECT_FALSE(LayerOf(Operation{OperationKind::kConcat, 128, 32, 128, 32}).has_value());
  EXPECT_FALSE(LayerOf(Operation{OperationKind::kDense, 512, 1, 10, 1}).has_value());
}

TEST(RunInOrderTest, MatchesAScheduleByHand) {
  //  3x3: [0,10) task 0         [15,18) task 3
  //  1x1: [0,4) task 1 [10,15) task 2 (waits for 0)
  const Schedule schedule = RunInOrder({{Engine::kConv3x3, 10, {}},
                                        {Engine::kConv1x1, 4, {}},
                                        {Engine::kConv1x1, 5, {0, 1}},
                                        {Engine::kConv3x3, 3, {2}}});
  EXPECT_EQ(schedule.num_cycles, 18);
  EXPECT_EQ(schedule.placements[1].end_cycle, 4);
  EXPECT_EQ(schedule.placements[2].start_cycle, 10);
  EXPECT_EQ(schedule.placements[3].start_cycle, 15);
  EXPECT_EQ(RunInOrder({}).num_cycles, 0);
}

// proj(1) conv(1) conv(2) proj(out) add: the output's projection is of no hurry.
TEST(ListStepsTest, PutsTheLongestWayFirst) {
  const auto steps = NetworkSteps(*ParseCell("conv3x3~0|conv3x3~1|output~0~2"));
  const std::vector<ListedStep> listed = ListSteps(*steps);
  ASSERT_EQ(listed.size(), 1 + 9 * 5 + 2 + 1);  // stem, cells, two poolings, average; the dense layer is not there
  EXPECT_EQ(listed[1].layer.kernel_size, 1);
  EXPECT_EQ(listed[2].layer.kernel_size, 3);
  EXPECT_EQ(listed[3].layer.kernel_size, 3);
  EXPECT_EQ(listed[4].layer.kernel_size, 1);
  EXPECT_EQ(listed[4].inputs, std::vector<int64_t>{0});
  EXPECT_EQ(listed[5].layer.kind, LayerKind::kAdd);
  EXPECT_EQ(listed[5].inputs, (std::vector<int64_t>{3, 4}));
}

TEST(ListStepsTest, WaitsForWhatAConcatenationReads) {
  const auto steps = NetworkSteps(*ParseCell("conv3x3~0|conv3x3~0|output~1~2"));
  const std::vector<ListedStep> listed = ListSteps(*steps);
  EXPECT_EQ(listed[5].inputs, (std::vector<int64_t>{3, 4}));
}

TEST(NetworkCyclesTest, OneEngineRunsOneOperationAfterTheOther) {
  const auto cell = ParseCell("conv3x3~0|maxpool3x3~0~1|conv1x1~2|output~0~1~3");
  const auto steps = NetworkSteps(*cell);
  Accelerator accelerator;
  accelerator.pool_enable = false;
  int64_t sum = 0;
  for (const ListedStep& step : ListSteps(*steps)) {
    sum += CyclesOf(step.layer, accelerator, PublishedTables().latency()).total;
  }
  EXPECT_EQ(*NetworkCycles(*cell, accelerator, PublishedTables()), sum);
  EXPECT_EQ(*LatencyMs(*cell, accelerator, PublishedTables()), sum / (1000 * PublishedTables().latency().clock_mhz()));
}

TEST(NetworkCyclesTest, RejectsACellWithoutAPath) {
  nasbench101::Cell cell;
  EXPECT_EQ(NetworkCycles(cell, {}, PublishedTables()).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::codesign
