// What the convolution engine computes, bit for bit, the obvious way.
//
//   acc[o, y, x] = bias[o] + sum over i, ky, kx of in[i, y + ky - p, x + kx - p] * weight[o, i, ky, kx]
//   out[o, y, x] = saturate(ReLU?(floor(acc / 2^shift + 1/2)))               p = 1 for 3x3, 0 for 1x1
//
// pixels, weights and results int8, biases and accumulators int32, which wraps around; zeros beyond the border.
// Pooling: out[c, y, x] = the maximum of the 3x3 pixels around, those beyond the border left out.

#ifndef HW_CONV_ENGINE_CONV_MODEL_H_
#define HW_CONV_ENGINE_CONV_MODEL_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::hw {

// What a layer works on.
struct LayerData {
  std::vector<int8_t> image;    // [C, H, W]
  std::vector<int8_t> weights;  // [C', C, k, k]; pooling: none
  std::vector<int32_t> biases;  // [C']; pooling: none
};

// Numbers of all sizes at random, the extreme ones among them.
LayerData RandomLayerData(const ConvLayer& layer, uint64_t seed);

// One accumulator to an activation.
int8_t Requantize(int32_t acc, int64_t shift, bool has_relu);

// `data` of the layer's shapes -> [C', H, W].
std::vector<int8_t> RunLayerModel(const ConvLayer& layer, const LayerData& data);

// Memory as the engine reads it, in words of 32 bits, plan.num_beats * pixels_per_beat of them; and the result in it.
std::vector<uint32_t> PackMemory(const ConvLayer& layer, const LayerData& data, const LayerPlan& plan,
                                 const ConvEngineParameters& parameters);
std::vector<int8_t> UnpackResult(const ConvLayer& layer, absl::Span<const uint32_t> memory, const LayerPlan& plan,
                                 const ConvEngineParameters& parameters);

}  // namespace duet::hw

#endif  // HW_CONV_ENGINE_CONV_MODEL_H_
