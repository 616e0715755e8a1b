// A segmentation network as the list of layers that one inference runs, and what they cost. Training, inference and
// counts read this list alone, so a network of another shape is another list: the baseline is one.
//
// Parameters are weights, and of each output channel a bias, or a scale and a shift of batch normalisation. Multiply-
// accumulates are those of convolutions as trained (batch normalisation is folded into weights before inference):
//     convolution             k^2 c_in c_out h_out w_out
//     depthwise               k^2 c h_out w_out
//     transposed              k^2 c_in c_out h_in w_in
//     depthwise transposed    k^2 c h_in w_in

#ifndef DATASETS_SEGMENTATION_NETWORKS_LAYERS_H_
#define DATASETS_SEGMENTATION_NETWORKS_LAYERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/segmentation_networks/network.h"

namespace duet::segmentation {

enum class LayerKind {
  kConvolution,          // padding (k - 1)/2
  kDepthwise,            // padding (k - 1)/2
  kTransposed,           // kernel and stride 2
  kDepthwiseTransposed,  // kernel 4, stride 2, padding 1
  kNearest,              // doubles the resolution
  kBilinear,             // doubles the resolution; corners not aligned
  kAdd,
  kConcat,
};

struct Shape {
  int64_t channels, height, width;

  friend bool operator==(const Shape& a, const Shape& b) {
    return a.channels == b.channels && a.height == b.height && a.width == b.width;
  }
};

struct Layer {
  LayerKind kind;
  std::vector<int64_t> inputs;  // values: 0 the image, i + 1 the output of layer i
  Shape input, output;          // `input`: of the first. An output may be cut at the right and the bottom.
  int64_t kernel = 1, stride = 1;
  bool has_batch_norm = false;  // else a bias, where there are weights
  bool has_relu = false;
};

struct LayerList {
  Shape image;  // 3 channels
  std::vector<Layer> layers;
  const Shape& ShapeOf(int64_t value) const { return value == 0 ? image : layers[value - 1].output; }
};

bool HasWeights(LayerKind kind);

LayerList LayersOf(const Network& network);

// PortraitNet as a baseline: MobileNetV2 (all 17 blocks, to 1/32), then five times a residual block of two depthwise
// separable convolutions, a depthwise transposed convolution, and the sum with the encoder; logits at the full
// resolution. Channels of the encoder and the decoder are `width_pct` percent, in multiples of 8, at least 8.
// Source: PortraitNet, Zhang et al. 2019 [recalled: layer by layer from memory of the released code]; differs: one
// logit in place of two.
LayerList PortraitNetLayers(const Resolution& resolution, int64_t width_pct);

// The layers of a network by name: the space's notation, or "portraitnet<width_pct>-<width>x<height>" such as
// "portraitnet50-256x144". InvalidArgument for another name.
absl::StatusOr<LayerList> LayersByName(absl::string_view name);

int64_t NumParameters(const Layer& layer);
int64_t NumMacs(const Layer& layer);
int64_t NumParameters(const LayerList& list);
int64_t NumMacs(const LayerList& list);

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_LAYERS_H_
