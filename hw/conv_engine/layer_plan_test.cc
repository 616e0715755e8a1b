#include "hw/conv_engine/layer_plan.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace duet::hw {
namespace {

// NAS-Bench-101's largest layer: 512 channels of 8 x 8 pixels, which 1,024 words of 32 channels hold exactly.
TEST(PlanLayerTest, TakesOneBandWhereTheImageFits) {
  const ConvEngineParameters parameters = {16, 64, 1024, 1024, 1024, 512};
  const absl::StatusOr<LayerPlan> plan = PlanLayer({ConvOperation::kConv3x3, 512, 512, 8, 8}, parameters);
  ASSERT_EQ(plan.status(), absl::OkStatus());
  EXPECT_EQ(plan->num_bands, 1);
  EXPECT_EQ(plan->band_rows, 8);
  EXPECT_EQ(plan->num_groups, 32);
  EXPECT_EQ(plan->band_tiles, 2);
  EXPECT_EQ(plan->last_band_tiles, 2);
  EXPECT_EQ(plan->plane_beats, 4);
  EXPECT_EQ(plan->in_row_words, 2);        // 64 pixels in 32 banks
  EXPECT_EQ(plan->group_beats, 1 + 1152);  // biases, and 9 * 128 words of 16 * 32 bits
  EXPECT_EQ(plan->lane_step_x, 0);
  EXPECT_EQ(plan->lane_step_y, 4);
}

// 128 channels of 32 x 32 pixels: 8 rows fill the buffers, two of which are the rows above and below (3x3).
TEST(PlanLayerTest, CutsBandsAsBuffersAllow) {
  const ConvEngineParameters parameters = {8, 16, 1024, 1024, 1024, 256};
  const absl::StatusOr<LayerPlan> conv3x3 = PlanLayer({ConvOperation::kConv3x3, 128, 128, 32, 32}, parameters);
  ASSERT_EQ(conv3x3.status(), absl::OkStatus());
  EXPECT_EQ(conv3x3->band_rows, 6);
  EXPECT_EQ(conv3x3->num_bands, 6);
  EXPECT_EQ(conv3x3->band_beats, 6 * 32 / 8);
  EXPECT_EQ(conv3x3->last_band_beats, 2 * 32 / 8);
  EXPECT_EQ(conv3x3->halo_beats, 4);
  const absl::StatusOr<LayerPlan> conv1x1 = PlanLayer({ConvOperation::kConv1x1, 128, 128, 32, 32}, parameters);
  ASSERT_EQ(conv1x1.status(), absl::OkStatus());
  EXPECT_EQ(conv1x1->band_rows, 8);
  EXPECT_EQ(conv1x1->num_bands, 4);
  EXPECT_EQ(conv1x1->halo_beats, 0);
}

// 8 columns in 32 banks: bands are of multiples of 4 rows, or the whole image.
TEST(PlanLayerTest, BeginsBandsInTheFirstBank) {
  const ConvEngineParameters parameters = {8, 64, 64, 64, 64, 256};
  const absl::StatusOr<LayerPlan> plan = PlanLayer({ConvOperation::kConv1x1, 4, 24, 14, 8}, parameters);
  ASSERT_EQ(plan.status(), absl::OkStatus());
  EXPECT_EQ(plan->band_rows, 8);  // 6 quads * 8 * 8 pixels of 512; 12 rows would be 576
  EXPECT_EQ(plan->num_bands, 2);
  EXPECT_EQ(plan->last_band_tiles, 2);
}

TEST(PlanLayerTest, RejectsWhatDoesNotFit) {
  const ConvEngineParameters parameters = {8, 16, 64, 64, 64, 256};
  // 1 + 9 * 15 = 136 words of a group, of 128.
  const absl::Status weights = PlanLayer({ConvOperation::kConv3x3, 60, 8, 4, 4}, parameters).status();
  EXPECT_EQ(weights.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(weights.message(),
            "a group's weights take 136 beats, of 128: "
            "filter_par=8 pixel_par=16 input=64 output=64 weights=64 memory=256");
  const absl::Status pixels = PlanLayer({ConvOperation::kConv1x1, 128, 8, 32, 32}, parameters).status();
  EXPECT_EQ(pixels.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(pixels.message(),
            "not one band of 32 columns, 128 channels in and 8 out fits: "
            "filter_par=8 pixel_par=16 input=64 output=64 weights=64 memory=256");
}

TEST(PlanLayerTest, RejectsWhatIsNoLayer) {
  const absl::Status width = PlanLayer({ConvOperation::kConv1x1, 4, 4, 4, 512}, {}).status();
  EXPECT_EQ(width.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(width.message(), "layer: width is 512, not in [1, 511]");
  EXPECT_EQ(PlanLayer({ConvOperation::kConv1x1, 0, 4, 4, 4}, {}).status().message(),
            "layer: num_in_channels is 0, not in [1, 8188]");
  EXPECT_EQ(PlanLayer({ConvOperation::kMaxPool3x3, 4, 5, 4, 4}, {}).status().message(),
            "layer: pooling from 4 to 5 channels");
  EXPECT_EQ(PlanLayer({ConvOperation::kConv1x1, 4, 4, 4, 4, true, 32}, {}).status().message(),
            "layer: shift is 32, not in [0, 31]");
}

TEST(CheckParametersTest, RejectsWhatDoesNotElaborate) {
  EXPECT_EQ(CheckParameters({12, 16, 64, 64, 64, 256}).message(), "convolution engine: filter_par is 12");
  EXPECT_EQ(CheckParameters({8, 6, 64, 64, 64, 256}).message(), "convolution engine: pixel_par is 6");
  EXPECT_EQ(CheckParameters({8, 16, 64, 64, 64, 128}).message(), "convolution engine: mem_width_bits is 128");
  EXPECT_EQ(CheckParameters({8, 16, 100, 64, 64, 256}).message(),
            "convolution engine: input_depth is 100, not a power of two from 64 on");
}

}  // namespace
}  // namespace duet::hw
