#include "datasets/portraits/shading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "datasets/portraits/raster.h"

namespace duet::portraits {
namespace {

TEST(ColourTest, SrgbCurve) {
  EXPECT_NEAR(FromSrgb(0xff8000).r, 1, 1e-6);
  EXPECT_NEAR(FromSrgb(0xff8000).g, 0.21586, 1e-5);  // ((128 / 255 + 0.055) / 1.055)^2.4
  EXPECT_EQ(FromSrgb(0xff8000).b, 0);
  for (const float value : {0.001f, 0.02f, 0.5f, 1.0f}) {
    const int byte = std::lround(255 * ToSrgb(value));
    EXPECT_NEAR(FromSrgb(byte).b, value, 0.006) << value;
  }
}

TEST(ColourTest, Hsv) {
  const Colour red = FromHsv({0, 1, 1}), green = FromHsv({1 / 3.0f, 1, 1}), grey = FromHsv({0.7f, 0, 0.5f});
  EXPECT_NEAR(red.r, 1, 1e-5);
  EXPECT_NEAR(red.g + red.b, 0, 1e-5);
  EXPECT_NEAR(green.g, 1, 1e-5);
  EXPECT_NEAR(green.r + green.b, 0, 1e-4);
  EXPECT_EQ(grey.r, grey.b);
}

TEST(NoiseTest, SmoothBoundedAndWithoutBias) {
  double sum = 0;
  float largest_step = 0, largest = 0;
  for (int i = 0; i < 20000; ++i) {
    const float x = 0.37f * i, value = Noise(7, x, 0.011f * i);
    sum += value;
    largest = std::max(largest, std::abs(value));
    largest_step = std::max(largest_step, std::abs(Noise(7, x + 0.01f, 0.011f * i) - value));
  }
  EXPECT_LE(largest, 1);
  EXPECT_GT(largest, 0.8);
  EXPECT_NEAR(sum / 20000, 0, 0.02);
  EXPECT_LE(largest_step, 0.0301);  // the slope of u^2 (3 - 2 u) is at most 3/2, between values at most 2 apart
  EXPECT_NE(Noise(7, 0.5f, 0.5f), Noise(8, 0.5f, 0.5f));
}

TEST(PaintTest, CoversInFrontOfWhatWasThere) {
  Canvas canvas(2, 1);
  canvas.pixels[0] = {0, 0, 1, 1};
  Layer layer(2, 1);
  layer.Fill(Rectangle({0, 0}, {2, 1}), 0.25f);
  Paint(layer, Colour{1, 0, 0}, canvas);
  EXPECT_NEAR(canvas.pixels[0].r, 0.25, 1e-6);
  EXPECT_NEAR(canvas.pixels[0].b, 0.75, 1e-6);
  EXPECT_NEAR(canvas.pixels[0].a, 1, 1e-6);
  EXPECT_NEAR(canvas.pixels[1].a, 0.25, 1e-6);
  EXPECT_NEAR(canvas.pixels[1].r, 0.25, 1e-6);

  Canvas back(2, 1);
  back.pixels = {{0, 1, 0, 1}, {0, 1, 0, 1}};
  Composite(canvas, back);
  EXPECT_NEAR(back.pixels[0].g, 0, 1e-6);
  EXPECT_NEAR(back.pixels[1].g, 0.75, 1e-6);
  EXPECT_NEAR(back.pixels[1].r, 0.25, 1e-6);
}

TEST(PaintTest, AnInflatedDiscIsBrightTowardsTheLight) {
  Layer disc(40, 40);
  disc.Fill(Ellipse({20, 20}, 15, 15));
  Relief relief;
  relief.radius = 6;
  Light light;
  light.direction = {-0.7f, 0, 0.714f};
  light.ambient = {0, 0, 0};
  Canvas canvas(40, 40);
  PaintLit(
      disc, relief, light,
      [](Point) {
        return Colour{1, 1, 1};
      },
      canvas);
  const auto at = [&](int64_t x, int64_t y) { return canvas.pixels[y * 40 + x].r; };
  EXPECT_GT(at(8, 20), at(20, 20));
  EXPECT_GT(at(20, 20), at(32, 20));
  EXPECT_NEAR(at(20, 8), at(20, 31), 0.02);                                  // no light from above or below
  EXPECT_NEAR(at(20, 20), (0.714 + relief.wrap) / (1 + relief.wrap), 0.02);  // flat in the middle
}

TEST(CanvasTest, BlurKeepsConstantsAndIsThatOfLayers) {
  Canvas canvas(17, 11);
  Layer layer(17, 11);
  layer.Fill(Rectangle({3, 2}, {9, 7}));
  for (int64_t i = 0; i < 17 * 11; ++i) canvas.pixels[i] = {layer.at(i % 17, i / 17), 0.5f, 0, 1};
  BlurCanvas(1.4f, canvas);
  layer.Blur(1.4f);
  for (int64_t i = 0; i < 17 * 11; ++i) {
    EXPECT_NEAR(canvas.pixels[i].r, layer.at(i % 17, i / 17), 1e-5);
    EXPECT_NEAR(canvas.pixels[i].g, 0.5, 1e-5);
    EXPECT_NEAR(canvas.pixels[i].a, 1, 1e-5);
  }
}

}  // namespace
}  // namespace duet::portraits
