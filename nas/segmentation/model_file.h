// A trained segmentation network in a file, ready to run.
//
//     ASSIGN_OR_RETURN(const SegmentationModel model, SegmentationModel::Read("default_model.binpb"));
//     ASSIGN_OR_RETURN(const std::vector<float> alpha, model.Segment(frame));
//
// The file (model.proto) has the network's name, which says its layers, its weights with batch normalisation folded in,
// in half precision, and where they come from.

#ifndef NAS_SEGMENTATION_MODEL_FILE_H_
#define NAS_SEGMENTATION_MODEL_FILE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/images/image.h"
#include "datasets/segmentation_networks/inference.h"
#include "datasets/segmentation_networks/weights.h"

namespace duet::segmentation {

// (name, value), in order: how the network was found, what it was trained on, its accuracy.
using ModelProvenance = std::vector<std::pair<std::string, std::string>>;

class SegmentationModel {
 public:
  // NotFound without the file; InvalidArgument with the path for bytes that are no model, another version, or weights
  // that are not those of the network.
  static absl::StatusOr<SegmentationModel> Read(absl::string_view path);

  // The share of each pixel that is person, [height][width], 0 to 1. `rgb` has 3 channels, and any size: one more than
  // twice that of the network's input is made smaller by averaging. InvalidArgument for another image.
  absl::StatusOr<std::vector<float>> Segment(const images::Image& rgb) const;

  const std::string& network() const { return network_; }
  const ModelProvenance& provenance() const { return provenance_; }

 private:
  SegmentationModel(std::string network, Resolution resolution, ModelProvenance provenance, Inference inference)
      : network_(std::move(network)),
        resolution_(resolution),
        provenance_(std::move(provenance)),
        inference_(std::move(inference)) {}

  std::string network_;
  Resolution resolution_;  // of its input
  ModelProvenance provenance_;
  Inference inference_;
};

// `network` as LayersByName knows it, `weights` of its layers. InvalidArgument where they do not fit or a weight is
// beyond half precision; else the errors of writing. Equal arguments give equal bytes.
absl::Status WriteModel(absl::string_view path, absl::string_view network, const std::vector<LayerWeights>& weights,
                        const ModelProvenance& provenance);

}  // namespace duet::segmentation

#endif  // NAS_SEGMENTATION_MODEL_FILE_H_
