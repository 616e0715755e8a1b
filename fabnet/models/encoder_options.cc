#include "fabnet/models/encoder_options.h"

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::fabnet {

absl::Status CheckEncoderOptions(const EncoderOptions& options) {
  constexpr int64_t kMaxVocabulary = int64_t{1} << 20;
  constexpr int64_t kMaxBlocks = 1024;
  if (options.vocabulary < 1 || options.vocabulary > kMaxVocabulary || options.num_classes < 1 ||
      options.num_classes > kMaxVocabulary) {
    return absl::InvalidArgumentError(absl::StrCat("encoder of ", options.vocabulary, " tokens and ",
                                                   options.num_classes, " classes: each must be in [1, ",
                                                   kMaxVocabulary, "]"));
  }
  if (options.num_blocks < 1 || options.num_blocks > kMaxBlocks) {
    return absl::InvalidArgumentError(
        absl::StrCat("encoder of ", options.num_blocks, " blocks: must be in [1, ", kMaxBlocks, "]"));
  }
  const int64_t max_attention_blocks = options.family == Family::kFabnet ? options.num_blocks : 0;
  if (options.num_attention_blocks < 0 || options.num_attention_blocks > max_attention_blocks) {
    return absl::InvalidArgumentError(absl::StrCat(options.num_attention_blocks, " attention blocks: must be in [0, ",
                                                   max_attention_blocks, "] (only FABNet chooses)"));
  }
  for (const BlockKind kind : BlockKinds(options)) RETURN_IF_ERROR(CheckBlockOptions(OptionsOfBlock(options, kind)));
  return absl::OkStatus();
}

std::vector<BlockKind> BlockKinds(const EncoderOptions& options) {
  switch (options.family) {
    case Family::kTransformer:
      return std::vector<BlockKind>(options.num_blocks, BlockKind::kTransformer);
    case Family::kFNet:
      return std::vector<BlockKind>(options.num_blocks, BlockKind::kFNet);
    case Family::kFabnet:
      break;
  }
  std::vector<BlockKind> kinds(options.num_blocks, BlockKind::kFBfly);
  for (int64_t i = 0; i < options.num_attention_blocks; ++i) {
    kinds[i] = options.has_dense_attention_blocks ? BlockKind::kTransformer : BlockKind::kABfly;
  }
  return kinds;
}

BlockOptions OptionsOfBlock(const EncoderOptions& options, BlockKind kind) {
  BlockOptions block;
  block.kind = kind;
  block.seq_len = options.seq_len;
  block.hidden = options.hidden;
  block.feed_forward = options.feed_forward;
  block.num_heads = options.num_heads;
  block.dropout = options.dropout;
  block.attention_dropout = options.attention_dropout;
  block.stride_order = options.stride_order;
  block.precision = options.precision;
  return block;
}

ParameterCounts CountParameters(const EncoderOptions& options) {
  const int64_t hidden = options.hidden;
  const int64_t num_tokens = options.vocabulary + (options.pooling == Pooling::kCls ? 1 : 0);
  ParameterCounts counts;
  counts.embedding = (num_tokens + options.seq_len) * hidden;
  for (const BlockKind kind : BlockKinds(options)) counts.blocks += CountParameters(OptionsOfBlock(options, kind));
  counts.blocks += 2 * hidden;
  counts.classifier = ((options.is_pair ? 4 : 1) * hidden + 1) * options.feed_forward +
                      (options.feed_forward + 1) * options.num_classes;
  return counts;
}

}  // namespace duet::fabnet
