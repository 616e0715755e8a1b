// Shapes as coverage: the share of each pixel that lies inside of a path, exactly, and what is made of it.
//
// An edge adds, in each row that it crosses, the area to its right to a buffer of differences; the running sum along
// the row is the coverage (the method of font rasterisers: Levien, font-rs, 2015). Paths may overlap themselves if they
// wind the same way round. Coordinates are pixels, x to the right, y down; the centre of the first pixel is (0.5, 0.5).

#ifndef DATASETS_PORTRAITS_RASTER_H_
#define DATASETS_PORTRAITS_RASTER_H_

#include <cstdint>
#include <vector>

namespace duet::portraits {

struct Point {
  float x = 0;
  float y = 0;
};

inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(float s, Point a) { return {s * a.x, s * a.y}; }

using Polygon = std::vector<Point>;  // closed: the last point joins the first

// Closed and open Catmull-Rom splines through `points`, as polygons and polylines of `steps` pieces a span.
Polygon ClosedSpline(const std::vector<Point>& points, int steps = 6);
Polygon OpenSpline(const std::vector<Point>& points, int steps = 6);

Polygon Ellipse(Point centre, float radius_x, float radius_y, float angle = 0);
Polygon Rectangle(Point low, Point high);
// The outline of a line through `points` whose half width at point i is `radii[i]` (or `radii[0]` everywhere), with
// round ends.
Polygon Stroke(const std::vector<Point>& points, const std::vector<float>& radii);

// Maps local coordinates to pixels: turn by `angle`, scale, move.
class Placement {
 public:
  Placement() : Placement({}, 1, 0) {}
  Placement(Point origin, float scale, float angle);

  float scale() const { return scale_; }
  Point operator()(Point point) const;
  Polygon operator()(Polygon polygon) const;
  Point Inverse(Point pixel) const;

 private:
  Point origin_;
  float scale_;
  float cosine_;
  float sine_;
};

// A rectangle of pixels, [x0, x1) x [y0, y1).
struct Box {
  int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  bool IsEmpty() const { return x0 >= x1 || y0 >= y1; }
};

// Coverage of a picture. Zero outside of `box`.
class Layer {
 public:
  Layer(int64_t width, int64_t height) : width_(width), height_(height), values_(width * height) {}

  int64_t width() const { return width_; }
  int64_t height() const { return height_; }
  const Box& box() const { return box_; }
  float at(int64_t x, int64_t y) const { return values_[y * width_ + x]; }
  float& at(int64_t x, int64_t y) { return values_[y * width_ + x]; }

  // Adds a polygon: c + p - c p, as for shapes that have nothing to do with each other. `opacity` 0 to 1.
  void Fill(const Polygon& polygon, float opacity = 1);
  // Keeps what is outside of a polygon, and inside of another layer.
  void Erase(const Polygon& polygon);
  void Intersect(const Layer& other);

  // Two box filters of half width `radius` pixels in each direction. The picture goes on at its border as it ends.
  void Blur(float radius);

 private:
  // Calls combine(value, coverage) for pixels that the polygon touches.
  template <typename Combine>
  void Rasterise(const Polygon& polygon, Combine combine);

  int64_t width_;
  int64_t height_;
  std::vector<float> values_;
  Box box_;
};

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_RASTER_H_
