// What an accelerator executes at a time: a convolution, a pooling or a sum.

#ifndef CODESIGN_ACCELERATOR_LAYER_H_
#define CODESIGN_ACCELERATOR_LAYER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "datasets/nasbench101/network.h"

namespace duet::codesign {

enum class LayerKind { kConv, kMaxPool, kAvgPool, kAdd };

// [C, H, W] -> [C', H', W'], images square: H = W.
struct Layer {
  LayerKind kind = LayerKind::kConv;
  int64_t kernel_size = 1;
  int64_t stride = 1;
  int64_t num_input_channels = 1;
  int64_t input_size = 1;
  int64_t num_output_channels = 1;
  int64_t output_size = 1;
  int64_t num_groups = 1;  // of a convolution
  std::string name;
};

// Multiply-accumulates of a convolution; 0 of other layers.
int64_t NumMacs(const Layer& layer);

// The layer of a NAS-Bench-101 operation; nothing for what costs no time on the accelerator: concatenations and
// truncations, which are addresses, and the dense layer, which the processor runs.
std::optional<Layer> LayerOf(const nasbench101::Operation& operation);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_LAYER_H_
