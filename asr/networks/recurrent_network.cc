#include "asr/networks/recurrent_network.h"

#include <algorithm>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "asr/features.h"
#include "asr/networks/layers.h"
#include "asr/networks/recurrent_network.pb.h"
#include "common/random.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

constexpr absl::string_view kKind = "recurrent";

LstmShape ShapeOfLayer(const RecurrentNetworkOptions& options, int64_t i) {
  return {i == 0 ? kNumMelFilters * options.num_stacked_frames : options.num_units, options.num_units};
}

absl::Status CheckOptions(const RecurrentNetworkOptions& options) {
  for (const auto& [name, value] :
       {std::pair("num_stacked_frames", options.num_stacked_frames), std::pair("num_layers", options.num_layers),
        std::pair("num_units", options.num_units), std::pair("num_outputs", options.num_outputs)}) {
    if (value < 1) return absl::InvalidArgumentError(absl::StrCat(name, " is ", value, "; at least 1"));
  }
  if (!(options.dropout >= 0 && options.dropout < 1)) {
    return absl::InvalidArgumentError(absl::StrCat("a dropout of ", options.dropout, "; at least 0 and below 1"));
  }
  if (options.ranks.empty()) return absl::OkStatus();
  const std::vector<NamedMatrix> matrices = MatricesOf(options);
  if (options.ranks.size() != matrices.size()) {
    return absl::InvalidArgumentError(absl::StrCat(options.ranks.size(), " ranks of ", matrices.size(), " matrices"));
  }
  for (size_t i = 0; i < matrices.size(); ++i) {
    const int64_t max_rank = std::min(matrices[i].shape.num_inputs, matrices[i].shape.num_outputs);
    if (!options.ranks[i].has_value() || (1 <= *options.ranks[i] && *options.ranks[i] <= max_rank)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("a rank of ", *options.ranks[i], " of ", matrices[i].name, "; 1 to ", max_rank));
  }
  return absl::OkStatus();
}

std::shared_ptr<FactoredLstm> MakeLayer(const RecurrentNetworkOptions& options, int64_t i) {
  const LstmShape shape = ShapeOfLayer(options, i);
  if (!options.stacks_matrices) {
    return std::make_shared<FactoredLstm>(shape, options.ranks[2 * i], options.ranks[2 * i + 1]);
  }
  if (options.ranks[i].has_value()) return std::make_shared<FactoredLstm>(shape, *options.ranks[i]);
  return std::make_shared<FactoredLstm>(shape, std::nullopt, std::nullopt);
}

// Matrices and factors uniform as Xavier's, biases as they are.
void Initialize(torch::nn::Module& network, uint64_t seed) {
  RandomStream random(seed, "recurrent weights");
  const c10::NoGradGuard no_gradients;
  for (torch::Tensor& parameter : network.parameters()) {
    if (parameter.dim() != 2) continue;
    parameter.copy_(XavierUniform(parameter.sizes(), parameter.size(0), parameter.size(1), random));
  }
}

absl::StatusOr<std::shared_ptr<AcousticModel>> CreateFromProto(absl::string_view serialized_options) {
  RecurrentNetworkProto proto;
  if (!proto.ParseFromString(std::string(serialized_options))) {
    return absl::InvalidArgumentError("no options of a recurrent network");
  }
  RecurrentNetworkOptions options;
  options.num_stacked_frames = proto.num_stacked_frames();
  options.num_layers = proto.num_layers();
  options.num_units = proto.num_units();
  options.num_outputs = proto.num_outputs();
  options.dropout = proto.dropout();
  options.stacks_matrices = proto.stacks_matrices();
  for (const int64_t rank : proto.ranks()) options.ranks.push_back(rank == 0 ? std::nullopt : std::optional(rank));
  return RecurrentNetwork::Create(options);
}

}  // namespace

