// The mean over a square window around each pixel, of four numbers a pixel at once.

#ifndef NAS_BOX_FILTER_H_
#define NAS_BOX_FILTER_H_

#include <array>
#include <cstdint>
#include <vector>

namespace duet::segmentation {

using Quad = std::array<float, 4>;

// values: [height][width]. The window is 2 radius + 1 wide and high; the picture goes on at its border as it ends.
void BoxFilter(int64_t width, int64_t height, int64_t radius, std::vector<Quad>& values);

}  // namespace duet::segmentation

#endif  // NAS_BOX_FILTER_H_
