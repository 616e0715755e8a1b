// Grey pictures of 8 bits, and the four things that Pathfinder's generator does with them.

#ifndef DATASETS_PATHFINDER_RASTER_H_
#define DATASETS_PATHFINDER_RASTER_H_

#include <cstdint>
#include <vector>

namespace duet::pathfinder {

struct Point {
  int64_t y = 0;
  int64_t x = 0;

  friend bool operator==(const Point& a, const Point& b) { return a.y == b.y && a.x == b.x; }
};

struct Raster {
  Raster(int64_t height, int64_t width) : height(height), width(width), pixels(height * width) {}

  bool Contains(Point point) const { return 0 <= point.y && point.y < height && 0 <= point.x && point.x < width; }
  uint8_t& at(Point point) { return pixels[point.y * width + point.x]; }
  uint8_t at(Point point) const { return pixels[point.y * width + point.x]; }

  int64_t height;
  int64_t width;
  std::vector<uint8_t> pixels;  // row by row
};

// Sets the pixels of a line from `from` to `to`, both in the raster, to 255: Bresenham's, one pixel wide. Of the two
// pixels where a line passes in the middle, the one ahead.
void DrawLine(Point from, Point to, Raster& raster);

// Sets the pixels at most `radius` away from `centre` to 255.
void DrawDisc(Point centre, double radius, Raster& raster);

// Each pixel p becomes the largest of `raster` at p + k - centre of the kernel, over the pixels k of `kernel` that are
// 255 (a mask is soft at its edge); what is outside of the raster does not count. Kernels have odd sizes.
Raster Dilate(const Raster& raster, const Raster& kernel);

// Makes the raster smaller, or keeps its size: rows, then columns, are averaged with the weights
//
//     sinc(t) sinc(t / 3),  |t| < 3,  t = (distance of centres) / (old size / new size),
//
// normalised to 1 and cut at the border; after each of the two passes, values are rounded and clipped to 8 bits, as
// Pillow's LANCZOS does with pictures of 8 bits.
Raster ResizeLanczos(const Raster& raster, int64_t height, int64_t width);

}  // namespace duet::pathfinder

#endif  // DATASETS_PATHFINDER_RASTER_H_
