#include "fabnet/export/half_network.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "hw/postprocess/postprocess.h"

namespace duet::fabnet {
namespace {

using hw::Half;

struct TokenIds {
  std::vector<int64_t> ids;  // [L], CLS included
  int64_t num_tokens = 0;    // those before the padding
};

absl::StatusOr<TokenIds> IdsOf(const HalfNetwork& network, absl::Span<const uint16_t> tokens) {
  if (static_cast<int64_t>(tokens.size()) != network.seq_len) {
    return absl::InvalidArgumentError(
        absl::StrCat(tokens.size(), " tokens for a network of sequences of ", network.seq_len));
  }
  TokenIds ids;
  if (network.pools_cls) ids.ids.push_back(network.vocabulary);
  for (int64_t i = 0; i < network.seq_len; ++i) {
    if (tokens[i] >= network.vocabulary) {
      return absl::InvalidArgumentError(
          absl::StrCat("token ", tokens[i], " at ", i, "; the vocabulary ends at ", network.vocabulary - 1));
    }
    if (tokens[i] != 0 && i > 0 && tokens[i - 1] == 0) {
      return absl::InvalidArgumentError(absl::StrCat("token ", tokens[i], " at ", i, " comes after padding"));
    }
    ids.ids.push_back(tokens[i]);
  }
  ids.ids.resize(network.seq_len);
  ids.num_tokens = std::find(ids.ids.begin(), ids.ids.end(), 0) - ids.ids.begin();
  if (ids.num_tokens == 0) return absl::InvalidArgumentError("a sequence of padding alone");
  return ids;
}

std::vector<Half> Embed(const HalfNetwork& network, absl::Span<const int64_t> ids) {
  std::vector<Half> x;
  for (int64_t i = 0; i < network.seq_len; ++i) {
    for (int64_t d = 0; d < network.hidden; ++d) {
      x.push_back(hw::Add(network.token_embedding[ids[i] * network.hidden + d],
                          network.position_embedding[i * network.hidden + d]));
    }
  }
  return x;
}

// [D] of x [L, D].
std::vector<float> Pool(const HalfNetwork& network, absl::Span<const Half> x, int64_t num_tokens) {
  std::vector<float> pooled(network.hidden);
  const int64_t num_rows = network.pools_cls ? 1 : num_tokens;  // the others are 0
  for (int64_t i = 0; i < num_rows; ++i) {
    const std::vector<Half> row = hw::LayerNorm<Half>(x.subspan(i * network.hidden, network.hidden),
                                                      network.final_norm.gamma, network.final_norm.beta);
    for (int64_t d = 0; d < network.hidden; ++d) pooled[d] += static_cast<float>(hw::ToDouble(row[d]));
  }
  if (!network.pools_cls) {
    for (float& value : pooled) value /= static_cast<float>(network.seq_len);
  }
  return pooled;
}

std::vector<float> Apply(const DenseWeights& weights, absl::Span<const float> x) {
  std::vector<float> y = weights.bias;
  for (size_t o = 0; o < y.size(); ++o) {
    for (size_t i = 0; i < x.size(); ++i) y[o] += weights.weight[o * x.size() + i] * x[i];
  }
  return y;
}

}  // namespace

absl::StatusOr<std::vector<Half>> RunBlockModel(const BlockWeights& weights, absl::Span<const Half> x,
                                                int64_t num_tokens) {
  if (const auto* fbfly = std::get_if<hw::FbflyWeights>(&weights)) return hw::RunFbfly<Half>(*fbfly, x);
  return hw::RunAbfly<Half>(std::get<hw::AbflyWeights>(weights), x, num_tokens);
}

absl::StatusOr<std::vector<float>> Logits(const HalfNetwork& network, absl::Span<const uint16_t> tokens,
                                          const BlockRunner& run_block) {
  ASSIGN_OR_RETURN(const TokenIds ids, IdsOf(network, tokens));
  std::vector<Half> x = Embed(network, ids.ids);
  for (const BlockWeights& block : network.blocks) {
    ASSIGN_OR_RETURN(x, run_block(block, x, ids.num_tokens));
  }
  std::vector<float> hidden = Apply(network.classifier_hidden, Pool(network, x, ids.num_tokens));
  for (float& value : hidden) value = std::max(value, 0.0f);
  return Apply(network.classifier, hidden);
}

int64_t PredictedClass(absl::Span<const float> logits) {
  return std::max_element(logits.begin(), logits.end()) - logits.begin();
}

}  // namespace duet::fabnet
