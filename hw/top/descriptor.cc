#include "hw/top/descriptor.h"

namespace duet::hw {
namespace {

uint32_t Pair(int64_t low, int64_t high) {
  return static_cast<uint32_t>(low & 0xffff) | static_cast<uint32_t>(high & 0xffff) << 16;
}

}  // namespace

std::vector<uint32_t> ToWords(const Descriptor& descriptor) {
  const Descriptor& d = descriptor;
  std::vector<uint32_t> words = {
      static_cast<uint32_t>(d.op) | d.has_gelu << 3 | d.x_is_complex << 4 | d.y_is_complex << 5 | d.adds_bias << 6 |
          d.adds_residual << 7,
      Pair(d.log2_size, d.num_tiles),
      Pair(d.width, d.num_keys),
      Pair(d.factor.bits, 0),
      static_cast<uint32_t>(d.x_imaginary),
      static_cast<uint32_t>(d.y_imaginary),
  };
  for (const AccessPattern* p : {&d.x, &d.residual, &d.affine, &d.weights, &d.y}) {
    words.insert(words.end(), {static_cast<uint32_t>(p->base), static_cast<uint32_t>(p->tile_stride),
                               static_cast<uint32_t>(p->beat_stride), static_cast<uint32_t>(p->lane_stride),
                               Pair(p->num_beats, p->num_tiles), Pair(p->beat_limit, p->log2_reversed),
                               static_cast<uint32_t>(p->lane_limit), Pair(p->lanes_per_beat, p->lanes_per_tile)});
  }
  return words;
}

}  // namespace duet::hw
