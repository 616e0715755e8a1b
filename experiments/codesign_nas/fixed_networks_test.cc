#include "experiments/codesign_nas/fixed_networks.h"

#include "codesign/accelerator/area.h"
#include "codesign/accelerator/latency.h"
#include "datasets/nasbench101/counts.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using codesign::Metrics;

TEST(FixedNetworksTest, AreTheNetworksThatTheyAreCalled) {
  EXPECT_TRUE(CheckCell(ResNetCell()).ok());
  EXPECT_TRUE(CheckCell(GoogLeNetCell()).ok());
  // As the notebook of NAS-Bench-101 prints it with the accuracy.
  EXPECT_EQ(nasbench101::CountNetwork(*nasbench101::ParseCell(ToString(GoogLeNetCell()))).num_params, 2'694'282);
  // By hand: 18 convolutions of 3x3, 18 projections, the stem and the dense layer.
  EXPECT_EQ(nasbench101::CountNetwork(ResNetCell()).num_params, 20'346'506);
}

TEST(FixedNetworksTest, NoAcceleratorBettersTheBest) {
  codesign::AcceleratorSpace space;
  space.filter_par = {16};
  space.input_buffer_depth = {2048};
  space.mem_interface_width_bits = {256};
  const codesign::Calibration& calibration = codesign::PublishedTables();
  const absl::StatusOr<Deployment> best = BestDeployment(GoogLeNetCell(), space, calibration);
  ASSERT_TRUE(best.ok()) << best.status();
  EXPECT_DOUBLE_EQ(best->metrics.latency_ms, *LatencyMs(GoogLeNetCell(), best->accelerator, calibration));
  for (int64_t i = 0; i < space.size(); ++i) {
    const Metrics metrics = {0, *LatencyMs(GoogLeNetCell(), space.At(i), calibration),
                             AreaMm2(space.At(i), calibration)};
    EXPECT_LE(PerfPerArea(metrics), PerfPerArea(best->metrics) * (1 + 1e-12)) << ToString(space.At(i));
  }
}

TEST(FixedNetworksTest, PicksFromTheFront) {
  codesign::FrontTable front;
  front.set_clock_mhz(1);
  const auto add = [&](double accuracy_pct, int64_t num_cycles, double area_mm2) {
    codesign::FrontPoint& point = *front.add_points();
    point.set_accuracy_pct(accuracy_pct);
    point.set_num_cycles(num_cycles);
    point.set_area_mm2(area_mm2);
  };
  add(95, 40'000, 100);  // 40 ms
  add(94, 20'000, 100);
  add(93, 10'000, 100);
  add(92, 10'000, 50);
  EXPECT_EQ(MostAccurate(front, {93.5, 25, 120})->accuracy_pct(), 94);
  EXPECT_EQ(MostAccurate(front, {93.5, 20, 100})->accuracy_pct(), 94) << "as slow and as large is allowed";
  EXPECT_EQ(MostAccurate(front, {93.5, 9, 100}), nullptr);
  EXPECT_EQ(MostPerfPerArea(front, {93, 25, 120})->accuracy_pct(), 93);
  EXPECT_EQ(MostPerfPerArea(front, {90, 25, 120})->accuracy_pct(), 92);
  EXPECT_EQ(MostPerfPerArea(front, {96, 25, 120}), nullptr);
}

}  // namespace
}  // namespace duet::experiments
