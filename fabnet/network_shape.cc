#include "fabnet/network_shape.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace duet::fabnet {

absl::Span<const NetworkShape> NamedShapes() {
  static const auto& shapes = *new std::vector<NetworkShape>{
      {"fabnet_base", Family::kFabnet, 768, 4 * 768, 12},
      {"fabnet_large", Family::kFabnet, 1024, 4 * 1024, 24},
      {"bert_base", Family::kTransformer, 768, 4 * 768, 12},
      {"bert_large", Family::kTransformer, 1024, 4 * 1024, 24},
      {"t5_small", Family::kTransformer, 512, 4 * 512, 6},
      {"roberta_large", Family::kTransformer, 1024, 4 * 1024, 24},
      {"gpt2_xl", Family::kTransformer, 1600, 4 * 1600, 48},
  };
  return shapes;
}

absl::StatusOr<NetworkShape> FindShape(absl::string_view name) {
  for (const NetworkShape& shape : NamedShapes()) {
    if (shape.name == name) return shape;
  }
  const std::string known = absl::StrJoin(
      NamedShapes(), ", ", [](std::string* out, const NetworkShape& shape) { absl::StrAppend(out, shape.name); });
  return absl::NotFoundError(absl::StrCat("no network \"", name, "\"; known: ", known));
}

absl::Status CheckShape(const NetworkShape& shape) {
  constexpr int64_t kMax = int64_t{1} << 20;
  for (const int64_t size : {shape.hidden, shape.feed_forward, shape.num_blocks}) {
    if (size < 1 || size > kMax) {
      return absl::InvalidArgumentError(absl::StrCat("network ", shape.name, " has a hidden size of ", shape.hidden,
                                                     ", feed-forward size of ", shape.feed_forward, " and ",
                                                     shape.num_blocks, " blocks; each must be in [1, ", kMax, "]"));
    }
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
