#include "fabnet/models/encoder_file.h"

#include <exception>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "fabnet/models/encoder_file.pb.h"
#include "torch/serialize.h"

namespace duet::fabnet {
namespace {

constexpr std::pair<Family, EncoderFile::Family> kFamilies[] = {{Family::kTransformer, EncoderFile::TRANSFORMER},
                                                                {Family::kFNet, EncoderFile::FNET},
                                                                {Family::kFabnet, EncoderFile::FABNET}};

EncoderFile ToProto(const EncoderOptions& options) {
  EncoderFile file;
  for (const auto& [family, number] : kFamilies) {
    if (family == options.family) file.set_family(number);
  }
  file.set_vocabulary(options.vocabulary);
  file.set_seq_len(options.seq_len);
  file.set_hidden(options.hidden);
  file.set_feed_forward(options.feed_forward);
  file.set_num_blocks(options.num_blocks);
  file.set_num_attention_blocks(options.num_attention_blocks);
  file.set_has_dense_attention_blocks(options.has_dense_attention_blocks);
  file.set_num_heads(options.num_heads);
  file.set_dropout(options.dropout);
  file.set_attention_dropout(options.attention_dropout);
  file.set_num_classes(options.num_classes);
  file.set_is_pair(options.is_pair);
  file.set_pools_cls(options.pooling == Pooling::kCls);
  file.set_has_decreasing_strides(options.stride_order == StrideOrder::kDecreasing);
  file.set_has_half_precision(options.precision == Precision::kHalf);
  return file;
}

absl::StatusOr<EncoderOptions> FromProto(const EncoderFile& file) {
  EncoderOptions options;
  bool is_known = false;
  for (const auto& [family, number] : kFamilies) {
    if (number != file.family()) continue;
    options.family = family;
    is_known = true;
  }
  if (!is_known) return absl::InvalidArgumentError(absl::StrCat("encoder of family ", file.family()));
  options.vocabulary = file.vocabulary();
  options.seq_len = file.seq_len();
  options.hidden = file.hidden();
  options.feed_forward = file.feed_forward();
  options.num_blocks = file.num_blocks();
  options.num_attention_blocks = file.num_attention_blocks();
  options.has_dense_attention_blocks = file.has_dense_attention_blocks();
  options.num_heads = file.num_heads();
  options.dropout = file.dropout();
  options.attention_dropout = file.attention_dropout();
  options.num_classes = file.num_classes();
  options.is_pair = file.is_pair();
  options.pooling = file.pools_cls() ? Pooling::kCls : Pooling::kMean;
  options.stride_order = file.has_decreasing_strides() ? StrideOrder::kDecreasing : StrideOrder::kIncreasing;
  options.precision = file.has_half_precision() ? Precision::kHalf : Precision::kFloat;
  return options;
}

}  // namespace

absl::Status SaveEncoder(const Encoder& encoder, absl::string_view path) {
  EncoderFile file = ToProto(encoder->options());
  file.set_weights(WeightsOf(encoder));
  return WriteFileAtomically(path, file.SerializeAsString());
}

absl::StatusOr<Encoder> LoadEncoder(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  EncoderFile file;
  if (!file.ParseFromString(bytes)) return absl::DataLossError(absl::StrCat(path, ": not an encoder"));
  ASSIGN_OR_RETURN(const EncoderOptions options, FromProto(file));
  ASSIGN_OR_RETURN(Encoder encoder, CreateEncoder(options, /*seed=*/0));
  const absl::Status status = SetWeights(file.weights(), encoder);
  if (!status.ok()) return absl::DataLossError(absl::StrCat(path, ": ", status.message()));
  return encoder;
}

std::string WeightsOf(const Encoder& encoder) {
  std::ostringstream stream;
  torch::save(encoder, stream);
  return stream.str();
}

absl::Status SetWeights(absl::string_view bytes, Encoder& encoder) {
  std::vector<std::vector<int64_t>> sizes;  // which LibTorch does not check
  for (const torch::Tensor& parameter : encoder->parameters()) sizes.push_back(parameter.sizes().vec());
  try {
    std::istringstream stream((std::string(bytes)));
    torch::load(encoder, stream);
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat("weights of another network, or broken: ", error.what()));
  }
  const std::vector<torch::Tensor> parameters = encoder->parameters();
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (parameters[i].sizes() == sizes[i]) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("weights of another network: parameter ", i, " has ", parameters[i].numel(), " values"));
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
