// Blocks with random weights, for tests: drawn as FABNet initialises them, with biases and layer norms that are not
// trivial.

#ifndef HW_TOP_RANDOM_BLOCKS_H_
#define HW_TOP_RANDOM_BLOCKS_H_

#include <cstdint>
#include <vector>

#include "hw/fp16/fp16.h"
#include "hw/top/block_model.h"

namespace duet::hw {

struct BlockSizes {
  int64_t num_rows;   // L
  int64_t width;      // D
  int64_t hidden;     // F
  int64_t num_heads;  // of an ABfly block
};

FbflyWeights RandomFbfly(const BlockSizes& sizes, uint64_t seed);
AbflyWeights RandomAbfly(const BlockSizes& sizes, uint64_t seed);

// [L, D], standard normal.
std::vector<Half> RandomInput(const BlockSizes& sizes, uint64_t seed);

}  // namespace duet::hw

#endif  // HW_TOP_RANDOM_BLOCKS_H_
