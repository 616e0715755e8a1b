#include "hw/conv_engine/conv_model.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace duet::hw {
namespace {

TEST(RequantizeTest, RoundsHalvesUpAndSaturates) {
  EXPECT_EQ(Requantize(5, 0, false), 5);
  EXPECT_EQ(Requantize(5, 1, false), 3);    // 2.5
  EXPECT_EQ(Requantize(-5, 1, false), -2);  // -2.5
  EXPECT_EQ(Requantize(-6, 2, false), -1);  // -1.5
  EXPECT_EQ(Requantize(-6, 2, true), 0);
  EXPECT_EQ(Requantize(127 * 16 + 8, 4, false), 127);  // 127.5
  EXPECT_EQ(Requantize(-128 * 16 - 9, 4, false), -128);
  EXPECT_EQ(Requantize(INT32_MAX, 31, false), 1);  // just below 1
  EXPECT_EQ(Requantize(INT32_MIN, 31, false), -1);
  EXPECT_EQ(Requantize(INT32_MIN, 0, true), 0);
  EXPECT_EQ(Requantize(INT32_MAX, 0, true), 127);
}

// The formula in double precision, which holds all of it exactly.
TEST(RequantizeTest, MatchesTheFormula) {
  for (int64_t shift = 0; shift < 32; ++shift) {
    for (int64_t acc = INT32_MIN; acc <= INT32_MAX; acc += 8'675'309) {
      const double exact = std::floor(acc / std::ldexp(1.0, shift) + 0.5);
      EXPECT_EQ(Requantize(acc, shift, false), std::fmax(-128, std::fmin(127, exact))) << acc << " shift " << shift;
    }
  }
}

// One channel, 3 x 3 pixels 1 ... 9, a filter that adds up what it sees, bias 100.
TEST(RunLayerModelTest, MatchesASumByHand) {
  const ConvLayer layer = {ConvOperation::kConv3x3, 1, 1, 3, 3, true, 1};
  const LayerData data = {{1, 2, 3, 4, 5, 6, 7, 8, 9}, std::vector<int8_t>(9, 1), {100}};
  // Sums 12 21 16, 27 45 33, 24 39 28.
  EXPECT_EQ(RunLayerModel(layer, data), (std::vector<int8_t>{56, 61, 58, 64, 73, 67, 62, 70, 64}));
}

// Which weight belongs to which pixel, channel and filter: an image with one pixel set.
TEST(RunLayerModelTest, TurnsAnImpulseIntoTheFilter) {
  const ConvLayer layer = {ConvOperation::kConv3x3, 2, 2, 3, 3, false, 0};
  LayerData data = {std::vector<int8_t>(18, 0), {}, {0, -1}};
  data.image[9 + 4] = 1;  // channel 1, in the middle
  for (int8_t weight = 0; weight < 36; ++weight) data.weights.push_back(weight);
  // Filter 0's weights of channel 1 are 9 ... 17, filter 1's 27 ... 35; the last one is seen from the first pixel.
  EXPECT_EQ(RunLayerModel(layer, data),
            (std::vector<int8_t>{17, 16, 15, 14, 13, 12, 11, 10, 9, 34, 33, 32, 31, 30, 29, 28, 27, 26}));
}

TEST(RunLayerModelTest, PoolsWithoutWhatLiesBeyondTheBorder) {
  const ConvLayer layer = {ConvOperation::kMaxPool3x3, 1, 1, 2, 4};
  const LayerData data = {{-9, -8, -7, -6, -5, -100, -100, -4}, {}, {}};
  EXPECT_EQ(RunLayerModel(layer, data), (std::vector<int8_t>{-5, -5, -4, -4, -5, -5, -4, -4}));
}

// 5 channels of 3 pixels and 9 filters of them, 8 at a time: two planes of one beat, two groups of 1 + 2 words.
TEST(PackMemoryTest, LaysOutQuadsAndGroups) {
  const ConvEngineParameters parameters = {8, 16, 64, 64, 64, 256};
  const ConvLayer layer = {ConvOperation::kConv1x1, 5, 9, 1, 3};
  LayerData data;
  for (int8_t i = 0; i < 15; ++i) data.image.push_back(i);
  for (int8_t i = 0; i < 45; ++i) data.weights.push_back(100 - i);
  for (int32_t i = 0; i < 9; ++i) data.biases.push_back(-i);
  const absl::StatusOr<LayerPlan> plan = PlanLayer(layer, parameters);
  ASSERT_EQ(plan.status(), absl::OkStatus());
  const std::vector<uint32_t> memory = PackMemory(layer, data, *plan, parameters);
  ASSERT_EQ(memory.size(), (2 + 2 * 3 + 3) * 8);
  EXPECT_EQ(memory[0], 0x09060300);           // pixel 0 of channels 0 to 3
  EXPECT_EQ(memory[2], 0x0b080502);           // pixel 2
  EXPECT_EQ(memory[8 + 1], 13);               // pixel 1 of channel 4
  EXPECT_EQ(memory[16 + 7], 0xfffffff9);      // bias of filter 7
  EXPECT_EQ(memory[16 + 8], 0x61626364);      // filter 0, channels 0 to 3
  EXPECT_EQ(memory[16 + 16 + 1], 91);         // filter 1, channel 4
  EXPECT_EQ(memory[16 + 24], 0xfffffff8);     // bias of filter 8
  EXPECT_EQ(memory[16 + 24 + 16], 100 - 44);  // filter 8, channel 4
  EXPECT_EQ(memory[16 + 24 + 17], 0);         // no filter 9

  std::vector<uint32_t> result(memory.size(), 0);
  result[(2 + 6) * 8 + 1] = 0x04030201;
  const std::vector<int8_t> unpacked = UnpackResult(layer, result, *plan, parameters);
  EXPECT_EQ(unpacked[0 * 3 + 1], 1);
  EXPECT_EQ(unpacked[3 * 3 + 1], 4);
  EXPECT_EQ(unpacked[4 * 3 + 1], 0);
}

}  // namespace
}  // namespace duet::hw
