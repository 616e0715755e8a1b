// The engine at four points of its parameters against the C++ model, bit for bit, and its cycles against the cycle
// model.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "gtest/gtest.h"
#include "hw/conv_engine/Vconv_engine_16x16_rtl.h"
#include "hw/conv_engine/Vconv_engine_16x8_small_rtl.h"
#include "hw/conv_engine/Vconv_engine_8x32_small_rtl.h"
#include "hw/conv_engine/Vconv_engine_8x4_small_rtl.h"
#include "hw/conv_engine/conv_engine_bench.h"
#include "hw/conv_engine/conv_model.h"
#include "hw/conv_engine/cycle_model.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::hw {
namespace {

constexpr ConvOperation kOperations[] = {ConvOperation::kConv1x1, ConvOperation::kConv3x3, ConvOperation::kMaxPool3x3};

// A point of the parameters: the model that was built with them.
template <typename Model>
struct Point;
template <>
struct Point<Vconv_engine_8x4_small_rtl> {
  static constexpr ConvEngineParameters kParameters = {8, 4, 64, 64, 64, 512};
};
template <>
struct Point<Vconv_engine_16x8_small_rtl> {
  static constexpr ConvEngineParameters kParameters = {16, 8, 64, 64, 64, 256};
};
template <>
struct Point<Vconv_engine_16x16_rtl> {
  static constexpr ConvEngineParameters kParameters = {16, 16, 1024, 1024, 1024, 512};
};
template <>
struct Point<Vconv_engine_8x32_small_rtl> {
  static constexpr ConvEngineParameters kParameters = {8, 32, 128, 128, 128, 256};
};

std::string ToString(const ConvLayer& layer) {
  return absl::StrCat("operation ", static_cast<int>(layer.operation), " [", layer.num_in_channels, ", ", layer.height,
                      ", ", layer.width, "] -> ", layer.num_out_channels, " shift ", layer.shift, " relu ",
                      layer.has_relu);
}

ConvLayer RandomLayer(RandomStream& random) {
  ConvLayer layer;
  layer.operation = kOperations[random.UniformInt(3)];
  layer.num_in_channels = 1 + random.UniformInt(24);
  layer.num_out_channels =
      layer.operation == ConvOperation::kMaxPool3x3 ? layer.num_in_channels : 1 + random.UniformInt(40);
  layer.height = 1 + random.UniformInt(20);
  layer.width = 1 + random.UniformInt(20);
  layer.has_relu = random.UniformInt(2) == 1;
  layer.shift = random.UniformInt(3) == 0 ? random.UniformInt(32) : 6 + random.UniformInt(8);
  return layer;
}

template <typename Model>
class ConvEngineTest : public testing::Test {
 protected:
  static constexpr ConvEngineParameters kParameters = Point<Model>::kParameters;

