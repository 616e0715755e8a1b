#include "nas/composite.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "datasets/images/image.h"

namespace duet::segmentation {
namespace {

constexpr int64_t kWidth = 40, kHeight = 30;

// A red person, from x = 20 on, in front of blue. `soft` pixels on each side are mixtures.
struct Scene {
  images::Image rgb{kWidth, kHeight, 3, {}};
  std::vector<float> alpha;
};
Scene RedBeforeBlue(int64_t soft) {
  Scene scene;
  for (int64_t i = 0; i < kWidth * kHeight; ++i) {
    const double a =
        soft == 0 ? i % kWidth >= 20 : std::min(1.0, std::max(0.0, 0.5 + (i % kWidth - 19.5) / (2 * soft)));
    scene.alpha.push_back(a);
    for (const double value : {200 * a, 0.0, 200 * (1 - a)}) scene.rgb.pixels.push_back(std::lround(value));
  }
  return scene;
}

const uint8_t* At(const images::Image& image, int64_t x, int64_t y) {
  return &image.pixels[(y * image.width + x) * image.channels];
}

TEST(ComposeTest, KeepsThePersonAndReplacesTheRest) {
  const Scene scene = RedBeforeBlue(0);
  const auto composite = Compose(scene.rgb, scene.alpha, PlainBackground{10, 20, 30});
  ASSERT_TRUE(composite.ok()) << composite.status();
  for (int64_t y = 0; y < kHeight; ++y) {
    EXPECT_EQ(At(*composite, 5, y)[0], 10);
    EXPECT_EQ(At(*composite, 19, y)[2], 30);
    for (int c = 0; c < 3; ++c) EXPECT_EQ(At(*composite, 30, y)[c], At(scene.rgb, 30, y)[c]);
  }
}

TEST(ComposeTest, TheOldBackgroundDoesNotShineThrough) {
  const Scene scene = RedBeforeBlue(4);
  const auto composite = Compose(scene.rgb, scene.alpha, PlainBackground{0, 200, 0});
  ASSERT_TRUE(composite.ok()) << composite.status();
  for (int64_t x = 0; x < kWidth; ++x) {
    const float a = scene.alpha[x];
    // The true mixture has 200 a of red, 200 (1 - a) of green and no blue; to paste the frame's own colours leaves
    // 200 a (1 - a) of blue. The edge is a quarter of the frame's height wide, far wider than edges of people.
    const float pasted = 200 * a * (1 - a);
    EXPECT_NEAR(At(*composite, x, 15)[0], 200 * a, 0.6f * pasted + 2) << x;
    EXPECT_NEAR(At(*composite, x, 15)[1], 200 * (1 - a), 1) << x;
    EXPECT_LE(At(*composite, x, 15)[2], 0.6f * pasted + 2) << x;
  }
}

TEST(ComposeTest, ABlurredBackgroundKeepsThePersonsColoursOut) {
  Scene scene = RedBeforeBlue(0);
  for (int64_t i = 0; i < kWidth * kHeight; ++i) {
    if (i % kWidth < 20 && i % 2 == 0) scene.rgb.pixels[3 * i + 2] = 100;  // stripes, 1 pixel wide
  }
  const auto composite = Compose(scene.rgb, scene.alpha, BlurredBackground{});
  ASSERT_TRUE(composite.ok()) << composite.status();
  EXPECT_LT(std::abs(At(*composite, 8, 15)[2] - At(*composite, 9, 15)[2]), 40);  // of 100 before
  for (int64_t x = 0; x < 20; ++x) EXPECT_LT(At(*composite, x, 15)[0], 2) << x;
}

TEST(ComposeTest, ImagesFillTheFrame) {
  // Twice as high as wide: scaled to the frame's width, the middle of its height shows.
  images::Image tall{4, 8, 3, {}};
  for (int64_t i = 0; i < 32; ++i) {
    for (int c = 0; c < 3; ++c) tall.pixels.push_back(i / 4 < 2 || i / 4 >= 6 ? 255 : 100);
  }
  const auto composite = Compose(RedBeforeBlue(0).rgb, std::vector<float>(kWidth * kHeight, 0.0f), tall);
  ASSERT_TRUE(composite.ok()) << composite.status();
  EXPECT_EQ(At(*composite, 0, 0)[0], 100);
  EXPECT_EQ(At(*composite, 39, 29)[0], 100);
}

TEST(ComposeTest, RejectsOtherSizes) {
  const absl::Status status = Compose(RedBeforeBlue(0).rgb, {1, 0}, BlurredBackground{}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "40 x 30 x 3 with 2 shares")) << status;
}

TEST(BackgroundTest, Reads) {
  EXPECT_TRUE(std::holds_alternative<BlurredBackground>(*ReadBackground("blur")));
  const Background colour = *ReadBackground("#0a141e");
  EXPECT_EQ(std::get<PlainBackground>(colour).red, 10);
  EXPECT_EQ(std::get<PlainBackground>(colour).blue, 30);
  EXPECT_EQ(std::get<PlainBackground>(*ReadBackground("white")).green, 255);
  const std::string path = testing::TempDir() + "/grey.png";
  ASSERT_TRUE(images::WriteImage(path, {1, 1, 1, {9}}).ok());
  EXPECT_EQ(std::get<images::Image>(*ReadBackground(path)).pixels, (std::vector<uint8_t>{9, 9, 9}));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadBackground("#12").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadBackground("mauve").status()));
  EXPECT_TRUE(absl::IsNotFound(ReadBackground(testing::TempDir() + "/none.png").status()));
}

TEST(AlphaImageTest, Rounds) {
  EXPECT_EQ(AlphaImage({0, 0.5f, 1, 0.25f}, 2, 2).pixels, (std::vector<uint8_t>{0, 128, 255, 64}));
}

}  // namespace
}  // namespace duet::segmentation
