#include "datasets/segmentation_networks/resampling.h"

#include <algorithm>
#include <vector>

namespace duet::segmentation {
namespace {

// Where a new pixel lies between the old pixels `low` and `high`.
struct Position {
  int64_t low, high;
  float weight;  // of `high`
};

std::vector<Position> PositionsOf(int64_t old_size, int64_t new_size) {
  std::vector<Position> positions(new_size);
  const float scale = static_cast<float>(old_size) / new_size;
  for (int64_t i = 0; i < new_size; ++i) {
    const float where = std::max((i + 0.5f) * scale - 0.5f, 0.0f);
    const int64_t low = std::min<int64_t>(where, old_size - 1);
    positions[i] = {low, std::min(low + 1, old_size - 1), where - low};
  }
  return positions;
}

}  // namespace

template <typename Scalar>
void ResizeBilinear(const Scalar* x, const Shape& from, const Shape& to, float* y) {
  const int64_t channels = from.channels, row_size = from.width * channels;
  const std::vector<Position> rows = PositionsOf(from.height, to.height), columns = PositionsOf(from.width, to.width);
  std::vector<float> row(row_size);
  for (const Position& r : rows) {
    const Scalar* const low = x + r.low * row_size;
    const Scalar* const high = x + r.high * row_size;
    for (int64_t i = 0; i < row_size; ++i) row[i] = (1 - r.weight) * low[i] + r.weight * high[i];
    for (const Position& c : columns) {
      const float* const left = &row[c.low * channels];
      const float* const right = &row[c.high * channels];
      for (int64_t i = 0; i < channels; ++i) y[i] = (1 - c.weight) * left[i] + c.weight * right[i];
      y += channels;
    }
  }
}

template void ResizeBilinear(const uint8_t* x, const Shape& from, const Shape& to, float* y);
template void ResizeBilinear(const float* x, const Shape& from, const Shape& to, float* y);

void DoubleNearest(const float* x, const Shape& from, float* y) {
  const int64_t channels = from.channels, new_row_size = 2 * from.width * channels;
  for (int64_t row = 0; row < from.height; ++row) {
    float* const first = y;
    for (int64_t column = 0; column < from.width; ++column, x += channels, y += 2 * channels) {
      std::copy(x, x + channels, y);
      std::copy(x, x + channels, y + channels);
    }
    y = std::copy(first, first + new_row_size, y);
  }
}

void SpreadPixels(const float* x, const Shape& from, float* y) {
  const int64_t pair = 2 * from.channels, new_row_size = from.width * pair;
  for (int64_t row = 0; row < from.height; ++row, y += 2 * new_row_size) {
    for (int64_t column = 0; column < from.width; ++column, x += 2 * pair) {
      std::copy(x, x + pair, y + column * pair);
      std::copy(x + pair, x + 2 * pair, y + new_row_size + column * pair);
    }
  }
}

void DepthwiseTransposed(const float* x, const Shape& from, const Shape& to, const float* weight, const float* bias,
                         float* y) {
  // y[i] = bias + sum of weight[k] x[j] over i = 2 j + k - 1: two k of one parity.
  const int64_t channels = from.channels;
  for (int64_t row = 0; row < to.height; ++row) {
    for (int64_t column = 0; column < to.width; ++column, y += channels) {
      std::copy(bias, bias + channels, y);
      for (int64_t ky = (row + 1) % 2; ky < 4; ky += 2) {
        const int64_t old_row = (row + 1 - ky) / 2;
        if (row + 1 < ky || old_row >= from.height) continue;
        for (int64_t kx = (column + 1) % 2; kx < 4; kx += 2) {
          const int64_t old_column = (column + 1 - kx) / 2;
          if (column + 1 < kx || old_column >= from.width) continue;
          const float* const old = x + (old_row * from.width + old_column) * channels;
          const float* const w = weight + (4 * ky + kx) * channels;
          for (int64_t i = 0; i < channels; ++i) y[i] += w[i] * old[i];
        }
      }
    }
  }
}

}  // namespace duet::segmentation
