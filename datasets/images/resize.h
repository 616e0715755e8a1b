// Resizing with a triangle filter: each new value is a weighted mean of the old ones,
//
//     w(d) ~ max(0, 1 - |d| / s),   d the distance of the centres in old pixels, s = max(1, old size / new size),
//
// first along rows, then along columns; weights are cut at the border and normalised. Larger, that is bilinear
// interpolation; smaller, an average over the area that a new pixel covers, so that nothing flickers.

#ifndef DATASETS_IMAGES_RESIZE_H_
#define DATASETS_IMAGES_RESIZE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "datasets/images/image.h"

namespace duet::images {

// `width` and `height` at least 1.
Image Resize(const Image& image, int64_t width, int64_t height);

struct PlaneSize {
  int64_t width;
  int64_t height;
};

// A plane of numbers: [from.height][from.width] -> [to.height][to.width].
std::vector<float> ResizePlane(absl::Span<const float> plane, PlaneSize from, PlaneSize to);

}  // namespace duet::images

#endif  // DATASETS_IMAGES_RESIZE_H_
