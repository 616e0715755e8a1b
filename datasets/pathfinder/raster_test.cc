#include "datasets/pathfinder/raster.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "common/random.h"
#include "gtest/gtest.h"

namespace duet::pathfinder {
namespace {

Raster Picture(const std::vector<std::string>& rows) {
  Raster raster(rows.size(), rows[0].size());
  for (int64_t y = 0; y < raster.height; ++y) {
    for (int64_t x = 0; x < raster.width; ++x) raster.at({y, x}) = rows[y][x] == '#' ? 255 : 0;
  }
  return raster;
}

Raster RandomRaster(int64_t height, int64_t width, uint64_t seed) {
  RandomStream random(seed, "raster_test");
  Raster raster(height, width);
  for (uint8_t& pixel : raster.pixels) pixel = random.UniformInt(256);
  return raster;
}

TEST(DrawLineTest, MatchesHandDrawnLines) {
  const auto line = [](Point from, Point to) {
    Raster raster(4, 5);
    DrawLine(from, to, raster);
    return raster.pixels;
  };
  EXPECT_EQ(line({0, 0}, {3, 3}), Picture({"#....", ".#...", "..#..", "...#."}).pixels);
  EXPECT_EQ(line({1, 4}, {1, 1}), Picture({".....", ".####", ".....", "....."}).pixels);
  EXPECT_EQ(line({3, 2}, {0, 2}), Picture({"..#..", "..#..", "..#..", "..#.."}).pixels);
  EXPECT_EQ(line({0, 0}, {1, 4}), Picture({"##...", "..###", ".....", "....."}).pixels);  // a tie at x = 2: ahead
  EXPECT_EQ(line({1, 4}, {0, 0}), Picture({"###..", "...##", ".....", "....."}).pixels);
  EXPECT_EQ(line({3, 0}, {0, 1}), Picture({".#...", ".#...", "#....", "#...."}).pixels);
  EXPECT_EQ(line({2, 2}, {2, 2}), Picture({".....", ".....", "..#..", "....."}).pixels);
}

TEST(DrawDiscTest, IsACircle) {
  Raster raster(5, 5);
  DrawDisc({2, 2}, 2, raster);
  EXPECT_EQ(raster.pixels, Picture({"..#..", ".###.", "#####", ".###.", "..#.."}).pixels);
  Raster corner(3, 3);
  DrawDisc({0, 0}, 1, corner);
  EXPECT_EQ(corner.pixels, Picture({"##.", "#..", "..."}).pixels);
}

TEST(DilateTest, MatchesItsDefinition) {
  const Raster raster = RandomRaster(6, 9, 1);
  Raster kernel = RandomRaster(3, 5, 2);
  for (uint8_t& pixel : kernel.pixels) pixel = pixel > 128 ? 255 : 254;
  const Raster dilated = Dilate(raster, kernel);
  for (int64_t y = 0; y < 6; ++y) {
    for (int64_t x = 0; x < 9; ++x) {
      uint8_t expected = 0;
      for (int64_t ky = 0; ky < 3; ++ky) {
        for (int64_t kx = 0; kx < 5; ++kx) {
          const Point point = {y + ky - 1, x + kx - 2};
          if (kernel.at({ky, kx}) == 255 && raster.Contains(point)) expected = std::max(expected, raster.at(point));
        }
      }
      EXPECT_EQ(dilated.at({y, x}), expected) << y << " " << x;
    }
  }
}

TEST(ResizeLanczosTest, KeepsConstantsAndSizes) {
  Raster grey(17, 11);
  for (uint8_t& pixel : grey.pixels) pixel = 93;
  for (const uint8_t pixel : ResizeLanczos(grey, 9, 5).pixels) EXPECT_EQ(pixel, 93);
  const Raster raster = RandomRaster(7, 5, 3);
  EXPECT_EQ(ResizeLanczos(raster, 7, 5).pixels, raster.pixels);
}

// At half the size the centres of old pixels are 1/4, 3/4, 5/4, ... new pixels away, on both sides. New pixel 6 has one
// white old pixel left of its centre, at 1/4, and all those on the right; new pixel 5 has them the other way round.
TEST(ResizeLanczosTest, HalvesAnEdge) {
  Raster edge(1, 24);
  for (int64_t x = 12; x < 24; ++x) edge.at({0, x}) = 255;
  const Raster half = ResizeLanczos(edge, 1, 12);
  const auto weight = [](double t) {
    const double pi = 3.14159265358979323846;
    return std::sin(pi * t) / (pi * t) * std::sin(pi * t / 3) / (pi * t / 3);
  };
  double total = 0;
  for (int j = 0; j < 6; ++j) total += 2 * weight(0.25 + 0.5 * j);
  const double pixel6 = 0.5 + weight(0.25) / total;
  const double pixel5 = 0.5 - weight(0.25) / total;
  EXPECT_NEAR(half.at({0, 6}), std::min(255.0, 255 * pixel6), 0.5);
  EXPECT_NEAR(half.at({0, 5}), 255 * pixel5, 0.5);
  EXPECT_EQ(half.at({0, 11}), 255);
  EXPECT_EQ(half.at({0, 0}), 0);
  EXPECT_EQ(half.at({0, 4}), 0) << "what is below 0 is clipped";
}

// Against both passes at once, in double precision. Each rounding is at most 1/2; the weights of the second pass add up
// to less than 1.5 in absolute value, so that a difference is below 1.5 / 2 + 1 / 2 and, of integers and a real, 1.25.
// Values in the middle of the range are not clipped.
TEST(ResizeLanczosTest, MatchesTheDirectSum) {
  Raster raster = RandomRaster(17, 15, 4);
  for (uint8_t& pixel : raster.pixels) pixel = 96 + pixel / 4;
  const Raster resized = ResizeLanczos(raster, 9, 8);
  const auto weight = [](double t) {
    const double pi = 3.14159265358979323846;
    if (t == 0) return 1.0;
    return std::abs(t) < 3 ? std::sin(pi * t) / (pi * t) * std::sin(pi * t / 3) / (pi * t / 3) : 0.0;
  };
  for (int64_t y = 0; y < 9; ++y) {
    for (int64_t x = 0; x < 8; ++x) {
      double sum = 0, norm = 0;
      for (int64_t v = 0; v < 17; ++v) {
        for (int64_t u = 0; u < 15; ++u) {
          const double w = weight((v + 0.5) / (17.0 / 9) - (y + 0.5)) * weight((u + 0.5) / (15.0 / 8) - (x + 0.5));
          sum += w * raster.at({v, u});
          norm += w;
        }
      }
      EXPECT_NEAR(resized.at({y, x}), sum / norm, 1.25) << y << " " << x;
    }
  }
}

}  // namespace
}  // namespace duet::pathfinder
