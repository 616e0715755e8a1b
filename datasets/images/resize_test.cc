#include "datasets/images/resize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace duet::images {
namespace {

TEST(ResizeTest, TwiceAsLargeInterpolates) {
  // Centres of the new pixels are at -0.25, 0.25, 0.75, 1.25 of the old ones.
  const std::vector<float> plane = {0, 8};
  EXPECT_EQ(ResizePlane(plane, {2, 1}, {4, 1}), (std::vector<float>{0, 2, 6, 8}));
}

TEST(ResizeTest, HalfAsLargeAverages) {
  // Triangle of half width 2 around 0.5 and 2.5: weights 3, 3, 1 of 7 at the border (1 is beyond it).
  const std::vector<float> halved = ResizePlane(std::vector<float>{7, 0, 14, 0}, {4, 1}, {2, 1});
  EXPECT_FLOAT_EQ(halved[0], (3 * 7 + 3 * 0 + 1 * 14) / 7.0);
  EXPECT_FLOAT_EQ(halved[1], (1 * 0 + 3 * 14 + 3 * 0) / 7.0);
}

TEST(ResizeTest, KeepsConstantsAndSizes) {
  for (const int64_t channels : {1, 3, 4}) {
    const Image image{5, 7, channels, std::vector<uint8_t>(5 * 7 * channels, 255)};
    for (const int64_t width : {1, 2, 5, 13}) {
      const Image resized = Resize(image, width, 9);
      EXPECT_TRUE(CheckImage(resized).ok());
      EXPECT_EQ(resized.width, width);
      EXPECT_EQ(resized.height, 9);
      EXPECT_TRUE(std::all_of(resized.pixels.begin(), resized.pixels.end(), [](uint8_t v) { return v == 255; }));
    }
  }
}

// The formula of the header, both directions at once, one pixel at a time.
double Slow(const Image& image, int64_t width, int64_t height, int64_t x, int64_t y, int64_t c) {
  const double ratio_x = static_cast<double>(image.width) / width, ratio_y = static_cast<double>(image.height) / height;
  double sum = 0, total = 0;
  for (int64_t v = 0; v < image.height; ++v) {
    for (int64_t u = 0; u < image.width; ++u) {
      const double dx = std::abs((x + 0.5) * ratio_x - (u + 0.5)), dy = std::abs((y + 0.5) * ratio_y - (v + 0.5));
      const double weight =
          std::max(0.0, 1 - dx / std::max(1.0, ratio_x)) * std::max(0.0, 1 - dy / std::max(1.0, ratio_y));
      sum += weight * image.pixels[(v * image.width + u) * image.channels + c];
      total += weight;
    }
  }
  return sum / total;
}

TEST(ResizeTest, MatchesTheFormula) {
  Image image{11, 6, 3, {}};
  for (int64_t i = 0; i < 11 * 6 * 3; ++i) image.pixels.push_back(i * 89 % 256);
  for (const auto& [width, height] : {std::pair(4, 13), std::pair(23, 2), std::pair(11, 1), std::pair(1, 6)}) {
    const Image resized = Resize(image, width, height);
    for (int64_t y = 0; y < height; ++y) {
      for (int64_t x = 0; x < width; ++x) {
        for (int64_t c = 0; c < 3; ++c) {
          // Half a step of rounding, and some for float32.
          EXPECT_NEAR(resized.pixels[(y * width + x) * 3 + c], Slow(image, width, height, x, y, c), 0.501);
        }
      }
    }
  }
}

}  // namespace
}  // namespace duet::images
