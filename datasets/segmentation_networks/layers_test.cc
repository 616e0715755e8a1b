#include "datasets/segmentation_networks/layers.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::segmentation {
namespace {

using ::testing::HasSubstr;

LayerList ListOf(absl::string_view name) { return LayersByName(name).value(); }

// By hand, at 128x80: the stem 64x40, stage 0 at 32x20, stage 1 at 16x10.
TEST(LayersTest, CountsByHand) {
  const LayerList list = ListOf("128x80-s8-k3e2w8d1-k5e2w16d1-none-bilinear8-add");
  const int64_t half = 64 * 40, quarter = 32 * 20, eighth = 16 * 10;
  const int64_t stem = 27 * 8;
  const int64_t expand0 = 8 * 16, depthwise0 = 9 * 16, project0 = 16 * 8;
  const int64_t expand1 = 8 * 16, depthwise1 = 25 * 16, project1 = 16 * 16;
  const int64_t deep1 = 16 * 8, deep0 = 8 * 8, skip = 8 * 8, depthwise = 9 * 8, refine = 8 * 8, head = 8;
  EXPECT_EQ(NumMacs(list), stem * half + expand0 * half + (depthwise0 + project0) * quarter + expand1 * quarter +
                               (depthwise1 + project1) * eighth + deep1 * eighth +
                               (skip + depthwise + refine) * quarter + deep0 * quarter +
                               (skip + depthwise + refine) * half + head * half);
  const int64_t scales_and_shifts = 2 * (8 + (16 + 16 + 8) + (16 + 16 + 16) + (8 + 8 + 8 + 8) + (8 + 8 + 8 + 8));
  EXPECT_EQ(NumParameters(list), stem + expand0 + depthwise0 + project0 + expand1 + depthwise1 + project1 + deep1 +
                                     deep0 + 2 * (skip + depthwise + refine) + head + 1 + scales_and_shifts);
}

// The decoders differ in a level by hand: 48 channels at 16x9 to 24 at 32x18, nothing from the skip.
TEST(LayersTest, DecodersByHand) {
  const auto macs = [](absl::string_view decoder) {
    return NumMacs(ListOf(absl::StrCat("256x144-s8-k3e2w8d1-k3e2w16d1-k3e2w48d1-", decoder, "24-none")));
  };
  const int64_t p4 = 64 * 36, p3 = 32 * 18, p2 = 16 * 9, p5 = 128 * 72;
  const int64_t refine_nearest = 9 * 24 * 24, refine = 9 * 24 + 24 * 24;
  EXPECT_EQ(macs("nearest") - macs("bilinear"), (refine_nearest - refine) * (p3 + p4 + p5));
  EXPECT_EQ(macs("transposed") - macs("bilinear"), 3 * (48 * 24 * p2 + 24 * 24 * (p3 + p4)));
}

TEST(LayersTest, ShapesFitTogether) {
  for (int64_t id = 0; id < kNumNetworks; id += 999'983) {
    const LayerList list = LayersOf(NetworkFromId(id));
    for (const Layer& layer : list.layers) {
      EXPECT_EQ(layer.input, list.ShapeOf(layer.inputs[0]));
      if (layer.kind == LayerKind::kAdd) {
        EXPECT_EQ(layer.input, list.ShapeOf(layer.inputs[1]));
      }
      if (layer.kind == LayerKind::kConcat) {
        EXPECT_EQ(layer.output.height, list.ShapeOf(layer.inputs[1]).height);
      }
    }
    const Resolution resolution = InputResolution(NetworkFromId(id));
    EXPECT_EQ(list.layers.back().output, (Shape{1, resolution.height / 2, resolution.width / 2}));
  }
}

// Skips by addition need the encoder's channels brought to the decoder's; by concatenation they widen what is refined.
TEST(LayersTest, SkipsCostWhatTheySay) {
  const auto macs = [](absl::string_view skip) {
    return NumMacs(ListOf(absl::StrCat("128x80-s8-k3e2w8d1-k3e2w16d1-none-bilinear16-", skip)));
  };
  const int64_t half = 64 * 40, quarter = 32 * 20;
  EXPECT_EQ(macs("add") - macs("none"), 8 * 16 * (half + quarter));
  EXPECT_EQ(macs("concat") - macs("none"), (9 * 8 + 8 * 16) * (half + quarter));
}

// MobileNetV2 of width 1 has 2,223,872 parameters without its classifier (torchvision's count: 3,504,872 less
// 1,281,000); without the last 1x1 convolution, 320 to 1280, and its normalisation that is 1,811,712.
TEST(LayersTest, EncoderOfTheBaselineIsMobileNetV2) {
  const LayerList list = ListOf("portraitnet100-256x144");
  int64_t num_parameters = 0;
  for (const Layer& layer : list.layers) {
    num_parameters += NumParameters(layer);
    if (layer.output.channels == 320) break;
  }
  EXPECT_EQ(num_parameters, 2'223'872 - (320 * 1280 + 2 * 1280));
  // 2.1 M is said of the whole.
  EXPECT_NEAR(NumParameters(list), 2.1e6, 0.2e6);
  EXPECT_EQ(list.layers.back().output, (Shape{1, 144, 256}));
}

TEST(LayersTest, SaysWhatIsNoBaseline) {
  for (const absl::string_view name : {"portraitnet", "portraitnet0-256x144", "portraitnet50-256x8", "portraitnet50"}) {
    const auto error = LayersByName(name).status();
    EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_THAT(std::string(error.message()), HasSubstr("no baseline")) << name;
  }
}

}  // namespace
}  // namespace duet::segmentation
