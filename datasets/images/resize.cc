#include "datasets/images/resize.h"

#include <algorithm>
#include <cmath>

namespace duet::images {
namespace {

// The old values that one new value is made of.
struct Tap {
  int64_t first = 0;
  std::vector<float> weights;
};

std::vector<Tap> Taps(int64_t old_size, int64_t new_size) {
  const double ratio = static_cast<double>(old_size) / new_size;
  const double support = std::max(1.0, ratio);
  std::vector<Tap> taps(new_size);
  for (int64_t i = 0; i < new_size; ++i) {
    const double centre = (i + 0.5) * ratio - 0.5;
    const int64_t first = std::max<int64_t>(0, static_cast<int64_t>(std::floor(centre - support)) + 1);
    const int64_t last = std::min<int64_t>(old_size - 1, static_cast<int64_t>(std::ceil(centre + support)) - 1);
    double sum = 0;
    for (int64_t j = first; j <= last; ++j) sum += 1 - std::abs(j - centre) / support;
    taps[i].first = first;
    for (int64_t j = first; j <= last; ++j) taps[i].weights.push_back((1 - std::abs(j - centre) / support) / sum);
  }
  return taps;
}

// [from.height][from.width][channels] -> [to.height][to.width][channels].
template <typename T>
std::vector<float> ResizeChannels(const T* values, int64_t channels, PlaneSize from, PlaneSize to) {
  const std::vector<Tap> columns = Taps(from.width, to.width);
  std::vector<float> narrow(from.height * to.width * channels);
  for (int64_t y = 0; y < from.height; ++y) {
    const T* row = values + y * from.width * channels;
    float* out = &narrow[y * to.width * channels];
    for (const Tap& tap : columns) {
      for (int64_t c = 0; c < channels; ++c) {
        float sum = 0;
        const T* old_value = row + tap.first * channels + c;
        for (const float weight : tap.weights) {
          sum += weight * *old_value;
          old_value += channels;
        }
        *out++ = sum;
      }
    }
  }
  const std::vector<Tap> rows = Taps(from.height, to.height);
  const int64_t stride = to.width * channels;
  std::vector<float> resized(to.height * stride);
  for (int64_t y = 0; y < to.height; ++y) {
    float* out = &resized[y * stride];
    for (size_t k = 0; k < rows[y].weights.size(); ++k) {
      const float* in = &narrow[(rows[y].first + k) * stride];
      const float weight = rows[y].weights[k];
      for (int64_t i = 0; i < stride; ++i) out[i] += weight * in[i];
    }
  }
  return resized;
}

}  // namespace

Image Resize(const Image& image, int64_t width, int64_t height) {
  if (width == image.width && height == image.height) return image;
  const std::vector<float> values =
      ResizeChannels(image.pixels.data(), image.channels, {image.width, image.height}, {width, height});
  Image resized{width, height, image.channels, std::vector<uint8_t>(values.size())};
  std::transform(values.begin(), values.end(), resized.pixels.begin(),
                 [](float value) { return static_cast<uint8_t>(std::min(255.0f, value + 0.5f)); });
  return resized;
}

std::vector<float> ResizePlane(absl::Span<const float> plane, PlaneSize from, PlaneSize to) {
  if (from.width == to.width && from.height == to.height) return {plane.begin(), plane.end()};
  return ResizeChannels(plane.data(), /*channels=*/1, from, to);
}

}  // namespace duet::images
