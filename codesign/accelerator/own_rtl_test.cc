#include "codesign/accelerator/own_rtl.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/latency.h"
#include "datasets/nasbench101/network.h"
#include "gtest/gtest.h"
#include "hw/conv_engine/cycle_model.h"

namespace duet::codesign {
namespace {

using nasbench101::OperationKind;

std::vector<std::string>& ReportPaths() {
  static auto* const paths = new std::vector<std::string>;
  return *paths;
}

TEST(ConvLayerOfTest, TakesConvolutionsAndPoolingOfStrideOne) {
  const auto layer_of = [](OperationKind kind, int64_t out_size) {
    return ConvLayerOf(*LayerOf({kind, 64, 16, 64, out_size}));
  };
  EXPECT_EQ(layer_of(OperationKind::kConv1x1BnRelu, 16)->operation, hw::ConvOperation::kConv1x1);
  EXPECT_EQ(layer_of(OperationKind::kConv3x3BnRelu, 16)->operation, hw::ConvOperation::kConv3x3);
  EXPECT_EQ(layer_of(OperationKind::kMaxPool3x3, 16)->operation, hw::ConvOperation::kMaxPool3x3);
  EXPECT_FALSE(layer_of(OperationKind::kMaxPool2x2, 8).has_value());
  EXPECT_FALSE(layer_of(OperationKind::kAdd, 16).has_value());
  EXPECT_FALSE(layer_of(OperationKind::kGlobalAvgPool, 1).has_value());
  EXPECT_EQ(OwnRtlLayers().size(), 66);
}

TEST(EngineParametersOfTest, IsTheInverseOfAcceleratorOf) {
  for (const Accelerator& accelerator : OwnRtlAccelerators(1)) {
    EXPECT_EQ(AcceleratorOf(EngineParametersOf(accelerator)), accelerator);
  }
  EXPECT_EQ(OwnRtlAccelerators(1).size(), 720);
}

// Without constants that are fitted, the formula of latency.h counts the steps that the engine issues, where a layer is
// one band on both.
TEST(OwnRtlFormTest, CountsTheStepsOfTheEngine) {
  LatencyCalibration form = OwnRtlForm();
  form.set_tile_overhead_cycles(0);
  const std::vector<Layer> layers = OwnRtlLayers();
  for (Accelerator accelerator : OwnRtlAccelerators(1)) {
    if (accelerator.input_buffer_depth < 8192 || accelerator.output_buffer_depth < 4096) continue;
    for (const Layer& layer : layers) {
      const auto cycles =
          hw::CyclesOf(*ConvLayerOf(layer), EngineParametersOf(accelerator), kOwnRtlMemoryLatencyCycles);
      ASSERT_TRUE(cycles.ok()) << cycles.status();
      EXPECT_EQ(CyclesOf(layer, accelerator, form).compute, cycles->busy) << layer.name << " " << ToString(accelerator);
    }
  }
}

// The largest design: 32 banks of 4,096 words of input and 2,048 of output; weights of 8,192 words of 512 bits, 4 x 57
// halves of a block as 2,048 x 9.
TEST(OwnRtlTest, CountsBlocksOfItsBuffers) {
  EXPECT_EQ(NumBufferBram36({16, 64, 8192, 4096, 4096, 512, false, 1}, OWN_RTL), 32 * 4 + 32 * 2 + 4 * 57 / 2);
}

TEST(ReadOwnRtlDesignsTest, ReadsTheReports) {
  const auto designs = ReadOwnRtlDesigns(ReportPaths());
  ASSERT_TRUE(designs.ok()) << designs.status();
  ASSERT_EQ(designs->size(), 8);
  for (const SynthesizedDesign& design : *designs) {
    EXPECT_EQ(design.resources.num_dsps, NumComputeDsps(design.accelerator));
    EXPECT_EQ(design.resources.num_bram36, NumBufferBram36(design.accelerator, OWN_RTL))
        << ToString(design.accelerator);
  }
  EXPECT_EQ(ReadOwnRtlDesigns({"/nowhere"}).status().code(), absl::StatusCode::kNotFound);
}

TEST(OwnRtlTest, IsTheFit) {
  const auto designs = ReadOwnRtlDesigns(ReportPaths());
  ASSERT_TRUE(designs.ok()) << designs.status();
  const auto area = FitOwnRtlArea(*designs);
  ASSERT_TRUE(area.ok()) << area.status();
  const auto times = OwnRtlTimes(OwnRtlAccelerators(5), OwnRtlForm().clock_mhz());
  ASSERT_TRUE(times.ok()) << times.status();
  const auto latency = FitOwnRtlLatency(*times);
  ASSERT_TRUE(latency.ok()) << latency.status();
  const auto expect_same = [](const google::protobuf::Message& fitted, const google::protobuf::Message& kept) {
    for (int i = 0; i < fitted.GetDescriptor()->field_count(); ++i) {
      const auto* field = fitted.GetDescriptor()->field(i);
      if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_DOUBLE) continue;
      const double value = fitted.GetReflection()->GetDouble(fitted, field);
      EXPECT_NEAR(kept.GetReflection()->GetDouble(kept, field), value, 1e-3 * std::abs(value) + 1e-9) << field->name();
    }
  };
  expect_same(area->dsp(), OwnRtl().area().dsp());
  expect_same(area->lut(), OwnRtl().area().lut());
  expect_same(area->ff(), OwnRtl().area().ff());
  expect_same(*area, OwnRtl().area());
  expect_same(*latency, OwnRtl().latency());
  EXPECT_EQ(CheckCalibration(OwnRtl()), absl::OkStatus());
}

TEST(FitOwnRtlAreaTest, RecoversALinearModel) {
  std::vector<SynthesizedDesign> designs;
  for (const Accelerator& accelerator : OwnRtlAccelerators(97)) {
    const double ports = accelerator.mem_interface_width_bits / 128.0 - 4;
    const double count = 1000 + 30.0 * NumComputeDsps(accelerator) + 200.0 * accelerator.pixel_par / 2 + 50 * ports;
    designs.push_back({accelerator, {count, 2 * count, 0, 3 * count}, {700, 800, 0, 0}});
  }
  const auto area = FitOwnRtlArea(designs);
  ASSERT_TRUE(area.ok()) << area.status();
  EXPECT_NEAR(area->lut().base(), 1000, 1e-6);
  EXPECT_NEAR(area->lut().per_dsp_to_512(), 30, 1e-9);
  EXPECT_NEAR(area->lut().per_dsp_above_512(), 30, 1e-9);
  EXPECT_NEAR(area->lut().per_pixel(), 200, 1e-8);
  EXPECT_NEAR(area->ff().per_port(), 100, 1e-6);
  EXPECT_EQ(area->lut().pool(), 700);
  EXPECT_EQ(area->ff().pool(), 800);
  designs.resize(4);
  EXPECT_EQ(FitOwnRtlArea(designs).status().message(), "4 designs for 4 unknowns");
}

}  // namespace
}  // namespace duet::codesign

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  duet::codesign::ReportPaths().assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
