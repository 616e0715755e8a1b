#include "asr/networks/nasbench_asr_network.h"

#include <array>
#include <utility>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "asr/networks/nasbench_asr_network.pb.h"
#include "common/random.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

using nasbench_asr::Cell;
using nasbench_asr::Op;
using nasbench_asr::Skeleton;
using nasbench_asr::Taps;

constexpr absl::string_view kKind = "nasbench_asr";

bool AddsSkip(const NasBenchAsrNetworkOptions& options, int64_t k, int64_t i) {
  return options.cell.HasSkip(k, i) == (options.semantics == Semantics::kDocumented);
}

Taps TapsOf(const NasBenchAsrNetworkOptions& options, Op op) {
  Taps taps = nasbench_asr::TapsOf(op);
  if (options.semantics == Semantics::kReleasedTensorFlow) taps.dilation = 1;
  return taps;
}

// x_k = op_k(x_{k-1}) + skips, then layer norm; see datasets/nasbench_asr/cell.h.
class CellModule : public torch::nn::Module {
 public:
  CellModule(const NasBenchAsrNetworkOptions& options, int64_t num_filters, RandomStream& random) : options_(options) {
    for (int64_t k = 1; k <= nasbench_asr::kNumNodes; ++k) {
      const std::string name = absl::StrCat("op", k);
      const Op op = options.cell.op(k);
      if (op == Op::kLinear) {
        dense_[k - 1] = register_module(name, std::make_shared<PositionwiseDense>(num_filters, random));
      } else if (op != Op::kZero) {
        const TimeConvolution::Options shape = {num_filters, num_filters, TapsOf(options, op), /*stride=*/1,
                                                options.skeleton.num_groups};
        convolutions_[k - 1] = register_module(name, std::make_shared<TimeConvolution>(shape, random));
      }
    }
    norm_ = register_module("norm", std::make_shared<ChannelNorm>(num_filters));
  }

  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& mask) {
    std::vector<torch::Tensor> values = {x};
    for (int64_t k = 1; k <= nasbench_asr::kNumNodes; ++k) {
      torch::Tensor sum = Operate(k, values.back(), mask);
      for (int64_t i = 0; i < k; ++i) {
        if (AddsSkip(options_, k, i)) sum = sum.defined() ? sum + values[i] : values[i];
      }
      values.push_back(sum.defined() ? sum : at::zeros_like(x));
    }
    return Masked(norm_->forward(values.back()), mask);
  }

 private:
  // Not defined for `zero`.
  torch::Tensor Operate(int64_t k, const torch::Tensor& x, const torch::Tensor& mask) {
    if (options_.cell.op(k) == Op::kZero) return {};
    const torch::Tensor y = dense_[k - 1] != nullptr ? dense_[k - 1]->forward(x) : convolutions_[k - 1]->forward(x);
    return Masked(at::dropout(y, options_.dropout, is_training()), mask);
  }

  const NasBenchAsrNetworkOptions options_;
  std::array<std::shared_ptr<PositionwiseDense>, nasbench_asr::kNumNodes> dense_;
  std::array<std::shared_ptr<TimeConvolution>, nasbench_asr::kNumNodes> convolutions_;
  std::shared_ptr<ChannelNorm> norm_;
};

