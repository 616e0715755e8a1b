#include "hw/top/random_blocks.h"

#include <cmath>

#include "common/random.h"

namespace duet::hw {
namespace {

Half Draw(RandomStream& random, double mean, double deviation) {
  return FromDouble(mean + deviation * random.Normal());
}

LayerNormWeights RandomNorm(int64_t width, RandomStream& random) {
  LayerNormWeights norm;
  for (int64_t i = 0; i < width; ++i) {
    norm.gamma.push_back(Draw(random, 1, 0.2));
    norm.beta.push_back(Draw(random, 0, 0.2));
  }
  return norm;
}

ButterflyLayerWeights RandomLayer(int64_t in, int64_t out, RandomStream& random) {
  ButterflyLayerWeights layer;
  layer.in_features = in;
  layer.out_features = out;
  ButterflyMatrix matrix;
  while (matrix.size() < in) ++matrix.log2_size;
  for (int64_t i = 0; i < out; i += matrix.size()) {
    matrix.weights.clear();
    for (int64_t pair = 0; pair < matrix.log2_size * matrix.size() / 2; ++pair) {
      UnitWeights w;
      for (Half* half : {&w.w1, &w.w2, &w.w3, &w.w4}) *half = Draw(random, 0, std::sqrt(0.5));
      matrix.weights.push_back(w);
    }
    layer.stacks.push_back(matrix);
  }
  for (int64_t i = 0; i < out; ++i) layer.bias.push_back(Draw(random, 0, 0.2));
  return layer;
}

FeedForwardWeights RandomFeedForward(const BlockSizes& sizes, RandomStream& random) {
  return {RandomNorm(sizes.width, random), RandomLayer(sizes.width, sizes.hidden, random),
          RandomLayer(sizes.hidden, sizes.width, random)};
}

}  // namespace

FbflyWeights RandomFbfly(const BlockSizes& sizes, uint64_t seed) {
  RandomStream random(seed, "fbfly");
  return {RandomNorm(sizes.width, random), RandomFeedForward(sizes, random)};
}

AbflyWeights RandomAbfly(const BlockSizes& sizes, uint64_t seed) {
  RandomStream random(seed, "abfly");
  AbflyWeights weights;
  weights.norm = RandomNorm(sizes.width, random);
  for (ButterflyLayerWeights* layer : {&weights.query, &weights.key, &weights.value, &weights.output}) {
    *layer = RandomLayer(sizes.width, sizes.width, random);
  }
  weights.num_heads = sizes.num_heads;
  weights.feed_forward = RandomFeedForward(sizes, random);
  return weights;
}

std::vector<Half> RandomInput(const BlockSizes& sizes, uint64_t seed) {
  RandomStream random(seed, "input");
  std::vector<Half> x;
  for (int64_t i = 0; i < sizes.num_rows * sizes.width; ++i) x.push_back(Draw(random, 0, 1));
  return x;
}

}  // namespace duet::hw
