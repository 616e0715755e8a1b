#include "asr/low_rank/latency_space.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "asr/features.h"
#include "asr/low_rank/counts.h"
#include "asr/low_rank/factored_layers.h"
#include "common/random.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

constexpr int64_t kUnits[] = {128, 256, 512};
constexpr absl::string_view kFractions[] = {"0.7", "0.5", "0.35", "0.25", "0.18", "0.13", "0.09"};
constexpr int64_t kNumFrames = 100;  // a second

std::vector<std::string> AllKeys() {
  std::vector<std::string> keys;
  for (const int64_t units : kUnits) {
    keys.push_back(absl::StrCat("3x", units, "_libtorch"));
    keys.push_back(absl::StrCat("3x", units, "_dense"));
    for (const absl::string_view how : {"apart", "stacked"}) {
      for (const absl::string_view fraction : kFractions) {
        keys.push_back(absl::StrCat("3x", units, "_", how, "_", fraction));
      }
    }
  }
  return keys;
}

class NetworkOnHost : public device_runner::HostNetwork {
 public:
  void SetInput(uint64_t seed, uint64_t index) override {
    RandomStream random(seed, "speech", index);
    features_ = at::empty({1, kNumFrames, kNumMelFilters});
    float* value = features_.data_ptr<float>();
    for (int64_t i = 0; i < features_.numel(); ++i) value[i] = static_cast<float>(random.Normal());
  }

 protected:
  torch::Tensor features_;
};

class FactoredNetwork : public NetworkOnHost {
 public:
  explicit FactoredNetwork(std::shared_ptr<RecurrentNetwork> network) : network_(std::move(network)) {
    network_->eval();
  }

  void Run() override {
    const c10::InferenceMode inference;
    (void)network_->forward(features_, num_frames_);
  }

 private:
  const std::shared_ptr<RecurrentNetwork> network_;
  const torch::Tensor num_frames_ = at::full({1}, kNumFrames, at::kLong);
};

// The same dense network, its layers by one call of LibTorch.
class LibTorchNetwork : public NetworkOnHost {
 public:
  explicit LibTorchNetwork(RecurrentNetwork& network) : options_(network.options()) {
    const c10::NoGradGuard no_gradients;
    for (int64_t i = 0; i < options_.num_layers; ++i) {
      FactoredLstm& layer = network.layer(i);
      for (const FactoredMatrix* matrix : {layer.input(), layer.recurrent()}) {
        weights_.push_back(matrix->Product().t().contiguous());
      }
      weights_.push_back(layer.bias().detach().clone());
      weights_.push_back(at::zeros_like(weights_.back()));
    }
    output_weight_ = network.output().Product().t().contiguous();
    output_bias_ = network.output_bias().detach().clone();
  }

  void Run() override {
    const c10::InferenceMode inference;
    const int64_t num_groups = kNumFrames / options_.num_stacked_frames;
    const torch::Tensor groups =
        features_.slice(1, 0, num_groups * options_.num_stacked_frames).reshape({num_groups, 1, -1});
    const torch::Tensor state = at::zeros({options_.num_layers, 1, options_.num_units});
    const torch::Tensor hidden =
        std::get<0>(at::lstm(groups, {state, state}, weights_, /*has_biases=*/true, options_.num_layers, /*dropout=*/0,
                             /*train=*/false, /*bidirectional=*/false, /*batch_first=*/false));
    (void)at::log_softmax(at::linear(hidden, output_weight_, output_bias_), /*dim=*/2);
  }

 private:
  const RecurrentNetworkOptions options_;
  std::vector<torch::Tensor> weights_;
  torch::Tensor output_weight_, output_bias_;
};

class Space : public device_runner::Space {
 public:
  std::string Name() const override { return "low_rank_lstm"; }
  std::string KeyColumn() const override { return "network"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return {{"networks", "three LSTM layers and a dense one of 49 outputs over groups of three frames; 1 s of speech"},
            {"precision", "float32"},
            {"batch_size", "1"}};
  }
  std::vector<std::string> Keys() const override { return AllKeys(); }
  absl::Status CheckKey(absl::string_view key) const override { return ParseLatencyKey(key).status(); }
  std::string ReferenceKey() const override { return "3x256_dense"; }

  absl::StatusOr<std::unique_ptr<device_runner::HostNetwork>> BuildOnHost(absl::string_view key,
                                                                          uint64_t seed) const override {
    ASSIGN_OR_RETURN(LatencyKey parsed, ParseLatencyKey(key));
    parsed.network.seed = seed;
    ASSIGN_OR_RETURN(std::shared_ptr<RecurrentNetwork> network, RecurrentNetwork::Create(parsed.network));
    if (parsed.is_libtorch) return std::make_unique<LibTorchNetwork>(*network);
    return std::make_unique<FactoredNetwork>(std::move(network));
  }
};

}  // namespace

absl::StatusOr<LatencyKey> ParseLatencyKey(absl::string_view key) {
  for (const std::string& known : AllKeys()) {
    if (known != key) continue;
    const std::vector<absl::string_view> parts = absl::StrSplit(key, '_');
    LatencyKey parsed;
    absl::string_view units = parts[0];
    double fraction = 1;
    if (!absl::ConsumePrefix(&units, "3x") || !absl::SimpleAtoi(units, &parsed.network.num_units)) break;
    if (parts.size() == 3 && !absl::SimpleAtod(parts[2], &fraction)) break;
    parsed.is_libtorch = parts[1] == "libtorch";
    parsed.network.stacks_matrices = parts[1] == "stacked";
    parsed.network.ranks = RanksAtFraction(MatricesOf(parsed.network), fraction);
    return parsed;
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", key, "\" is no network such as 3x256_apart_0.25"));
}

std::unique_ptr<device_runner::Space> LowRankLatencySpace() { return std::make_unique<Space>(); }

}  // namespace duet::asr