  // Runs layers on an engine without stalls, and checks results and cycles.
  void ExpectExact(const std::vector<ConvLayer>& layers, int64_t latency_cycles) {
    ConvEngineBench<Model> bench(kParameters, {latency_cycles});
    for (size_t i = 0; i < layers.size(); ++i) {
      SCOPED_TRACE(ToString(layers[i]));
      const LayerData data = RandomLayerData(layers[i], i);
      const absl::StatusOr<LayerRun> run = bench.Run(layers[i], data);
      const absl::StatusOr<ConvCycles> cycles = CyclesOf(layers[i], kParameters, latency_cycles);
      ASSERT_EQ(run.status(), absl::OkStatus());
      ASSERT_EQ(cycles.status(), absl::OkStatus());
      ASSERT_EQ(run->result, RunLayerModel(layers[i], data));
      ASSERT_EQ(run->num_cycles, cycles->total);
      ASSERT_EQ(run->num_reads, cycles->num_reads);
      ASSERT_EQ(run->num_writes, cycles->num_writes);
    }
  }
};

using Models =
    testing::Types<Vconv_engine_8x4_small_rtl, Vconv_engine_16x8_small_rtl, Vconv_engine_16x16_rtl, Vconv_engine_8x32_small_rtl>;
TYPED_TEST_SUITE(ConvEngineTest, Models);

// Layers of NAS-Bench-101 are of this kind: square, 8 to 32 pixels, channels that no power of two divides.
TYPED_TEST(ConvEngineTest, RunsLayersOfCellsAtSmallSizes) {
  std::vector<ConvLayer> layers;
  for (const ConvOperation operation : kOperations) {
    const bool is_pool = operation == ConvOperation::kMaxPool3x3;
    layers.push_back({operation, 11, is_pool ? 11 : 22, 8, 8, true, 9});
    layers.push_back({operation, 16, 16, 16, 16, false, 10});
    layers.push_back({operation, 3, is_pool ? 3 : 9, 32, 32, true, 8});
  }
  this->ExpectExact(layers, 20);
}

// Buffers that hold little: three bands and more, and weights that must wait for room.
TYPED_TEST(ConvEngineTest, RunsLayersThatHardlyFit) {
  const int64_t depth = this->kParameters.weight_depth;
  std::vector<ConvLayer> layers;
  for (const ConvOperation operation : kOperations) {
    const int64_t num_channels = this->kParameters.input_depth / 8;
    layers.push_back({operation, num_channels, num_channels, 48, 16, true, 10});
    const absl::StatusOr<LayerPlan> plan = PlanLayer(layers.back(), this->kParameters);
    ASSERT_EQ(plan.status(), absl::OkStatus());
    EXPECT_GE(plan->num_bands, 3);
  }
  layers.push_back({ConvOperation::kConv3x3, 4 * (2 * depth / 9), 20, 3, 3, true, 10});
  const absl::StatusOr<LayerPlan> plan = PlanLayer(layers.back(), this->kParameters);
  ASSERT_EQ(plan.status(), absl::OkStatus());
  EXPECT_GT(2 * plan->group_beats, this->kParameters.num_ring_beats());
  this->ExpectExact(layers, 20);
}

TYPED_TEST(ConvEngineTest, RunsDegenerateSizes) {
  std::vector<ConvLayer> layers;
  for (const ConvOperation operation : kOperations) {
    for (const auto& [height, width] : std::vector<std::pair<int64_t, int64_t>>{{1, 1}, {1, 7}, {9, 1}, {2, 2}}) {
      for (const int64_t num_channels : {1, 4, 5}) {
        layers.push_back({operation, num_channels, num_channels, height, width, false, 0});
      }
    }
  }
  this->ExpectExact(layers, 1);
}

TYPED_TEST(ConvEngineTest, RunsLayersAtRandom) {
  std::vector<ConvLayer> layers;
  RandomStream random(1, "layers");
  while (layers.size() < 60) {
    const ConvLayer layer = RandomLayer(random);
    if (PlanLayer(layer, this->kParameters).ok()) layers.push_back(layer);
  }
  this->ExpectExact(layers, 33);
}

TYPED_TEST(ConvEngineTest, ComputesTheSameHoweverMemoryStalls) {
  RandomStream random(2, "layers");
  for (const double stall_probability : {0.1, 0.5, 0.9}) {
    ConvEngineBench<TypeParam> bench(this->kParameters, {7, stall_probability});
    for (int i = 0; i < 8; ++i) {
      ConvLayer layer = RandomLayer(random);
      while (!PlanLayer(layer, this->kParameters).ok()) layer = RandomLayer(random);
      SCOPED_TRACE(ToString(layer));
      const LayerData data = RandomLayerData(layer, i);
      const absl::StatusOr<LayerRun> run = bench.Run(layer, data);
      ASSERT_EQ(run.status(), absl::OkStatus());
      ASSERT_EQ(run->result, RunLayerModel(layer, data));
    }
  }
}

TYPED_TEST(ConvEngineTest, StartsAfreshAfterAResetInTheMiddle) {
  ConvEngineBench<TypeParam> bench(this->kParameters, {12});
  const ConvLayer layer = {ConvOperation::kConv3x3, 9, 11, 12, 8, true, 9};
  const LayerData data = RandomLayerData(layer, 3);
  const absl::StatusOr<ConvCycles> cycles = CyclesOf(layer, this->kParameters, 12);
  ASSERT_EQ(cycles.status(), absl::OkStatus());
  RandomStream random(3, "resets");
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(bench.RunAndReset(layer, data, random.UniformInt(cycles->total)), absl::OkStatus());
    const absl::StatusOr<LayerRun> run = bench.Run(layer, data);
    ASSERT_EQ(run.status(), absl::OkStatus());
    ASSERT_EQ(run->result, RunLayerModel(layer, data));
    ASSERT_EQ(run->num_cycles, cycles->total);
  }
}

}  // namespace
}  // namespace duet::hw
