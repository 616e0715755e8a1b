#include "fabnet/export/export.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/rounding.h"
#include "common/status_macros.h"
#include "fabnet/layers/block.h"
#include "fabnet/layers/butterfly_linear.h"
#include "fabnet/models/encoder.h"
#include "hw/fp16/fp16.h"
#include "torch/types.h"

namespace duet::fabnet {
namespace {

using hw::Half;

std::vector<float> ToFloats(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
  const float* const data = flat.data_ptr<float>();
  return {data, data + flat.numel()};
}

absl::StatusOr<std::vector<Half>> ToHalves(const torch::Tensor& tensor, absl::string_view name) {
  std::vector<Half> halves;
  for (const float value : ToFloats(tensor)) {
    const Half half = hw::FromFloat(value);
    if (hw::IsNaN(half) || (half.bits & 0x7fff) == hw::kHalfInfinity.bits) {
      return absl::InvalidArgumentError(absl::StrCat(name, "[", halves.size(), "] is ", value, ": no finite half"));
    }
    halves.push_back(half);
  }
  return halves;
}

absl::StatusOr<hw::LayerNormWeights> ToNorm(torch::nn::LayerNormImpl& norm, absl::string_view name) {
  hw::LayerNormWeights weights;
  ASSIGN_OR_RETURN(weights.gamma, ToHalves(norm.weight, absl::StrCat(name, ".gamma")));
  ASSIGN_OR_RETURN(weights.beta, ToHalves(norm.bias, absl::StrCat(name, ".beta")));
  return weights;
}

absl::StatusOr<hw::ButterflyLayerWeights> ToButterfly(torch::nn::AnyModule& module, absl::string_view name) {
  const ButterflyLinearImpl& layer = *module.get<ButterflyLinear>();
  const ButterflyShape& shape = layer.shape();
  hw::ButterflyLayerWeights weights;
  weights.in_features = shape.num_inputs;
  weights.out_features = shape.num_outputs;
  ASSIGN_OR_RETURN(weights.bias, ToHalves(layer.bias, absl::StrCat(name, ".bias")));
  ASSIGN_OR_RETURN(const std::vector<Half> t, ToHalves(layer.weight, absl::StrCat(name, ".weight")));
  hw::ButterflyMatrix matrix;
  matrix.log2_size = Log2OfNextPowerOfTwo(shape.num_inputs);
  const int64_t pairs_per_stack = matrix.log2_size * matrix.size() / 2;
  for (int64_t stack = 0; stack < shape.num_stacks(); ++stack) {
    matrix.weights.clear();
    for (int64_t pair = stack * pairs_per_stack; pair < (stack + 1) * pairs_per_stack; ++pair) {
      matrix.weights.push_back({t[4 * pair], t[4 * pair + 2], t[4 * pair + 1], t[4 * pair + 3]});
    }
    weights.stacks.push_back(matrix);
  }
  return weights;
}

absl::StatusOr<hw::FeedForwardWeights> ToFeedForward(BlockImpl& block, absl::string_view name) {
  hw::FeedForwardWeights weights;
  ASSIGN_OR_RETURN(weights.norm, ToNorm(*block.norm_2, absl::StrCat(name, ".norm_2")));
  ASSIGN_OR_RETURN(weights.expand, ToButterfly(block.feed_forward_1, absl::StrCat(name, ".feed_forward_1")));
  ASSIGN_OR_RETURN(weights.contract, ToButterfly(block.feed_forward_2, absl::StrCat(name, ".feed_forward_2")));
  return weights;
}

absl::StatusOr<BlockWeights> ToBlock(BlockImpl& block, absl::string_view name) {
  const BlockOptions& options = block.options();
  if (!HasButterflies(options.kind)) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is a ", BlockName(options.kind), " block; the accelerator has FBfly and ABfly"));
  }
  if (options.stride_order != StrideOrder::kDecreasing) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " has increasing strides; those of the accelerator decrease: train it with --for_accelerator"));
  }
  ASSIGN_OR_RETURN(const hw::LayerNormWeights norm, ToNorm(*block.norm_1, absl::StrCat(name, ".norm_1")));
  ASSIGN_OR_RETURN(const hw::FeedForwardWeights feed_forward, ToFeedForward(block, name));
  if (options.kind == BlockKind::kFBfly) return hw::FbflyWeights{norm, feed_forward};
  hw::AbflyWeights weights;
  weights.norm = norm;
  ASSIGN_OR_RETURN(weights.query, ToButterfly(block.attention->query, absl::StrCat(name, ".query")));
  ASSIGN_OR_RETURN(weights.key, ToButterfly(block.attention->key, absl::StrCat(name, ".key")));
  ASSIGN_OR_RETURN(weights.value, ToButterfly(block.attention->value, absl::StrCat(name, ".value")));
  ASSIGN_OR_RETURN(weights.output, ToButterfly(block.attention->output, absl::StrCat(name, ".output")));
  weights.num_heads = options.num_heads;
  weights.feed_forward = feed_forward;
  return weights;
}

}  // namespace

absl::StatusOr<HalfNetwork> ExportEncoder(EncoderImpl& encoder) {
  const EncoderOptions& options = encoder.options();
  if (options.is_pair) return absl::InvalidArgumentError("an encoder of pairs of sequences is not supported");
  HalfNetwork network;
  network.vocabulary = options.vocabulary;
  network.seq_len = options.seq_len;
  network.hidden = options.hidden;
  network.pools_cls = options.pooling == Pooling::kCls;
  ASSIGN_OR_RETURN(network.token_embedding, ToHalves(encoder.token_embedding->weight, "token_embedding"));
  ASSIGN_OR_RETURN(network.position_embedding, ToHalves(encoder.position_embedding, "position_embedding"));
  for (size_t i = 0; i < encoder.blocks->size(); ++i) {
    ASSIGN_OR_RETURN(const BlockWeights block, ToBlock(*encoder.blocks[i]->as<Block>(), absl::StrCat("block ", i)));
    network.blocks.push_back(block);
  }
  ASSIGN_OR_RETURN(network.final_norm, ToNorm(*encoder.final_norm, "final_norm"));
  network.classifier_hidden = {ToFloats(encoder.classifier_hidden->weight), ToFloats(encoder.classifier_hidden->bias)};
  network.classifier = {ToFloats(encoder.classifier->weight), ToFloats(encoder.classifier->bias)};
  return network;
}

}  // namespace duet::fabnet