std::vector<NamedMatrix> MatricesOf(const RecurrentNetworkOptions& options) {
  std::vector<NamedMatrix> matrices;
  for (int64_t i = 0; i < options.num_layers; ++i) {
    const LstmShape shape = ShapeOfLayer(options, i);
    const std::string layer = absl::StrCat("lstm", i + 1);
    if (options.stacks_matrices) {
      matrices.push_back({layer + ".stacked", shape.stacked()});
    } else {
      matrices.push_back({layer + ".input", shape.input()});
      matrices.push_back({layer + ".recurrent", shape.recurrent()});
    }
  }
  matrices.push_back({"output", {options.num_outputs, options.num_units}});
  return matrices;
}

int64_t NumWeights(const RecurrentNetworkOptions& options) {
  const std::vector<NamedMatrix> matrices = MatricesOf(options);
  return NumWeights(matrices, options.ranks.empty() ? Ranks(matrices.size()) : options.ranks);
}

int64_t NumParams(const RecurrentNetworkOptions& options) {
  return NumWeights(options) + options.num_layers * 4 * options.num_units + options.num_outputs;
}

double MacsPerSecond(const RecurrentNetworkOptions& options) {
  constexpr double kFramesPerSecond = static_cast<double>(kSampleRateHz) / kHopSamples;
  return kFramesPerSecond / static_cast<double>(options.num_stacked_frames) * static_cast<double>(NumWeights(options));
}

absl::StatusOr<std::shared_ptr<RecurrentNetwork>> RecurrentNetwork::Create(const RecurrentNetworkOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  RecurrentNetworkOptions filled = options;
  filled.ranks.resize(MatricesOf(options).size());
  return std::shared_ptr<RecurrentNetwork>(new RecurrentNetwork(filled));
}

RecurrentNetwork::RecurrentNetwork(const RecurrentNetworkOptions& options) : options_(options) {
  for (int64_t i = 0; i < options_.num_layers; ++i) {
    layers_.push_back(register_module(absl::StrCat("lstm", i + 1), MakeLayer(options_, i)));
  }
  output_ = register_module(
      "output",
      std::make_shared<FactoredMatrix>(MatrixShape{options_.num_outputs, options_.num_units}, options_.ranks.back()));
  output_bias_ = register_parameter("output_bias", at::zeros({options_.num_outputs}));
  Initialize(*this, options_.seed);
  const c10::NoGradGuard no_gradients;
  for (const auto& layer : layers_) layer->bias().slice(0, options_.num_units, 2 * options_.num_units).fill_(1);
}

torch::Tensor RecurrentNetwork::forward(const torch::Tensor& features, const torch::Tensor& /*num_frames*/) {
  const int64_t num_groups = NumOutputFrames(features.size(1));
  const torch::Tensor groups =
      features.slice(1, 0, num_groups * options_.num_stacked_frames)
          .reshape({features.size(0), num_groups, features.size(2) * options_.num_stacked_frames})
          .transpose(0, 1);  // [T', B, 80 s]
  torch::Tensor hidden = layers_[0]->forward(groups);
  for (size_t i = 1; i < layers_.size(); ++i) {
    hidden = layers_[i]->forward(at::dropout(hidden, options_.dropout, is_training()));
  }
  const torch::Tensor logits =
      output_->forward(at::dropout(hidden, options_.dropout, is_training())) + output_bias_;  // [T', B, V]
  return at::log_softmax(logits, /*dim=*/2).transpose(0, 1);
}

std::string RecurrentNetwork::Kind() const { return std::string(kKind); }

std::string RecurrentNetwork::SerializedOptions() const {
  RecurrentNetworkProto proto;
  proto.set_num_stacked_frames(options_.num_stacked_frames);
  proto.set_num_layers(options_.num_layers);
  proto.set_num_units(options_.num_units);
  proto.set_num_outputs(options_.num_outputs);
  proto.set_dropout(options_.dropout);
  proto.set_stacks_matrices(options_.stacks_matrices);
  for (const std::optional<int64_t>& rank : options_.ranks) proto.add_ranks(rank.value_or(0));
  return proto.SerializeAsString();
}

ModelKind RecurrentNetworkKind() { return {std::string(kKind), CreateFromProto}; }

}  // namespace duet::asr
