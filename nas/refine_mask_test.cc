#include "nas/refine_mask.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "datasets/images/image.h"
#include "nas/box_filter.h"

namespace duet::segmentation {
namespace {

constexpr int64_t kWidth = 60, kHeight = 100;  // the guide's windows are 7 x 7

images::Image Picture(int64_t edge) {  // dark, and bright from x = edge on
  images::Image image{kWidth, kHeight, 3, {}};
  for (int64_t i = 0; i < kWidth * kHeight * 3; ++i) image.pixels.push_back(i / 3 % kWidth >= edge ? 220 : 40);
  return image;
}

TEST(BoxFilterTest, IsTheMeanOfTheWindow) {
  const int64_t width = 7, height = 5, radius = 2;
  std::vector<Quad> values;
  for (int64_t i = 0; i < width * height; ++i) {
    const float value = i * 37 % 11;
    values.push_back({value, 2 * value, 1, -value});
  }
  std::vector<Quad> filtered = values;
  BoxFilter(width, height, radius, filtered);
  for (int64_t y = 0; y < height; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      double sum = 0;
      for (int64_t v = y - radius; v <= y + radius; ++v) {
        for (int64_t u = x - radius; u <= x + radius; ++u) {
          sum += values[std::min(std::max<int64_t>(v, 0), height - 1) * width +
                        std::min(std::max<int64_t>(u, 0), width - 1)][0];
        }
      }
      EXPECT_NEAR(filtered[y * width + x][0], sum / 25, 1e-4);
      EXPECT_NEAR(filtered[y * width + x][1], 2 * sum / 25, 1e-4);
      EXPECT_NEAR(filtered[y * width + x][2], 1, 1e-5);
    }
  }
}

TEST(RefineMaskTest, BringsSoftEdgesToThoseOfThePicture) {
  std::vector<float> alpha;  // a ramp of 10 pixels around the edge, 1 pixel to its right
  for (int64_t i = 0; i < kWidth * kHeight; ++i)
    alpha.push_back(std::min(1.0, std::max(0.0, (i % kWidth - 26.0) / 10)));
  const std::vector<float> refined = RefineMask(Picture(30), alpha);
  for (int64_t y = 0; y < kHeight; ++y) {
    EXPECT_LT(refined[y * kWidth + 28], 0.2) << y;
    EXPECT_LT(refined[y * kWidth + 29], 0.5) << y;
    EXPECT_GE(refined[y * kWidth + 30], 0.5) << y;
    EXPECT_EQ(refined[y * kWidth + 5], 0);
    EXPECT_EQ(refined[y * kWidth + 50], 1);
  }
}

TEST(RefineMaskTest, OnePersonStays) {
  std::vector<float> alpha(kWidth * kHeight, 0.1f);
  for (int64_t y = 10; y < 90; ++y) {
    for (int64_t x = 5; x < 30; ++x) alpha[y * kWidth + x] = 0.95f;
  }
  for (int64_t y = 40; y < 55; ++y) {
    for (int64_t x = 45; x < 56; ++x) alpha[y * kWidth + x] = 0.9f;  // 165 of 2,000 pixels
  }
  const std::vector<float> refined = RefineMask(Picture(kWidth), alpha);
  EXPECT_EQ(refined[50 * kWidth + 15], 1);
  EXPECT_EQ(refined[47 * kWidth + 50], 0);
  EXPECT_EQ(refined[47 * kWidth + 44], 0);  // its soft edge
  EXPECT_EQ(refined[5 * kWidth + 55], 0);
}

TEST(RefineMaskTest, NobodyStaysNobody) {
  for (const float share : {0.0f, 0.15f}) {
    for (const float refined : RefineMask(Picture(30), std::vector<float>(kWidth * kHeight, share))) {
      ASSERT_EQ(refined, 0);
    }
  }
}

}  // namespace
}  // namespace duet::segmentation
