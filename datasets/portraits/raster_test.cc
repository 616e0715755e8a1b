#include "datasets/portraits/raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "common/random.h"

namespace duet::portraits {
namespace {

double Sum(const Layer& layer) {
  double sum = 0;
  for (int64_t y = 0; y < layer.height(); ++y) {
    for (int64_t x = 0; x < layer.width(); ++x) sum += layer.at(x, y);
  }
  return sum;
}

bool Contains(const Polygon& polygon, float x, float y) {  // even-odd rule
  bool is_inside = false;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Point a = polygon[i], b = polygon[j];
    if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) is_inside = !is_inside;
  }
  return is_inside;
}

// The share of 32 x 32 points of the pixel that are inside.
double SlowCoverage(const Polygon& polygon, int64_t x, int64_t y) {
  int num_inside = 0;
  for (int i = 0; i < 32; ++i) {
    for (int j = 0; j < 32; ++j) num_inside += Contains(polygon, x + (i + 0.5f) / 32, y + (j + 0.5f) / 32);
  }
  return num_inside / 1024.0;
}

TEST(LayerTest, RectangleCoversWhatItCovers) {
  Layer layer(4, 3);
  layer.Fill(Rectangle({0.5f, 0.25f}, {2.25f, 2}));
  const std::vector<float> expected = {0.375f, 0.75f, 0.1875f, 0, 0.5f, 1, 0.25f, 0, 0, 0, 0, 0};
  for (int64_t i = 0; i < 12; ++i) EXPECT_NEAR(layer.at(i % 4, i / 4), expected[i], 1e-6) << i;
}

TEST(LayerTest, MatchesSamplingForAnyTriangle) {
  for (int64_t k = 0; k < 40; ++k) {
    RandomStream random(1, "triangle", k);
    Polygon triangle;  // also partly outside
    for (int i = 0; i < 3; ++i) {
      const float x = 20 * random.Uniform() - 4;
      triangle.push_back({x, static_cast<float>(16 * random.Uniform() - 3)});
    }
    Layer layer(12, 10);
    layer.Fill(triangle);
    for (int64_t y = 0; y < 10; ++y) {
      // An edge that crosses 32 x 32 points misjudges at most about 3 / 32 of them.
      for (int64_t x = 0; x < 12; ++x) EXPECT_NEAR(layer.at(x, y), SlowCoverage(triangle, x, y), 0.09) << k;
    }
  }
}

TEST(LayerTest, AreaIsExact) {
  Layer layer(64, 64);
  layer.Fill(Ellipse({31.3f, 30.8f}, 20, 10, 0.4f));
  // Of a polygon of 28 corners: n / 2 sin(2 pi / n) a b.
  EXPECT_NEAR(Sum(layer), 14 * std::sin(2 * 3.14159265 / 28) * 200, 0.05);
  Layer stroke(64, 64);
  stroke.Fill(Stroke({{10, 20}, {50, 20}}, {4}));
  const double cap = 6 * std::sin(3.14159265 / 6) * 16;  // half of a polygon of 12 corners, twice
  EXPECT_NEAR(Sum(stroke), 40 * 8 + cap, 0.05);
}

TEST(LayerTest, WindingDoesNotMatter) {
  Polygon polygon = Ellipse({5, 5}, 3, 3);
  Layer one(10, 10), other(10, 10);
  one.Fill(polygon);
  other.Fill(Polygon(polygon.rbegin(), polygon.rend()));
  for (int64_t i = 0; i < 100; ++i) EXPECT_NEAR(one.at(i % 10, i / 10), other.at(i % 10, i / 10), 1e-5);
}

TEST(LayerTest, FillEraseIntersect) {
  Layer layer(4, 1), half(4, 1);
  layer.Fill(Rectangle({0, 0}, {4, 1}), 0.5f);
  layer.Fill(Rectangle({0, 0}, {2, 1}));
  layer.Erase(Rectangle({1, 0}, {1.5f, 1}));
  half.Fill(Rectangle({0, 0}, {2.5f, 1}));
  layer.Intersect(half);
  const std::vector<float> expected = {1, 0.5f, 0.25f, 0};
  for (int64_t x = 0; x < 4; ++x) EXPECT_NEAR(layer.at(x, 0), expected[x], 1e-6);
}

TEST(LayerTest, BlurIsTwoBoxFilters) {
  Layer layer(9, 9);
  layer.Fill(Rectangle({4, 4}, {5, 5}));
  layer.Blur(1);
  // In each direction 1 2 3 2 1 of 9.
  const float weights[] = {0, 0, 1, 2, 3, 2, 1, 0, 0};
  for (int64_t y = 0; y < 9; ++y) {
    for (int64_t x = 0; x < 9; ++x) EXPECT_NEAR(layer.at(x, y), weights[x] * weights[y] / 81, 1e-6);
  }
}

TEST(LayerTest, BlurKeepsTheSumForAnyRadius) {
  for (const float radius : {0.3f, 1.5f, 3.7f}) {
    Layer layer(40, 40);
    layer.Fill(Ellipse({20, 20}, 4, 4));
    const double before = Sum(layer);
    layer.Blur(radius);
    EXPECT_NEAR(Sum(layer), before, 1e-3);
  }
  Layer full(6, 5);  // goes on at the border as it ends
  full.Fill(Rectangle({-1, -1}, {9, 9}));
  full.Blur(2.5f);
  EXPECT_NEAR(Sum(full), 30, 1e-4);
}

TEST(LayerTest, OutsideIsNothing) {
  Layer layer(8, 8);
  layer.Fill(Rectangle({-5, -5}, {-1, 20}));
  layer.Fill(Rectangle({9, 2}, {12, 3}));
  EXPECT_EQ(Sum(layer), 0);
  layer.Fill(Rectangle({-5, -5}, {20, 20}));
  EXPECT_NEAR(Sum(layer), 64, 1e-4);
}

TEST(PlacementTest, InverseUndoes) {
  const Placement place({3, 4}, 2.5f, 0.7f);
  const Point there = place({1, -2}), back = place.Inverse(there);
  EXPECT_NEAR(back.x, 1, 1e-5);
  EXPECT_NEAR(back.y, -2, 1e-5);
  EXPECT_NEAR(std::hypot(there.x - 3, there.y - 4), 2.5 * std::sqrt(5), 1e-5);
}

TEST(SplineTest, PassesThroughItsPoints) {
  const std::vector<Point> points = {{0, 0}, {4, 0}, {4, 3}, {0, 3}};
  const Polygon closed = ClosedSpline(points, 5), open = OpenSpline(points, 5);
  ASSERT_EQ(closed.size(), 20);
  ASSERT_EQ(open.size(), 16);
  for (int i = 0; i < 4; ++i) {
    EXPECT_FLOAT_EQ(closed[5 * i].x, points[i].x);
    EXPECT_FLOAT_EQ(open[5 * i].y, points[i].y);
  }
}

}  // namespace
}  // namespace duet::portraits
