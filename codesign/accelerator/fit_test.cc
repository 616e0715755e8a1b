#include "codesign/accelerator/fit.h"

#include <cmath>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/chaidnn.h"
#include "codesign/accelerator/layer.h"
#include "codesign/accelerator/reference_networks.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

// Of the convolutions alone, as these networks are known for.
TEST(ReferenceNetworksTest, HaveTheirMultiplyAccumulates) {
  std::map<std::string, int64_t> num_macs;
  for (const ReferenceNetwork& network : ReferenceNetworks()) {
    for (const Layer& layer : network.layers) num_macs[network.name] += NumMacs(layer);
  }
  EXPECT_EQ(num_macs["VGG-16"], 15'346'630'656);
  EXPECT_EQ(num_macs["AlexNet"], 665'784'864);
  EXPECT_EQ(num_macs["ResNet-50"], 3'855'925'248);
  EXPECT_EQ(num_macs["GoogLeNet"], 1'581'647'872);
}

TEST(ChaiDnnTest, DesignsHaveTheirComputeDsps) {
  for (const int64_t num_dsps : {128, 256, 512, 1024}) {
    EXPECT_EQ(NumComputeDsps(ChaiDnnAccelerator(num_dsps, true)), num_dsps);
    EXPECT_TRUE(CheckAccelerator(ChaiDnnAccelerator(num_dsps, true)).ok());
  }
}

// Buffers as declared, plus what is fitted: the whole BRAM column.
TEST(AreaTest, PublishedBramIsTheBuffersAndTheDeconvolution) {
  for (const Utilisation& design : PublishedUtilisation()) {
    if (design.has_uram) continue;
    const Accelerator accelerator = ChaiDnnAccelerator(design.num_compute_dsps, design.pool_enable);
    EXPECT_NEAR(ResourcesOf(accelerator, PublishedTables()).num_bram36 + kDeconvolutionBram36,
                design.resources.num_bram36, 2)
        << design.design;
  }
}

TEST(FitAreaTest, PublishedTablesAreTheFit) {
  const auto area = FitArea(PublishedUtilisation(), DietUtilisation(), PublishedTables().area());
  ASSERT_TRUE(area.ok()) << area.status();
  const auto expect_same = [](const ResourceCost& fitted, const ResourceCost& kept) {
    for (int i = 0; i < ResourceCost::descriptor()->field_count(); ++i) {
      const auto* field = ResourceCost::descriptor()->field(i);
      const double value = fitted.GetReflection()->GetDouble(fitted, field);
      EXPECT_NEAR(kept.GetReflection()->GetDouble(kept, field), value, 5e-4 * std::abs(value)) << field->name();
    }
  };
  expect_same(area->dsp(), PublishedTables().area().dsp());
  expect_same(area->lut(), PublishedTables().area().lut());
  expect_same(area->ff(), PublishedTables().area().ff());
}

TEST(FitAreaTest, RecoversALinearModel) {
  std::vector<Utilisation> designs;
  for (const int64_t num_dsps : {128, 256, 512, 1024, 2048}) {
    for (const bool pool : {false, true}) {
      const double count =
          1000 + 2.0 * std::min<int64_t>(num_dsps, 512) + 3.0 * std::max<int64_t>(num_dsps - 512, 0) + 500.0 * pool;
      designs.push_back({"", num_dsps, pool, false, {count, count, 0, 100 + 1.5 * num_dsps + 50.0 * pool}});
    }
  }
  const auto area = FitArea(designs, {"", 128, false, false, {1200, 1300, 0, 300}}, {});
  ASSERT_TRUE(area.ok()) << area.status();
  EXPECT_NEAR(area->lut().base(), 1000, 1e-6);
  EXPECT_NEAR(area->lut().per_dsp_to_512(), 2, 1e-9);
  EXPECT_NEAR(area->lut().per_dsp_above_512(), 3, 1e-9);
  EXPECT_NEAR(area->lut().pool(), 500, 1e-6);
  EXPECT_NEAR(area->lut().second_engine(), 1200 - 2 * 128, 1e-6);
  EXPECT_NEAR(area->dsp().per_dsp_above_512(), 1.5, 1e-9);
  EXPECT_NEAR(area->dsp().second_engine(), 300 - 1.5 * 128, 1e-6);
}

TEST(FitAreaTest, NeedsAsManyDesignsAsUnknowns) {
  const auto area = FitArea(absl::MakeSpan(PublishedUtilisation()).first(3), DietUtilisation(), {});
  EXPECT_EQ(area.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(area.status().message(), "3 designs for 4 unknowns");
}

TEST(FitLatencyTest, PublishedTablesAreTheFit) {
  LatencyCalibration start = PublishedTables().latency();
  start.set_initiation_interval(1.2);
  start.set_tile_overhead_cycles(10);
  start.set_memory_efficiency(0.5);
  const auto fitted = FitLatency(ChaiDnnTimes(), start, ConstantsOfFrameRates());
  ASSERT_TRUE(fitted.ok()) << fitted.status();
  EXPECT_NEAR(fitted->initiation_interval(), PublishedTables().latency().initiation_interval(), 1e-3);
  EXPECT_NEAR(fitted->tile_overhead_cycles(), PublishedTables().latency().tile_overhead_cycles(), 0.1);
  EXPECT_NEAR(fitted->memory_efficiency(), PublishedTables().latency().memory_efficiency(), 1e-3);
}

TEST(FitLatencyTest, RecoversTheConstantsThatMadeTheTimes) {
  LatencyCalibration truth = PublishedTables().latency();
  truth.set_initiation_interval(1.25);
  truth.set_tile_overhead_cycles(20);
  truth.set_layer_overhead_us(50);
  truth.set_memory_efficiency(0.4);
  std::vector<TimeMeasurement> measurements = ChaiDnnTimes();
  for (TimeMeasurement& measurement : measurements) measurement.time_ms = PredictMs(measurement, truth);
  LatencyCalibration start = PublishedTables().latency();
  start.set_layer_overhead_us(10);
  const auto fitted = FitLatency(
      measurements, start, {"initiation_interval", "tile_overhead_cycles", "layer_overhead_us", "memory_efficiency"});
  ASSERT_TRUE(fitted.ok()) << fitted.status();
  EXPECT_NEAR(fitted->initiation_interval(), 1.25, 1e-3);
  EXPECT_NEAR(fitted->tile_overhead_cycles(), 20, 0.1);
  EXPECT_NEAR(fitted->layer_overhead_us(), 50, 0.5);
  EXPECT_NEAR(fitted->memory_efficiency(), 0.4, 0.002);
  EXPECT_NEAR(TimeErrorPct(measurements[0], *fitted), 0, 0.1);
}

TEST(FitLatencyTest, RejectsWhatCannotBeFitted) {
  const LatencyCalibration& start = PublishedTables().latency();
  EXPECT_EQ(FitLatency({}, start, {}).status().message(), "no time is measured");
  const auto unknown = FitLatency(ChaiDnnTimes(), start, {"clock"});
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(unknown.status().message(), "no latency constant is named clock");
  EXPECT_EQ(FitLatency(ChaiDnnTimes(), {}, {"clock_mhz"}).status().message(), "the start's clock_mhz is not positive");
}

}  // namespace
}  // namespace duet::codesign
