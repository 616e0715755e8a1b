// Runs a network on one frame, fast, on one core.
//
//     frame (8-bit RGB) ─► resized, to [-1, 1] ─► layers ─► logits ─► resized to the frame ─► sigmoid ─► alpha
//
// LibTorch with oneDNN: channels-last, batch normalisation folded, rectifiers in place, each value freed after its last
// reader, so that the next finds its memory in the cache. Equal to TorchNetwork in evaluation mode to rounding.

#ifndef DATASETS_SEGMENTATION_NETWORKS_INFERENCE_H_
#define DATASETS_SEGMENTATION_NETWORKS_INFERENCE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/segmentation_networks/layers.h"
#include "datasets/segmentation_networks/weights.h"

namespace duet::segmentation {

class Inference {
 public:
  // InvalidArgument naming the layer whose weights have another size than it wants.
  static absl::StatusOr<Inference> Create(const LayerList& layers, const std::vector<LayerWeights>& weights);

  Inference(Inference&&) noexcept;
  Inference& operator=(Inference&&) noexcept;
  ~Inference();

  // rgb: [height][width][3] -> how much each pixel belongs to a person, [height][width], 0 to 1. Internal where
  // LibTorch throws; InvalidArgument for a frame that has another size than it says.
  absl::StatusOr<std::vector<float>> Segment(absl::Span<const uint8_t> rgb, int64_t width, int64_t height) const;

 private:
  struct State;
  explicit Inference(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_INFERENCE_H_
