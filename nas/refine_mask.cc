#include "nas/refine_mask.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "nas/box_filter.h"

namespace duet::segmentation {
namespace {

constexpr double kGuideRadius = 0.03;     // of the height
constexpr float kGuideEpsilon = 0.0004f;  // (0.02)^2: what is less is noise
constexpr float kNobody = 0.2f, kSomebody = 0.8f;
constexpr int64_t kLeastShare = 5;   // a part stays from 1 / kLeastShare of the largest on
constexpr double kSoftReach = 0.04;  // of the height: how far soft edges go

std::vector<float> Luminance(const images::Image& rgb) {
  std::vector<float> luminance;
  for (size_t i = 0; i < rgb.pixels.size(); i += 3) {
    luminance.push_back((0.299f * rgb.pixels[i] + 0.587f * rgb.pixels[i + 1] + 0.114f * rgb.pixels[i + 2]) / 255);
  }
  return luminance;
}

void FilterGuided(const images::Image& rgb, std::vector<float>& alpha) {
  const std::vector<float> guide = Luminance(rgb);
  const int64_t radius = std::max<int64_t>(1, std::lround(kGuideRadius * rgb.height));
  std::vector<Quad> values(alpha.size());
  for (size_t i = 0; i < alpha.size(); ++i) {
    values[i] = {guide[i], alpha[i], guide[i] * guide[i], guide[i] * alpha[i]};
  }
  BoxFilter(rgb.width, rgb.height, radius, values);
  for (Quad& value : values) {
    const auto [mean_guide, mean_alpha, mean_square, mean_product] = value;
    const float a = (mean_product - mean_guide * mean_alpha) / (mean_square - mean_guide * mean_guide + kGuideEpsilon);
    value = {a, mean_alpha - a * mean_guide, 0, 0};
  }
  BoxFilter(rgb.width, rgb.height, radius, values);
  for (size_t i = 0; i < alpha.size(); ++i) alpha[i] = std::clamp(values[i][0] * guide[i] + values[i][1], 0.0f, 1.0f);
}

// Calls visit(index) for the up to 4 neighbours of a pixel.
template <typename Visit>
void ForNeighbours(int64_t at, int64_t width, int64_t count, Visit visit) {
  if (at % width > 0) visit(at - 1);
  if (at % width < width - 1) visit(at + 1);
  if (at >= width) visit(at - width);
  if (at + width < count) visit(at + width);
}

// The pixels of at least a half, as parts that hang together.
std::vector<std::vector<int64_t>> FindParts(const std::vector<float>& alpha, int64_t width) {
  const int64_t count = alpha.size();
  std::vector<bool> is_seen(count);
  std::vector<std::vector<int64_t>> parts;
  for (int64_t start = 0; start < count; ++start) {
    if (is_seen[start] || alpha[start] < 0.5f) continue;
    is_seen[start] = true;
    std::vector<int64_t> part = {start};
    for (size_t next = 0; next < part.size(); ++next) {
      ForNeighbours(part[next], width, count, [&](int64_t to) {
        if (is_seen[to] || alpha[to] < 0.5f) return;
        is_seen[to] = true;
        part.push_back(to);
      });
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

// Keeps the large parts and what is soft and at most `reach` pixels from them, by a breadth-first walk.
void KeepLargeParts(int64_t width, int64_t reach, std::vector<float>& alpha) {
  const int64_t count = alpha.size();
  const std::vector<std::vector<int64_t>> parts = FindParts(alpha, width);
  size_t largest = 0;
  for (const auto& part : parts) largest = std::max(largest, part.size());
  std::vector<float> kept(count);
  std::vector<int64_t> front;
  const auto keep = [&](int64_t at, std::vector<int64_t>& reached) {
    if (kept[at] > 0 || alpha[at] <= 0) return;
    kept[at] = alpha[at];
    reached.push_back(at);
  };
  for (const auto& part : parts) {
    if (part.size() * kLeastShare < largest) {
      for (const int64_t at : part) alpha[at] = 0;
      continue;
    }
    for (const int64_t at : part) keep(at, front);
  }
  for (int64_t step = 0; step < reach && !front.empty(); ++step) {
    std::vector<int64_t> reached;
    for (const int64_t at : front) ForNeighbours(at, width, count, [&](int64_t to) { keep(to, reached); });
    front = std::move(reached);
  }
  alpha = std::move(kept);
}

}  // namespace

std::vector<float> RefineMask(const images::Image& rgb, const std::vector<float>& alpha) {
  std::vector<float> refined = alpha;
  FilterGuided(rgb, refined);
  for (float& share : refined) {
    const float t = std::clamp((share - kNobody) / (kSomebody - kNobody), 0.0f, 1.0f);
    share = t * t * (3 - 2 * t);
  }
  KeepLargeParts(rgb.width, std::max<int64_t>(1, std::lround(kSoftReach * rgb.height)), refined);
  return refined;
}

}  // namespace duet::segmentation