absl::Status CheckSkeleton(const Skeleton& skeleton) {
  if (skeleton.blocks.empty()) return absl::InvalidArgumentError("a network needs at least one block");
  for (const int64_t size : {skeleton.num_features, skeleton.num_block_taps, skeleton.num_groups,
                             skeleton.num_lstm_units, skeleton.num_classes}) {
    if (size < 1) return absl::InvalidArgumentError(absl::StrCat("a size of ", size, " in the skeleton; at least 1"));
  }
  for (const nasbench_asr::Block& block : skeleton.blocks) {
    if (block.num_filters < 1 || block.stride < 1 || block.num_cells < 0) {
      return absl::InvalidArgumentError(absl::StrCat("a block of ", block.num_filters, " filters, stride ",
                                                     block.stride, " and ", block.num_cells, " cells"));
    }
    if (block.num_filters % skeleton.num_groups != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(skeleton.num_groups, " groups do not divide a block's ", block.num_filters, " filters"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<AcousticModel>> CreateFromProto(absl::string_view serialized_options) {
  NasBenchAsrNetworkProto proto;
  if (!proto.ParseFromArray(serialized_options.data(), static_cast<int>(serialized_options.size()))) {
    return absl::InvalidArgumentError("not the options of a NAS-Bench-ASR network");
  }
  NasBenchAsrNetworkOptions options;
  ASSIGN_OR_RETURN(options.cell, nasbench_asr::ParseCell(proto.cell()));
  Skeleton& skeleton = options.skeleton;
  skeleton.num_features = proto.num_features();
  skeleton.blocks.clear();
  for (const auto& block : proto.blocks()) {
    skeleton.blocks.push_back({block.num_filters(), block.stride(), block.num_cells()});
  }
  skeleton.num_block_taps = proto.num_block_taps();
  skeleton.num_groups = proto.num_groups();
  skeleton.num_lstm_units = proto.num_lstm_units();
  skeleton.num_classes = proto.num_classes();
  if (proto.has_released_tensorflow_semantics()) options.semantics = Semantics::kReleasedTensorFlow;
  options.dropout = proto.dropout();
  return NasBenchAsrNetwork::Create(options);
}

}  // namespace

// The convolution that opens a block, its norm, and its cells.
class NasBenchAsrNetwork::Block : public torch::nn::Module {
 public:
  Block(const NasBenchAsrNetworkOptions& options, const nasbench_asr::Block& block, int64_t num_inputs,
        RandomStream& random)
      : stride(block.stride) {
    const TimeConvolution::Options shape = {
        num_inputs, block.num_filters, {options.skeleton.num_block_taps, 1}, block.stride};
    convolution_ = register_module("convolution", std::make_shared<TimeConvolution>(shape, random));
    norm_ = register_module("norm", std::make_shared<ChannelNorm>(block.num_filters));
    for (int64_t i = 1; i <= block.num_cells; ++i) {
      cells_.push_back(
          register_module(absl::StrCat("cell", i), std::make_shared<CellModule>(options, block.num_filters, random)));
    }
  }

  // x: [B, C, T]; mask: of the output's frames.
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& mask) {
    torch::Tensor y = Masked(norm_->forward(convolution_->forward(x)), mask);
    for (const auto& cell : cells_) y = cell->forward(y, mask);
    return y;
  }

  const int64_t stride;

 private:
  std::shared_ptr<TimeConvolution> convolution_;
  std::shared_ptr<ChannelNorm> norm_;
  std::vector<std::shared_ptr<CellModule>> cells_;
};

absl::StatusOr<std::shared_ptr<NasBenchAsrNetwork>> NasBenchAsrNetwork::Create(
    const NasBenchAsrNetworkOptions& options) {
  RETURN_IF_ERROR(CheckSkeleton(options.skeleton));
  if (!(options.dropout >= 0 && options.dropout < 1)) {
    return absl::InvalidArgumentError(absl::StrCat("a dropout of ", options.dropout, "; at least 0 and below 1"));
  }
  return std::shared_ptr<NasBenchAsrNetwork>(new NasBenchAsrNetwork(options));
}

NasBenchAsrNetwork::NasBenchAsrNetwork(const NasBenchAsrNetworkOptions& options) : options_(options) {
  RandomStream random(options.seed, "nasbench_asr weights");
  const Skeleton& skeleton = options_.skeleton;
  int64_t num_channels = skeleton.num_features;
  for (const nasbench_asr::Block& block : skeleton.blocks) {
    blocks_.push_back(register_module(absl::StrCat("block", blocks_.size() + 1),
                                      std::make_shared<Block>(options_, block, num_channels, random)));
    num_channels = block.num_filters;
  }
  lstm_ = register_module("lstm", std::make_shared<Lstm>(num_channels, skeleton.num_lstm_units, random));
  dense_ = register_module("dense", std::make_shared<Dense>(skeleton.num_lstm_units, NumOutputs(), random));
}

NasBenchAsrNetwork::~NasBenchAsrNetwork() = default;

torch::Tensor NasBenchAsrNetwork::ForwardBlocks(const torch::Tensor& features, const torch::Tensor& num_frames) {
  torch::Tensor frames = num_frames;
  torch::Tensor x = features.transpose(1, 2);
  int64_t max_frames = x.size(2);
  x = Masked(x, FrameMask(frames, max_frames));
  for (const auto& block : blocks_) {
    frames = at::floor_divide(frames + (block->stride - 1), block->stride);
    max_frames = (max_frames + block->stride - 1) / block->stride;
    x = block->forward(x, FrameMask(frames, max_frames));
  }
  return x.transpose(1, 2);
}

torch::Tensor NasBenchAsrNetwork::forward(const torch::Tensor& features, const torch::Tensor& num_frames) {
  const torch::Tensor blocks = ForwardBlocks(features, num_frames);
  const torch::Tensor hidden = lstm_->forward(at::dropout(blocks, options_.dropout, is_training()));
  const torch::Tensor logits = dense_->forward(hidden);
  return at::log_softmax(logits, /*dim=*/2);
}

int64_t NasBenchAsrNetwork::NumOutputFrames(int64_t num_frames) const {
  return nasbench_asr::NumOutputFrames(num_frames, options_.skeleton);
}

int64_t NasBenchAsrNetwork::NumParams() const {
  int64_t num_params = 0;
  for (const torch::Tensor& parameter : parameters()) num_params += parameter.numel();
  return num_params;
}

std::string NasBenchAsrNetwork::Kind() const { return std::string(kKind); }

std::string NasBenchAsrNetwork::SerializedOptions() const {
  NasBenchAsrNetworkProto proto;
  const Skeleton& skeleton = options_.skeleton;
  proto.set_cell(ToString(options_.cell));
  proto.set_num_features(skeleton.num_features);
  for (const nasbench_asr::Block& block : skeleton.blocks) {
    auto* added = proto.add_blocks();
    added->set_num_filters(block.num_filters);
    added->set_stride(block.stride);
    added->set_num_cells(block.num_cells);
  }
  proto.set_num_block_taps(skeleton.num_block_taps);
  proto.set_num_groups(skeleton.num_groups);
  proto.set_num_lstm_units(skeleton.num_lstm_units);
  proto.set_num_classes(skeleton.num_classes);
  proto.set_has_released_tensorflow_semantics(options_.semantics == Semantics::kReleasedTensorFlow);
  proto.set_dropout(options_.dropout);
  return proto.SerializeAsString();
}

ModelKind NasBenchAsrKind() { return {std::string(kKind), CreateFromProto}; }

}  // namespace duet::asr
