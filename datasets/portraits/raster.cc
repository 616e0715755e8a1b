#include "datasets/portraits/raster.h"

#include <algorithm>
#include <cmath>

namespace duet::portraits {
namespace {

constexpr float kPi = 3.14159265f;

Point CatmullRom(Point a, Point b, Point c, Point d, float t) {
  const float t2 = t * t, t3 = t2 * t;
  return 0.5f * ((2 * b) + t * (c - a) + t2 * (2 * a - 5 * b + 4 * c - d) + t3 * (3 * b - a - 3 * c + d));
}

Polygon Spline(const std::vector<Point>& points, int steps, bool is_closed) {
  const int64_t n = points.size();
  const auto at = [&](int64_t i) { return is_closed ? points[(i + n) % n] : points[std::clamp<int64_t>(i, 0, n - 1)]; };
  Polygon polygon;
  for (int64_t i = 0; i < (is_closed ? n : n - 1); ++i) {
    for (int k = 0; k < steps; ++k) {
      polygon.push_back(CatmullRom(at(i - 1), at(i), at(i + 1), at(i + 2), static_cast<float>(k) / steps));
    }
  }
  if (!is_closed) polygon.push_back(points.back());
  return polygon;
}

// One pass along lines of `n` values, `step` apart: the mean over [i - radius, i + radius], where values at the ends
// of a wider window count in part. Ends go on as they are.
void BoxFilter(float* values, int64_t n, int64_t step, float radius, std::vector<float>& line) {
  const int64_t whole = static_cast<int64_t>(radius);
  const float part = radius - whole;
  const int64_t pad = whole + 1;
  line.resize(n + 2 * pad);
  for (int64_t i = 0; i < pad; ++i) line[i] = values[0];
  for (int64_t i = 0; i < n; ++i) line[pad + i] = values[i * step];
  for (int64_t i = 0; i < pad; ++i) line[pad + n + i] = values[(n - 1) * step];
  const float scale = 1 / (2 * radius + 1);
  double sum = 0;  // of the values at most `whole` away
  for (int64_t i = -whole; i <= whole; ++i) sum += line[pad + i];
  for (int64_t i = 0; i < n; ++i) {
    values[i * step] = scale * (static_cast<float>(sum) + part * (line[i] + line[i + 2 * pad]));
    sum += line[i + 2 * pad] - line[i + 1];
  }
}

}  // namespace

Polygon ClosedSpline(const std::vector<Point>& points, int steps) { return Spline(points, steps, /*is_closed=*/true); }

Polygon OpenSpline(const std::vector<Point>& points, int steps) { return Spline(points, steps, /*is_closed=*/false); }

Polygon Ellipse(Point centre, float radius_x, float radius_y, float angle) {
  constexpr int kNumPoints = 28;
  const float cosine = std::cos(angle), sine = std::sin(angle);
  Polygon polygon;
  for (int i = 0; i < kNumPoints; ++i) {
    const float x = radius_x * std::cos(2 * kPi * i / kNumPoints), y = radius_y * std::sin(2 * kPi * i / kNumPoints);
    polygon.push_back({centre.x + cosine * x - sine * y, centre.y + sine * x + cosine * y});
  }
  return polygon;
}

Polygon Rectangle(Point low, Point high) { return {low, {high.x, low.y}, high, {low.x, high.y}}; }

Polygon Stroke(const std::vector<Point>& points, const std::vector<float>& radii) {
  const int64_t n = points.size();
  const auto radius = [&](int64_t i) { return radii.size() == 1 ? radii[0] : radii[i]; };
  // The direction at point i, of length 1.
  const auto direction = [&](int64_t i) {
    const Point d = points[std::min(i + 1, n - 1)] - points[std::max<int64_t>(i - 1, 0)];
    const float length = std::max(1e-6f, std::hypot(d.x, d.y));
    return Point{d.x / length, d.y / length};
  };
  Polygon polygon;
  for (int64_t i = 0; i < n; ++i) {  // there
    const Point d = direction(i);
    polygon.push_back(points[i] + radius(i) * Point{d.y, -d.x});
  }
  const auto add_end = [&](int64_t i, float sign) {
    const Point d = direction(i);
    for (int k = 1; k < 6; ++k) {
      const float cosine = std::cos(kPi * k / 6), sine = std::sin(kPi * k / 6);
      polygon.push_back(points[i] + sign * radius(i) * (cosine * Point{d.y, -d.x} + sine * d));
    }
  };
  add_end(n - 1, 1);
  for (int64_t i = n - 1; i >= 0; --i) {  // and back
    const Point d = direction(i);
    polygon.push_back(points[i] - radius(i) * Point{d.y, -d.x});
  }
  add_end(0, -1);
  return polygon;
}

Placement::Placement(Point origin, float scale, float angle)
    : origin_(origin), scale_(scale), cosine_(std::cos(angle)), sine_(std::sin(angle)) {}

Point Placement::operator()(Point p) const {
  return {origin_.x + scale_ * (cosine_ * p.x - sine_ * p.y), origin_.y + scale_ * (sine_ * p.x + cosine_ * p.y)};
}

Polygon Placement::operator()(Polygon polygon) const {
  for (Point& point : polygon) point = (*this)(point);
  return polygon;
}

Point Placement::Inverse(Point pixel) const {
  const Point d = (1 / scale_) * (pixel - origin_);
  return {cosine_ * d.x + sine_ * d.y, cosine_ * d.y - sine_ * d.x};
}

template <typename Combine>
void Layer::Rasterise(const Polygon& polygon, Combine combine) {
  if (polygon.size() < 3) return;
  float low_x = polygon[0].x, high_x = low_x, low_y = polygon[0].y, high_y = low_y;
  for (const Point& p : polygon) {
    low_x = std::min(low_x, p.x);
    high_x = std::max(high_x, p.x);
    low_y = std::min(low_y, p.y);
    high_y = std::max(high_y, p.y);
  }
  const auto pixel = [](float value, int64_t end) {
    return static_cast<int64_t>(std::clamp<float>(value, 0, static_cast<float>(end)));
  };
  const Box box{pixel(low_x, width_), pixel(low_y, height_), pixel(high_x + 1, width_), pixel(high_y + 1, height_)};
  if (box.IsEmpty()) return;
  const int64_t box_width = box.x1 - box.x0;
  const int64_t stride = box_width + 2;
  std::vector<float> differences(stride * (box.y1 - box.y0));
  Point from = polygon.back();
  for (const Point& to : polygon) {
    const float sign = from.y < to.y ? 1 : -1;
    const Point top = from.y < to.y ? from : to;
    const Point bottom = from.y < to.y ? to : from;
    from = to;
    if (top.y == bottom.y) continue;
    const float slope = (bottom.x - top.x) / (bottom.y - top.y);
    const float y_end = std::min(bottom.y, static_cast<float>(box.y1));
    float y = std::max(top.y, static_cast<float>(box.y0));
    float x = top.x + slope * (y - top.y);
    while (y < y_end) {
      const int64_t row = static_cast<int64_t>(y);
      const float y_next = std::min(y_end, static_cast<float>(row + 1));
      const float x_next = top.x + slope * (y_next - top.y);
      const float area = sign * (y_next - y);
      const float left = std::min(x, x_next) - box.x0, right = std::max(x, x_next) - box.x0;
      // To the right of the edge lies, of what is left of t, integral(t); of pixel i, integral(i + 1) - integral(i).
      const float inverse = right - left > 1e-6f ? 1 / (right - left) : 0;
      const auto integral = [&](float t) {
        const float u = std::clamp<float>(t - left, 0, right - left);
        return 0.5f * u * u * inverse + std::max(0.0f, t - right);
      };
      float* line = &differences[(row - box.y0) * stride];
      const int64_t first = static_cast<int64_t>(std::clamp<float>(left, 0, box_width));
      const int64_t last = static_cast<int64_t>(std::clamp<float>(right, 0, box_width));
      float before = integral(first);
      for (int64_t i = first; i <= last; ++i) {
        const float after = integral(i + 1);
        line[i] += area * (after - before);
        line[i + 1] -= area * (after - before);
        before = after;
      }
      line[last + 1] += area;
      y = y_next;
      x = x_next;
    }
  }
  for (int64_t y = box.y0; y < box.y1; ++y) {
    const float* line = &differences[(y - box.y0) * stride];
    float sum = 0;
    for (int64_t x = 0; x < box_width; ++x) {
      sum += line[x];
      const float coverage = std::min(1.0f, std::abs(sum));
      if (coverage > 1e-4f) combine(values_[y * width_ + box.x0 + x], coverage);
    }
  }
  if (box_.IsEmpty()) {
    box_ = box;
  } else {
    box_ = {std::min(box_.x0, box.x0), std::min(box_.y0, box.y0), std::max(box_.x1, box.x1), std::max(box_.y1, box.y1)};
  }
}

void Layer::Fill(const Polygon& polygon, float opacity) {
  Rasterise(polygon, [opacity](float& value, float coverage) { value += opacity * coverage * (1 - value); });
}

void Layer::Erase(const Polygon& polygon) {
  const Box box = box_;
  Rasterise(polygon, [](float& value, float coverage) { value *= 1 - coverage; });
  box_ = box;
}

void Layer::Intersect(const Layer& other) {
  for (int64_t y = box_.y0; y < box_.y1; ++y) {
    for (int64_t x = box_.x0; x < box_.x1; ++x) at(x, y) *= other.at(x, y);
  }
}

void Layer::Blur(float radius) {
  if (box_.IsEmpty() || radius <= 0) return;
  const int64_t margin = 2 * static_cast<int64_t>(std::ceil(radius)) + 1;
  box_ = {std::max<int64_t>(0, box_.x0 - margin), std::max<int64_t>(0, box_.y0 - margin),
          std::min(width_, box_.x1 + margin), std::min(height_, box_.y1 + margin)};
  std::vector<float> line;
  for (int pass = 0; pass < 2; ++pass) {
    for (int64_t y = box_.y0; y < box_.y1; ++y) BoxFilter(&at(box_.x0, y), box_.x1 - box_.x0, 1, radius, line);
    for (int64_t x = box_.x0; x < box_.x1; ++x) BoxFilter(&at(x, box_.y0), box_.y1 - box_.y0, width_, radius, line);
  }
}

}  // namespace duet::portraits
