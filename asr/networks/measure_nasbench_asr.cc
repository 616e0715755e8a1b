#include "asr/networks/measure_nasbench_asr.h"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "asr/features.h"
#include "asr/networks/nasbench_asr_network.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/fingerprint.h"

namespace duet::asr {
namespace {

// The network whose numbers are published in full.
constexpr absl::string_view kReferenceCell = "conv5:0|conv5:00|conv5:000";

class NetworkOnHost : public device_runner::HostNetwork {
 public:
  explicit NetworkOnHost(std::shared_ptr<NasBenchAsrNetwork> network) : network_(std::move(network)) {
    network_->eval();
  }

  void SetInput(uint64_t seed, uint64_t index) override {
    const int64_t num_frames = NumFrames(kSampleRateHz);
    features_ = at::empty({1, num_frames, kNumMelFilters});
    num_frames_ = at::full({1}, num_frames, at::kLong);
    RandomStream random(seed, "nasbench_asr input", index);
    float* values = features_.data_ptr<float>();
    for (int64_t i = 0; i < features_.numel(); ++i) values[i] = static_cast<float>(random.Normal());
  }

  void Run() override {
    const c10::InferenceMode inference;
    (void)network_->forward(features_, num_frames_);
  }

 private:
  const std::shared_ptr<NasBenchAsrNetwork> network_;
  at::Tensor features_, num_frames_;
};

class ModelSpace : public device_runner::Space {
 public:
  ModelSpace() {
    for (const nasbench_asr::Cell& cell : nasbench_asr::EnumerateModels()) keys_.push_back(KeyOf(cell));
    key_set_.insert(keys_.begin(), keys_.end());
  }

  std::string Name() const override { return "nasbench_asr"; }
  std::string KeyColumn() const override { return "cell"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return {{"networks", "NAS-Bench-ASR, full size, from log-mel features of 1 s of speech to log-probabilities"},
            {"precision", "float32"},
            {"batch_size", "1"}};
  }

  std::vector<std::string> Keys() const override { return keys_; }

  absl::Status CheckKey(absl::string_view key) const override {
    RETURN_IF_ERROR(nasbench_asr::ParseKey(key).status());
    if (key_set_.count(std::string(key)) > 0) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("cell \"", key, "\" is not the first encoding of its model in NAS-Bench-ASR"));
  }

  std::string ReferenceKey() const override { return std::string(kReferenceCell); }

  absl::StatusOr<std::unique_ptr<device_runner::HostNetwork>> BuildOnHost(absl::string_view key,
                                                                          uint64_t seed) const override {
    RETURN_IF_ERROR(CheckKey(key));
    NasBenchAsrNetworkOptions options;
    ASSIGN_OR_RETURN(options.cell, nasbench_asr::ParseKey(key));
    options.seed = seed;
    ASSIGN_OR_RETURN(auto network, NasBenchAsrNetwork::Create(options));
    return std::make_unique<NetworkOnHost>(std::move(network));
  }

 private:
  std::vector<std::string> keys_;
  std::set<std::string> key_set_;
};

}  // namespace

std::unique_ptr<device_runner::Space> NasBenchAsrSpace() { return std::make_unique<ModelSpace>(); }

}  // namespace duet::asr
