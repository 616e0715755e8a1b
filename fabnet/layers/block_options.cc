#include "fabnet/layers/block_options.h"

#include "absl/strings/str_cat.h"

namespace duet::fabnet {

absl::string_view BlockName(BlockKind kind) {
  switch (kind) {
    case BlockKind::kTransformer:
      return "Transformer";
    case BlockKind::kFNet:
      return "FNet";
    case BlockKind::kFBfly:
      return "FBfly";
    case BlockKind::kABfly:
      return "ABfly";
  }
  return "";
}

absl::Status CheckBlockOptions(const BlockOptions& options) {
  constexpr int64_t kMax = int64_t{1} << 20;
  for (const int64_t size : {options.seq_len, options.hidden, options.feed_forward, options.num_heads}) {
    if (size >= 1 && size <= kMax) continue;
    return absl::InvalidArgumentError(absl::StrCat(BlockName(options.kind), " block of ", options.seq_len, " tokens, ",
                                                   options.hidden, " hidden, ", options.feed_forward, " feed-forward, ",
                                                   options.num_heads, " heads: each must be in [1, ", kMax, "]"));
  }
  if (options.hidden % options.num_heads != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.num_heads, " heads do not divide a hidden size of ", options.hidden));
  }
  for (const double dropout : {options.dropout, options.attention_dropout}) {
    if (!(dropout >= 0 && dropout < 1)) {
      return absl::InvalidArgumentError(absl::StrCat("dropout of ", dropout, ": must be in [0, 1)"));
    }
  }
  return absl::OkStatus();
}

int64_t CountParameters(const BlockOptions& options) {
  const auto linear = [&](int64_t inputs, int64_t outputs) {
    return HasButterflies(options.kind) ? ButterflyShape{inputs, outputs}.num_parameters() : (inputs + 1) * outputs;
  };
  const int64_t projections = HasAttention(options.kind) ? 4 * linear(options.hidden, options.hidden) : 0;
  const int64_t feed_forward =
      linear(options.hidden, options.feed_forward) + linear(options.feed_forward, options.hidden);
  const int64_t layer_norms = 2 * 2 * options.hidden;
  return projections + feed_forward + layer_norms;
}

}  // namespace duet::fabnet
