#include "datasets/segmentation_networks/measure_space.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/segmentation_networks/inference.h"
#include "datasets/segmentation_networks/layers.h"
#include "datasets/segmentation_networks/weights.h"

namespace duet::segmentation {
namespace {

using ::duet::device_runner::HostNetwork;

// Near the middle of the latencies of the space.
constexpr absl::string_view kReferenceNetwork = "192x112-s12-k3e4w16d2-k5e4w24d2-k3e4w48d2-bilinear16-add";

class NetworkOnHost : public HostNetwork {
 public:
  explicit NetworkOnHost(Inference inference) : inference_(std::move(inference)) {}

  void SetInput(uint64_t seed, uint64_t index) override {
    RandomStream random(seed, "segmentation frame", index);
    frame_.resize(3 * kFrame.width * kFrame.height);
    for (uint8_t& value : frame_) value = random.UniformInt(256);
  }
  void Run() override {
    const auto alpha = inference_.Segment(frame_, kFrame.width, kFrame.height);
    if (!alpha.ok()) throw std::runtime_error(alpha.status().ToString());
  }

 private:
  const Inference inference_;
  std::vector<uint8_t> frame_;
};

class NetworkSpace : public device_runner::Space {
 public:
  std::string Name() const override { return "segmentation"; }
  std::string KeyColumn() const override { return "network"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return {{"networks", absl::StrCat("segmentation of one ", kFrame.width, "x", kFrame.height,
                                      " RGB frame, resizing included; batch normalisation folded; channels-last")},
            {"precision", "float32"},
            {"batch_size", "1"}};
  }

  std::vector<std::string> Keys() const override { return {}; }
  std::string RandomKey(RandomStream& random) const override {
    return ToString(NetworkFromId(random.UniformInt(kNumNetworks)));
  }
  absl::Status CheckKey(absl::string_view key) const override { return LayersByName(key).status(); }
  std::string ReferenceKey() const override { return std::string(kReferenceNetwork); }

  absl::StatusOr<std::unique_ptr<HostNetwork>> BuildOnHost(absl::string_view key, uint64_t seed) const override {
    ASSIGN_OR_RETURN(const LayerList layers, LayersByName(key));
    ASSIGN_OR_RETURN(Inference inference, Inference::Create(layers, RandomWeights(layers, seed)));
    return std::make_unique<NetworkOnHost>(std::move(inference));
  }
};

}  // namespace

std::unique_ptr<device_runner::Space> SegmentationSpace() { return std::make_unique<NetworkSpace>(); }

}  // namespace duet::segmentation
