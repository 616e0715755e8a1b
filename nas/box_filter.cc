#include "nas/box_filter.h"

#include <algorithm>

namespace duet::segmentation {
namespace {

using Sum = std::array<double, 4>;

void Add(const Quad& value, Sum& sum) {
  for (int c = 0; c < 4; ++c) sum[c] += value[c];
}

void Subtract(const Quad& value, Sum& sum) {
  for (int c = 0; c < 4; ++c) sum[c] -= value[c];
}

void Store(const Sum& sum, double scale, Quad& value) {
  for (int c = 0; c < 4; ++c) value[c] = static_cast<float>(scale * sum[c]);
}

}  // namespace

void BoxFilter(int64_t width, int64_t height, int64_t radius, std::vector<Quad>& values) {
  if (radius < 1) return;
  const double scale = 1.0 / (2 * radius + 1);
  std::vector<Quad> line(width);
  for (int64_t y = 0; y < height; ++y) {
    Quad* row = &values[y * width];
    std::copy(row, row + width, line.begin());
    const auto at = [&](int64_t x) -> const Quad& { return line[std::clamp<int64_t>(x, 0, width - 1)]; };
    Sum sum{};
    for (int64_t x = -radius; x <= radius; ++x) Add(at(x), sum);
    for (int64_t x = 0; x < width; ++x) {
      Store(sum, scale, row[x]);
      Add(at(x + radius + 1), sum);
      Subtract(at(x - radius), sum);
    }
  }
  // All columns at once, row by row, as they lie in memory.
  const std::vector<Quad> rows = values;
  const auto row_at = [&](int64_t y) { return &rows[std::clamp<int64_t>(y, 0, height - 1) * width]; };
  std::vector<Sum> sums(width, Sum{});
  for (int64_t y = -radius; y <= radius; ++y) {
    for (int64_t x = 0; x < width; ++x) Add(row_at(y)[x], sums[x]);
  }
  for (int64_t y = 0; y < height; ++y) {
    const Quad* next = row_at(y + radius + 1);
    const Quad* last = row_at(y - radius);
    for (int64_t x = 0; x < width; ++x) {
      Store(sums[x], scale, values[y * width + x]);
      Add(next[x], sums[x]);
      Subtract(last[x], sums[x]);
    }
  }
}

}  // namespace duet::segmentation
