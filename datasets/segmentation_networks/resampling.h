// What LibTorch does slowly with one channels-last picture: changes of resolution, as plain loops over channels that
// the compiler vectorises. Arrays are [height][width][channels].

#ifndef DATASETS_SEGMENTATION_NETWORKS_RESAMPLING_H_
#define DATASETS_SEGMENTATION_NETWORKS_RESAMPLING_H_

#include <cstdint>

#include "datasets/segmentation_networks/layers.h"

namespace duet::segmentation {

// Bilinear interpolation, corners not aligned: the new pixel i lies at (i + 1/2) old/new - 1/2, at least 0.
// y: of the size of `to`, whose channels are those of `from`. Scalar: uint8_t or float.
template <typename Scalar>
void ResizeBilinear(const Scalar* x, const Shape& from, const Shape& to, float* y);

// x: `from` -> y: twice the height and width.
void DoubleNearest(const float* x, const Shape& from, float* y);

// The second half of a 2x2 transposed convolution of stride 2, whose first is a product with each pixel:
// x: [h][w][2][2][c] -> y: [2h][2w][c]. `from` has c channels.
void SpreadPixels(const float* x, const Shape& from, float* y);

// Depthwise transposed convolution, kernel 4, stride 2, padding 1. weight: [4][4][c]; bias: [c]; y: of the size of
// `to`, at most twice that of `from`.
void DepthwiseTransposed(const float* x, const Shape& from, const Shape& to, const float* weight, const float* bias,
                         float* y);

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_RESAMPLING_H_
