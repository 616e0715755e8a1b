#include "nas/segmentation_space.h"

#include <algorithm>

#include "predictors/segmentation_encoder.h"

namespace duet::nas {

using segmentation::Network;
using segmentation::NetworkFromId;

Choices SegmentationSpace::ChoicesOf(int64_t index) const {
  const Network network = NetworkFromId(index);
  return Choices(network.choices.begin(), network.choices.end());
}

std::optional<int64_t> SegmentationSpace::IndexOf(const Choices& choices) const {
  Network network;
  if (choices.size() != network.choices.size()) return std::nullopt;
  for (size_t d = 0; d < choices.size(); ++d) {
    if (choices[d] < 0 || choices[d] >= segmentation::kNumOptions[d]) return std::nullopt;
  }
  std::copy(choices.begin(), choices.end(), network.choices.begin());
  return NetworkId(network);
}

std::string SegmentationSpace::NameOf(int64_t index) const { return ToString(NetworkFromId(index)); }

int64_t SegmentationSpace::num_labels() const { return predictors::kSegmentationNumLabels; }

predictors::Graph SegmentationSpace::GraphOf(int64_t index) const {
  return predictors::SegmentationGraph(NetworkFromId(index));
}

}  // namespace duet::nas
