#include "fabnet/kernels/dropout.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/random.h"

namespace duet::fabnet {
namespace {

constexpr size_t kBlock = 1 << 16;

inline uint32_t Mixed(uint32_t value) {
  value = (value ^ (value >> 16)) * 0x7feb352du;
  value = (value ^ (value >> 15)) * 0x846ca68bu;
  return value ^ (value >> 16);
}

struct BlockMask {
  uint32_t key[2];
  uint32_t threshold;
  float scale;
  float Factor(uint32_t i) const { return Mixed(Mixed(i ^ key[0]) + key[1]) >= threshold ? scale : 0.0f; }
};

}  // namespace

absl::Status Dropout(double p, uint64_t key, absl::Span<const float> x, absl::Span<const float> addend,
                     absl::Span<float> y) {
  if (!(p >= 0 && p < 1)) return absl::InvalidArgumentError(absl::StrCat("dropout of ", p, ": must be in [0, 1)"));
  if (x.size() != y.size() || (!addend.empty() && addend.size() != y.size())) {
    return absl::InvalidArgumentError(
        absl::StrCat("dropout of ", x.size(), " and ", addend.size(), " into ", y.size(), " values"));
  }
  const uint32_t threshold = static_cast<uint32_t>(std::min(std::round(p * 4294967296.0), 4294967295.0));
  const float scale = static_cast<float>(1 / (1 - p));
  for (size_t first = 0; first < x.size(); first += kBlock) {
    RandomStream random(key, "dropout", first / kBlock);
    const uint64_t block_key = random();
    const BlockMask mask = {
        {static_cast<uint32_t>(block_key), static_cast<uint32_t>(block_key >> 32)}, threshold, scale};
    const uint32_t count = static_cast<uint32_t>(std::min(kBlock, x.size() - first));
    const float* const in = x.data() + first;
    float* const out = y.data() + first;
    if (addend.empty()) {
      for (uint32_t i = 0; i < count; ++i) out[i] = in[i] * mask.Factor(i);
    } else {
      const float* const added = addend.data() + first;
      for (uint32_t i = 0; i < count; ++i) out[i] = added[i] + in[i] * mask.Factor(i);
    }
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
