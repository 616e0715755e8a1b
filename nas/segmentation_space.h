// Segmentation networks as a search space: datasets/segmentation_networks/network.h. The decisions are those of the
// space; lists of choices that differ where a choice has no effect denote one network.

#ifndef NAS_SEGMENTATION_SPACE_H_
#define NAS_SEGMENTATION_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/types/span.h"
#include "datasets/segmentation_networks/network.h"
#include "nas/search_space.h"

namespace duet::nas {

class SegmentationSpace : public SearchSpace {
 public:
  std::string name() const override { return "segmentation"; }
  int64_t size() const override { return segmentation::kNumNetworks; }
  absl::Span<const int64_t> num_choices() const override { return segmentation::kNumOptions; }
  Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const Choices& choices) const override;
  std::string NameOf(int64_t index) const override;
  int64_t num_labels() const override;
  predictors::Graph GraphOf(int64_t index) const override;
};

}  // namespace duet::nas

#endif  // NAS_SEGMENTATION_SPACE_H_
