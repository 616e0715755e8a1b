#include "datasets/latbench/measure_nasbench201.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/network.h"
#include "datasets/nasbench201/operations.h"
#include "torch/torch.h"

namespace duet::latbench {
namespace {

using ::duet::device_runner::HostNetwork;
using ::duet::device_runner::Space;
using ::duet::nasbench201::Cell;
using ::duet::nasbench201::Layer;
using ::duet::nasbench201::Network;
using ::duet::nasbench201::Operation;

// The residual block of a ResNet, around the middle of the latencies of the space.
constexpr absl::string_view kReferenceCell =
    "|nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|skip_connect~0|none~1|skip_connect~2|";
constexpr absl::string_view kReferenceOperation = "conv3x3_relu_32x16x16_to_32x16x16";

class NetworkOnHost : public HostNetwork {
 public:
  NetworkOnHost(Network network, const Operation& first) : network_(std::move(network)), first_(first) {}

  void SetInput(uint64_t seed, uint64_t index) override { input_ = RandomInput(first_, seed, index); }
  void Run() override { (void)network_.Forward(input_); }

 private:
  const Network network_;
  const Operation first_;
  at::Tensor input_;
};

class OperationOnHost : public HostNetwork {
 public:
  OperationOnHost(const Operation& operation, uint64_t seed) : operation_(operation), layer_(operation, seed, 0) {}

  void SetInput(uint64_t seed, uint64_t index) override { input_ = RandomInput(operation_, seed, index); }
  void Run() override {
    const c10::InferenceMode inference;
    (void)layer_.Forward(input_);
  }

 private:
  const Operation operation_;
  const Layer layer_;
  at::Tensor input_;
};

std::vector<std::pair<std::string, std::string>> ProvenanceOf(absl::string_view networks) {
  return {{"networks", std::string(networks)}, {"precision", "float32"}, {"batch_size", "1"}};
}

class OperationSpace : public Space {
 public:
  std::string Name() const override { return "nasbench201_operations"; }
  std::string KeyColumn() const override { return "operation"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return ProvenanceOf("operations of LatBench's NAS-Bench-201 networks, each alone; channels-last");
  }

  std::vector<std::string> Keys() const override {
    std::vector<std::string> keys;
    for (const Operation& operation : operations_) keys.push_back(Key(operation));
    return keys;
  }

  absl::Status CheckKey(absl::string_view key) const override { return Find(key).status(); }
  std::string ReferenceKey() const override { return std::string(kReferenceOperation); }

  absl::StatusOr<std::unique_ptr<HostNetwork>> BuildOnHost(absl::string_view key, uint64_t seed) const override {
    ASSIGN_OR_RETURN(const Operation operation, Find(key));
    return std::make_unique<OperationOnHost>(operation, seed);
  }

 private:
  absl::StatusOr<Operation> Find(absl::string_view key) const {
    for (const Operation& operation : operations_) {
      if (Key(operation) == key) return operation;
    }
    return absl::InvalidArgumentError(absl::StrCat("\"", key, "\" is no operation of NAS-Bench-201's networks"));
  }

  const std::vector<Operation> operations_ = nasbench201::AllOperations();
};

class CellSpace : public Space {
 public:
  std::string Name() const override { return "nasbench201"; }
  std::string KeyColumn() const override { return "arch"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return ProvenanceOf(
        "LatBench's form of NAS-Bench-201: 3x32x32 images, 100 classes, no batch normalisation; channels-last");
  }

  std::vector<std::string> Keys() const override {
    std::vector<std::string> keys;
    for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
      const Cell cell = nasbench201::CellFromId(id);
      if (HasPath(cell)) keys.push_back(ToString(cell));
    }
    return keys;
  }

  absl::Status CheckKey(absl::string_view key) const override {
    ASSIGN_OR_RETURN(const Cell cell, nasbench201::ParseCell(key));
    return nasbench201::NetworkSteps(cell).status();
  }

  std::string ReferenceKey() const override { return std::string(kReferenceCell); }

  absl::StatusOr<std::unique_ptr<HostNetwork>> BuildOnHost(absl::string_view key, uint64_t seed) const override {
    ASSIGN_OR_RETURN(const Cell cell, nasbench201::ParseCell(key));
    const nasbench201::Skeleton skeleton;
    ASSIGN_OR_RETURN(Network network, Network::Create(cell, skeleton, seed));
    ASSIGN_OR_RETURN(const std::vector<nasbench201::Step> steps, nasbench201::NetworkSteps(cell, skeleton));
    return std::make_unique<NetworkOnHost>(std::move(network), steps.front().operation);
  }

  const Space* Operations() const override { return &operations_; }

 private:
  const OperationSpace operations_{};
};

}  // namespace

std::unique_ptr<Space> NasBench201Space() { return std::make_unique<CellSpace>(); }

}  // namespace duet::latbench
