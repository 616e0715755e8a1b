#include "asr/low_rank/compress.h"

#include <algorithm>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

bool IsFactored(const RecurrentNetworkOptions& options) {
  return std::any_of(options.ranks.begin(), options.ranks.end(), [](const auto& rank) { return rank.has_value(); });
}

}  // namespace

absl::StatusOr<DecomposedNetwork> DecomposedNetwork::Create(RecurrentNetwork& network,
                                                            const DecomposeOptions& options) {
  DecomposedNetwork decomposed;
  decomposed.options_ = network.options();
  if (decomposed.options_.stacks_matrices != options.stacks_matrices) {
    if (IsFactored(decomposed.options_)) {
      return absl::FailedPreconditionError(options.stacks_matrices
                                               ? "the network's factors are of W_x and W_h apart, not stacked"
                                               : "the network's factors are of W_x and W_h stacked, not apart");
    }
    decomposed.options_.stacks_matrices = options.stacks_matrices;
    decomposed.options_.ranks.clear();
  }
  decomposed.matrices_ = MatricesOf(decomposed.options_);
  decomposed.options_.ranks.resize(decomposed.matrices_.size());

  const c10::NoGradGuard no_gradients;
  for (int64_t i = 0; i < decomposed.options_.num_layers; ++i) {
    FactoredLstm& layer = network.layer(i);
    const torch::Tensor weights = layer.Weights();  // [d + h, 4 h]
    const int64_t num_inputs = weights.size(0) - decomposed.options_.num_units;
    if (options.stacks_matrices) {
      decomposed.products_.push_back(weights);
    } else {
      decomposed.products_.push_back(weights.slice(0, 0, num_inputs));
      decomposed.products_.push_back(weights.slice(0, num_inputs));
    }
    decomposed.biases_.push_back(layer.bias().detach().clone());
  }
  decomposed.products_.push_back(network.output().Product());
  decomposed.biases_.push_back(network.output_bias().detach().clone());
  for (torch::Tensor& product : decomposed.products_) {
    product = product.detach().clone();
    decomposed.svds_.push_back(Decompose(product));
  }
  return decomposed;
}

absl::StatusOr<std::shared_ptr<RecurrentNetwork>> DecomposedNetwork::Cut(const Ranks& ranks) const {
  RecurrentNetworkOptions options = options_;
  options.ranks = ranks;
  ASSIGN_OR_RETURN(std::shared_ptr<RecurrentNetwork> network, RecurrentNetwork::Create(options));
  const c10::NoGradGuard no_gradients;
  size_t matrix = 0;
  const auto assign = [&](FactoredMatrix& target) {
    target.rank().has_value() ? target.Assign(svds_[matrix]) : target.Assign(products_[matrix]);
    ++matrix;
  };
  for (int64_t i = 0; i < options.num_layers; ++i) {
    FactoredLstm& layer = network->layer(i);
    if (layer.stacked() != nullptr) {
      assign(*layer.stacked());
    } else if (options.stacks_matrices) {  // a dense layer
      const int64_t num_inputs = layer.input()->shape().num_inputs;
      layer.input()->Assign(products_[matrix].slice(0, 0, num_inputs));
      layer.recurrent()->Assign(products_[matrix++].slice(0, num_inputs));
    } else {
      assign(*layer.input());
      assign(*layer.recurrent());
    }
    layer.bias().copy_(biases_[i]);
  }
  assign(network->output());
  network->output_bias().copy_(biases_.back());
  network->eval();
  return network;
}

}  // namespace duet::asr
