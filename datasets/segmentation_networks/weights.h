// The numbers of a network that is ready to run.

#ifndef DATASETS_SEGMENTATION_NETWORKS_WEIGHTS_H_
#define DATASETS_SEGMENTATION_NETWORKS_WEIGHTS_H_

#include <cstdint>
#include <vector>

#include "datasets/segmentation_networks/layers.h"

namespace duet::segmentation {

// Of one layer, batch normalisation folded in. Empty for layers without weights.
struct LayerWeights {
  std::vector<float> weight;  // [c_out, c_in, k, k]; transposed [c_in, c_out, k, k]; depthwise [c, 1, k, k]
  std::vector<float> bias;    // [c_out]
};

// How long the two are: {weight, bias}, 0 for layers without weights.
struct WeightSizes {
  int64_t weight, bias;
};
WeightSizes SizesOf(const Layer& layer);

// He-normal weights and zero biases, a function of `seed` and the layer's position.
std::vector<LayerWeights> RandomWeights(const LayerList& list, uint64_t seed);

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_WEIGHTS_H_
