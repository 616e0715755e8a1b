// What the accelerator is told (accelerator_pkg.sv): descriptors, each of which makes one unit read rows from memory,
// work on them and write results.

#ifndef HW_TOP_DESCRIPTOR_H_
#define HW_TOP_DESCRIPTOR_H_

#include <cstdint>
#include <vector>

#include "hw/fp16/fp16.h"

namespace duet::hw {

enum class Op { kLinear = 0, kFft = 1, kLayerNorm = 2, kKeys = 3, kValues = 4, kQueries = 5 };

// Where the halves of a stream lie. Beat b of tile t has lane l at the address
//   base + t tile_stride + i beat_stride + l lane_stride,   i = b or b with log2_reversed bits reversed,
// and uses the lanes that accelerator_pkg.sv says.
struct AccessPattern {
  int64_t num_tiles = 0;  // 0: the stream is not used
  int64_t num_beats = 0;
  int64_t base = 0;
  int64_t tile_stride = 0;
  int64_t beat_stride = 0;
  int64_t lane_stride = 0;
  int64_t lanes_per_tile = 0;
  int64_t lanes_per_beat = 0;
  int64_t lane_limit = 0;
  int64_t beat_limit = 0;
  int64_t log2_reversed = 0;
};

struct Descriptor {
  Op op = Op::kLinear;
  bool adds_bias = false;
  bool has_gelu = false;
  bool adds_residual = false;
  bool x_is_complex = false;
  bool y_is_complex = false;
  int64_t log2_size = 0;  // of a butterfly's row
  int64_t num_tiles = 0;  // sets of rows, one row a lane
  int64_t width = 0;      // of a layer norm's row, of a head
  int64_t num_keys = 0;
  Half factor;              // 1 / width (layer norm), 1 / sqrt(width) (attention)
  int64_t x_imaginary = 0;  // from the real to the imaginary part
  int64_t y_imaginary = 0;
  AccessPattern x, residual, affine, weights, y;
};

// As the accelerator takes it, word 0 first.
std::vector<uint32_t> ToWords(const Descriptor& descriptor);

}  // namespace duet::hw

#endif  // HW_TOP_DESCRIPTOR_H_
