// Trains a segmentation network.
//
//     loss = cross-entropy(logits, mask) + boundary_weight * focal(boundary, edge of the mask)
//
// The cross-entropy is at the resolution of the logits, against the share of each of their pixels that is person. The
// second term is PortraitNet's auxiliary loss (Zhang et al. 2019; weight 0.1, focal exponent 2 [recalled]) on a head
// that inference does without. AdamW, one cycle: the rate rises linearly over the first tenth of the steps and falls as
// a cosine. Frames are mirrored at random, and their brightness and contrast vary.
// Not here: PortraitNet's second auxiliary loss (consistency of an image and its disturbed copy).
//
// A result is a function of (network, frames, options) on one processor; LibTorch runs on one thread.

#ifndef NAS_SEGMENTATION_TRAIN_H_
#define NAS_SEGMENTATION_TRAIN_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/portraits/portraits.h"
#include "datasets/segmentation_networks/layers.h"
#include "datasets/segmentation_networks/weights.h"

namespace duet::segmentation {

struct TrainOptions {
  int64_t num_epochs = 10;
  int64_t batch_size = 8;
  double learning_rate = 0.01;  // at its highest
  double weight_decay = 1e-3;
  double boundary_weight = 0;  // 0: no boundary head
  uint64_t seed = 0;           // of weights, order and disturbances
  std::function<void()> on_step = nullptr;
};

struct TrainedWeights {
  std::vector<LayerWeights> weights;  // for Inference
  std::vector<double> losses;         // mean of each epoch
};

// Steps of a training: the last batch of an epoch is left out if it is not full.
int64_t NumSteps(const TrainOptions& options, int64_t num_frames);

// InvalidArgument for fewer frames than a batch, or frames of different sizes; Internal where LibTorch throws or the
// loss is not finite.
absl::StatusOr<TrainedWeights> Train(const LayerList& layers, absl::Span<const portraits::Frame> frames,
                                     const TrainOptions& options);

// Mean over person and background of the intersection over union of all pixels of all frames, in percent; a pixel is
// person from alpha = 1/2 on.
absl::StatusOr<double> MeanIouPct(const LayerList& layers, const std::vector<LayerWeights>& weights,
                                  absl::Span<const portraits::Frame> frames);

}  // namespace duet::segmentation

#endif  // NAS_SEGMENTATION_TRAIN_H_
