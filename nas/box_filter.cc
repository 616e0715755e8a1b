#include "nas/box_filter.h"

#include <algorithm>

namespace duet::segmentation {

void BoxFilter(int64_t width, int64_t height, int64_t radius, std::vector<Quad>& values) {
  if (radius < 1) return;
  const float scale = 1.0f / (2 * radius + 1);
  std::vector<Quad> line;
  const auto filter = [&](int64_t start, int64_t step, int64_t count) {
    line.clear();
    for (int64_t i = -radius; i < count + radius + 1; ++i) {
      line.push_back(values[start + std::clamp<int64_t>(i, 0, count - 1) * step]);
    }
    std::array<double, 4> sum{};
    for (int64_t i = 0; i < 2 * radius + 1; ++i) {
      for (int c = 0; c < 4; ++c) sum[c] += line[i][c];
    }
    for (int64_t i = 0; i < count; ++i) {
      for (int c = 0; c < 4; ++c) {
        values[start + i * step][c] = scale * sum[c];
        sum[c] += line[i + 2 * radius + 1][c] - line[i][c];
      }
    }
  };
  for (int64_t y = 0; y < height; ++y) filter(y * width, 1, width);
  for (int64_t x = 0; x < width; ++x) filter(x, width, height);
}

}  // namespace duet::segmentation
