#include "fabnet/latency/encoder_key.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace duet::fabnet {
namespace {

constexpr Family kFamilies[] = {Family::kTransformer, Family::kFNet, Family::kFabnet};

// "D256" with the prefix "D".
bool ParseSize(absl::string_view text, absl::string_view prefix, int64_t* size) {
  return absl::ConsumePrefix(&text, prefix) && absl::SimpleAtoi(text, size);
}

}  // namespace

absl::string_view FamilyName(Family family) {
  switch (family) {
    case Family::kTransformer:
      return "Transformer";
    case Family::kFNet:
      return "FNet";
    case Family::kFabnet:
      return "FABNet";
  }
  return "";
}

std::string ToString(const EncoderKey& key) {
  return absl::StrCat(FamilyName(key.family), "/D", key.hidden, "/F", key.feed_forward, "/N", key.num_blocks, "/L",
                      key.seq_len);
}

absl::StatusOr<EncoderKey> ParseEncoderKey(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  EncoderKey key;
  for (const Family family : kFamilies) {
    if (parts.size() != 5 || parts[0] != FamilyName(family)) continue;
    key.family = family;
    if (!ParseSize(parts[1], "D", &key.hidden) || !ParseSize(parts[2], "F", &key.feed_forward) ||
        !ParseSize(parts[3], "N", &key.num_blocks) || !ParseSize(parts[4], "L", &key.seq_len)) {
      break;
    }
    const NetworkShape shape = {std::string(name), family, key.hidden, key.feed_forward, key.num_blocks};
    if (!CheckShape(shape).ok() || key.hidden % kHeadDim != 0 || key.seq_len < 1 || key.seq_len > (1 << 20)) break;
    return key;
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is no encoder such as FABNet/D256/F512/N2/L1024"));
}

std::vector<EncoderKey> MeasuredEncoders() {
  std::vector<EncoderKey> keys;
  for (const Family family : kFamilies) {
    for (int64_t seq_len = 8; seq_len <= 4096; seq_len *= 2) {
      keys.push_back({family, 256, 512, 2, seq_len});
      keys.push_back({family, 768, 3072, 1, seq_len});
    }
  }
  return keys;
}

}  // namespace duet::fabnet
