#include "fabnet/models/encoder.h"

#include "common/random.h"
#include "common/status_macros.h"
#include "fabnet/layers/dropout.h"
#include "torch/nn/init.h"
#include "torch/types.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

int64_t NumTokens(const EncoderOptions& options) {
  return options.vocabulary + (options.pooling == Pooling::kCls ? 1 : 0);  // the CLS token is the last
}

}  // namespace

EncoderImpl::EncoderImpl(const EncoderOptions& options)
    : token_embedding(register_module("token_embedding", torch::nn::Embedding(NumTokens(options), options.hidden))),
      position_embedding(
          register_parameter("position_embedding", torch::empty({options.seq_len, options.hidden}, torch::kFloat))),
      blocks(register_module("blocks", torch::nn::ModuleList())),
      final_norm(register_module("final_norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({options.hidden})))),
      classifier_hidden(register_module(
          "classifier_hidden",
          torch::nn::Linear(options.is_pair ? 4 * options.hidden : options.hidden, options.feed_forward))),
      classifier(register_module("classifier", torch::nn::Linear(options.feed_forward, options.num_classes))),
      options_(options) {
  torch::nn::init::normal_(token_embedding->weight, 0, 0.02);
  torch::nn::init::normal_(position_embedding, 0, 0.02);
  for (const BlockKind kind : BlockKinds(options)) blocks->push_back(Block(OptionsOfBlock(options, kind)));
}

torch::Tensor EncoderImpl::forward(const torch::Tensor& tokens) {
  TORCH_CHECK(tokens.dim() == 2 && tokens.size(1) == options_.seq_len, "tokens of sizes ", tokens.sizes(),
              " for an encoder of sequences of ", options_.seq_len);
  torch::Tensor ids = tokens;
  if (options_.pooling == Pooling::kCls) {
    ids = torch::constant_pad_nd(tokens.slice(1, 0, options_.seq_len - 1), {1, 0}, options_.vocabulary);
  }
  const torch::Tensor mask = ids.ne(0).to(position_embedding.scalar_type());  // [B, L]
  const torch::Tensor attention_bias = ((mask - 1) * 1e6).unsqueeze(1).unsqueeze(1);

  const torch::Tensor embedded = token_embedding(ids) + position_embedding;
  torch::Tensor x = AtPrecision(options_.precision, Dropout(embedded, options_.dropout, is_training()));
  for (const auto& block : *blocks) x = block->as<Block>()->forward(x, attention_bias);
  x = AtPrecision(options_.precision, final_norm(x) * mask.unsqueeze(2));

  torch::Tensor pooled = options_.pooling == Pooling::kCls ? x.select(1, 0) : x.mean(1);  // [B, D]
  if (options_.is_pair) {
    const torch::Tensor a = pooled.slice(0, 0, torch::nullopt, 2);
    const torch::Tensor b = pooled.slice(0, 1, torch::nullopt, 2);
    pooled = torch::cat({a, b, a * b, a - b}, 1);
  }
  return classifier(torch::relu(classifier_hidden(pooled)));
}

int64_t EncoderImpl::NumParameters() const {
  int64_t count = 0;
  for (const torch::Tensor& parameter : parameters()) count += parameter.numel();
  return count;
}

absl::StatusOr<Encoder> CreateEncoder(const EncoderOptions& options, uint64_t seed) {
  RETURN_IF_ERROR(CheckEncoderOptions(options));
  torch::manual_seed(RandomStream(seed, "fabnet initial weights")());
  return Encoder(options);
}

}  // namespace duet::fabnet
