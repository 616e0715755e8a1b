#include "datasets/portraits/statistics.h"

#include <algorithm>
#include <cmath>

namespace duet::portraits {

double PersonShare(const Frame& frame) {
  return static_cast<double>(std::count(frame.mask.begin(), frame.mask.end(), 1)) / frame.mask.size();
}

double SoftShare(const Frame& frame) {
  const auto num_soft =
      std::count_if(frame.alpha.begin(), frame.alpha.end(), [](uint8_t a) { return a > 0 && a < 255; });
  return static_cast<double>(num_soft) / frame.alpha.size();
}

std::vector<double> EdgeContrasts(const Frame& frame, int64_t reach) {
  const int64_t width = frame.image.width, height = frame.image.height;
  std::vector<double> contrasts;
  // An edge between pixel (x, y) and its neighbour at (x + dx, y + dy).
  const auto visit = [&](int64_t x, int64_t y, int64_t dx, int64_t dy) {
    const int64_t x1 = x - (reach - 1) * dx, y1 = y - (reach - 1) * dy, x2 = x + reach * dx, y2 = y + reach * dy;
    if (x1 < 0 || y1 < 0 || x2 >= width || y2 >= height) return;
    if (frame.mask[y * width + x] == frame.mask[(y + dy) * width + x + dx]) return;
    double sum = 0;
    for (int64_t c = 0; c < 3; ++c) {
      const double difference =
          frame.image.pixels[(y1 * width + x1) * 3 + c] - frame.image.pixels[(y2 * width + x2) * 3 + c];
      sum += difference * difference;
    }
    contrasts.push_back(std::sqrt(sum / 3));
  };
  for (int64_t y = 0; y < height; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      if (x + 1 < width) visit(x, y, 1, 0);
      if (y + 1 < height) visit(x, y, 0, 1);
    }
  }
  return contrasts;
}

double MeanIouPct(absl::Span<const std::vector<uint8_t>> predicted, absl::Span<const std::vector<uint8_t>> truth) {
  double sum = 0;
  for (const uint8_t value : {0, 1}) {
    int64_t num_both = 0, num_either = 0;
    for (size_t i = 0; i < truth.size(); ++i) {
      for (size_t k = 0; k < truth[i].size(); ++k) {
        const bool a = predicted[i][k] == value, b = truth[i][k] == value;
        num_both += a && b;
        num_either += a || b;
      }
    }
    sum += num_either > 0 ? static_cast<double>(num_both) / num_either : 1;
  }
  return 50 * sum;
}

std::vector<uint8_t> UsualMask(absl::Span<const Frame> frames) {
  if (frames.empty()) return {};
  std::vector<int64_t> counts(frames[0].mask.size());
  for (const Frame& frame : frames) {
    for (size_t k = 0; k < counts.size(); ++k) counts[k] += frame.mask[k];
  }
  std::vector<uint8_t> mask;
  for (const int64_t count : counts) mask.push_back(2 * count >= static_cast<int64_t>(frames.size()));
  return mask;
}

}  // namespace duet::portraits
