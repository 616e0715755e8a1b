#include "datasets/pathfinder/raster.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

namespace duet::pathfinder {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kSupport = 3;

double Sinc(double t) { return t == 0 ? 1 : std::sin(kPi * t) / (kPi * t); }

double Lanczos(double t) { return std::abs(t) < kSupport ? Sinc(t) * Sinc(t / kSupport) : 0; }

// What one new pixel is made of: weights of the old ones from `first` on.
struct Weights {
  int64_t first = 0;
  std::vector<double> weights;
};

std::vector<Weights> ResizeWeights(int64_t old_size, int64_t new_size) {
  const double scale = static_cast<double>(old_size) / new_size;
  std::vector<Weights> result(new_size);
  for (int64_t i = 0; i < new_size; ++i) {
    const double centre = (i + 0.5) * scale;
    const int64_t first = std::max<int64_t>(0, static_cast<int64_t>(centre - kSupport * scale + 0.5));
    const int64_t end = std::min(old_size, static_cast<int64_t>(centre + kSupport * scale + 0.5));
    result[i].first = first;
    double sum = 0;
    for (int64_t j = first; j < end; ++j) {
      result[i].weights.push_back(Lanczos((j + 0.5 - centre) / scale));
      sum += result[i].weights.back();
    }
    for (double& weight : result[i].weights) weight /= sum;
  }
  return result;
}

// The transpose of `raster` with its rows resized to `width`.
Raster ResizeRows(const Raster& raster, int64_t width) {
  const std::vector<Weights> weights = ResizeWeights(raster.width, width);
  Raster result(width, raster.height);
  for (int64_t y = 0; y < raster.height; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      double sum = 0;
      for (size_t j = 0; j < weights[x].weights.size(); ++j) {
        sum += weights[x].weights[j] * raster.at({y, weights[x].first + static_cast<int64_t>(j)});
      }
      result.at({x, y}) = static_cast<uint8_t>(std::clamp(std::floor(sum + 0.5), 0.0, 255.0));
    }
  }
  return result;
}

}  // namespace

void DrawLine(Point from, Point to, Raster& raster) {
  assert(raster.Contains(from) && raster.Contains(to));
  const int64_t height = std::abs(to.y - from.y);
  const int64_t width = std::abs(to.x - from.x);
  const int64_t step_y = to.y < from.y ? -1 : 1;
  const int64_t step_x = to.x < from.x ? -1 : 1;
  const int64_t num_steps = std::max(height, width);
  // Twice the distance that the line is ahead of the pixel, minus num_steps, along the shorter side.
  int64_t error = 2 * std::min(height, width) - num_steps;
  Point point = from;
  for (int64_t i = 0; i < num_steps; ++i) {
    raster.at(point) = 255;
    if (error >= 0) {
      (width > height ? point.y : point.x) += width > height ? step_y : step_x;
      error -= 2 * num_steps;
    }
    error += 2 * std::min(height, width);
    (width > height ? point.x : point.y) += width > height ? step_x : step_y;
  }
  raster.at(to) = 255;
}

void DrawDisc(Point centre, double radius, Raster& raster) {
  for (int64_t y = 0; y < raster.height; ++y) {
    for (int64_t x = 0; x < raster.width; ++x) {
      const double squared_distance = (y - centre.y) * (y - centre.y) + (x - centre.x) * (x - centre.x);
      if (squared_distance <= radius * radius) raster.at({y, x}) = 255;
    }
  }
}

Raster Dilate(const Raster& raster, const Raster& kernel) {
  assert(kernel.height % 2 == 1 && kernel.width % 2 == 1);
  std::vector<Point> offsets;
  for (int64_t y = 0; y < kernel.height; ++y) {
    for (int64_t x = 0; x < kernel.width; ++x) {
      if (kernel.at({y, x}) == 255) offsets.push_back({y - kernel.height / 2, x - kernel.width / 2});
    }
  }
  Raster result(raster.height, raster.width);
  for (const Point offset : offsets) {
    const int64_t end_y = std::min(raster.height, raster.height - offset.y);
    const int64_t end_x = std::min(raster.width, raster.width - offset.x);
    for (int64_t y = std::max<int64_t>(0, -offset.y); y < end_y; ++y) {
      uint8_t* const to = &result.pixels[y * raster.width];
      const uint8_t* const from = &raster.pixels[(y + offset.y) * raster.width];
      for (int64_t x = std::max<int64_t>(0, -offset.x); x < end_x; ++x) to[x] = std::max(to[x], from[x + offset.x]);
    }
  }
  return result;
}

Raster ResizeLanczos(const Raster& raster, int64_t height, int64_t width) {
  assert(0 < height && height <= raster.height && 0 < width && width <= raster.width);
  return ResizeRows(ResizeRows(raster, width), height);
}

}  // namespace duet::pathfinder
