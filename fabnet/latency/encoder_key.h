// Names of encoders whose latency is measured: "FABNet/D256/F512/N2/L1024".
//
// Two sizes, each of every family at every length: that of FABNet on the Text task of the Long Range Arena (D 256, two
// blocks), and one block of FABNet-Base and BERT-Base (D 768, R 4), all of whose twelve blocks are alike. Attention
// has heads of 64 elements.

#ifndef FABNET_LATENCY_ENCODER_KEY_H_
#define FABNET_LATENCY_ENCODER_KEY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "fabnet/network_shape.h"

namespace duet::fabnet {

struct EncoderKey {
  Family family = Family::kFabnet;
  int64_t hidden = 0;        // D
  int64_t feed_forward = 0;  // F
  int64_t num_blocks = 0;    // N
  int64_t seq_len = 0;       // L
};

inline constexpr int64_t kHeadDim = 64;

std::string ToString(const EncoderKey& key);

// Inverse of ToString. InvalidArgument, with the name, for any other text, sizes that CheckShape rejects, or a hidden
// size that is no multiple of 64.
absl::StatusOr<EncoderKey> ParseEncoderKey(absl::string_view name);

// "FABNet", "Transformer" or "FNet".
absl::string_view FamilyName(Family family);

// All that are measured: lengths 8, 16, ..., 4,096.
std::vector<EncoderKey> MeasuredEncoders();

}  // namespace duet::fabnet

#endif  // FABNET_LATENCY_ENCODER_KEY_H_
