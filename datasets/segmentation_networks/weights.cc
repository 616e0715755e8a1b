#include "datasets/segmentation_networks/weights.h"

#include <cmath>

#include "common/random.h"

namespace duet::segmentation {
namespace {

// Inputs that one output is the sum of.
int64_t FanIn(const Layer& layer) {
  const int64_t area = layer.kernel * layer.kernel;
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return area * layer.input.channels;
    case LayerKind::kTransposed:
      return layer.input.channels;
    case LayerKind::kDepthwiseTransposed:
      return area / 4;
    default:
      return area;
  }
}

}  // namespace

WeightSizes SizesOf(const Layer& layer) {
  if (!HasWeights(layer.kind)) return {0, 0};
  const int64_t bias = layer.output.channels;
  return {NumParameters(layer) - (layer.has_batch_norm ? 2 : 1) * bias, bias};
}

std::vector<LayerWeights> RandomWeights(const LayerList& list, uint64_t seed) {
  std::vector<LayerWeights> weights(list.layers.size());
  for (size_t i = 0; i < list.layers.size(); ++i) {
    const Layer& layer = list.layers[i];
    const WeightSizes sizes = SizesOf(layer);
    if (sizes.weight == 0) continue;
    RandomStream random(seed, "segmentation weights", i);
    const double deviation = std::sqrt((layer.has_relu ? 2.0 : 1.0) / FanIn(layer));
    weights[i].weight.resize(sizes.weight);
    for (float& weight : weights[i].weight) weight = deviation * random.Normal();
    weights[i].bias.assign(sizes.bias, 0.0f);
  }
  return weights;
}

}  // namespace duet::segmentation
