#include "fabnet/operation_counts.h"

#include "common/rounding.h"

namespace duet::fabnet {

int64_t ButterflyLinearOperations(int64_t num_inputs, int64_t num_outputs) {
  const int64_t size = NextPowerOfTwo(num_inputs);
  const int64_t num_stacked = CeilDiv(num_outputs, size);
  return num_stacked * 2 * size * Log2OfNextPowerOfTwo(num_inputs);
}

Operations CountOperations(const NetworkShape& shape, int64_t seq_len) {
  const int64_t hidden = shape.hidden, feed_forward = shape.feed_forward;
  Operations block;
  if (shape.family == Family::kTransformer) {
    block.mixing = 2 * seq_len * seq_len * hidden;
    block.projection = 4 * seq_len * hidden * hidden;
  } else {
    block.mixing = 2 * seq_len * NextPowerOfTwo(hidden) * Log2OfNextPowerOfTwo(hidden) +
                   2 * hidden * NextPowerOfTwo(seq_len) * Log2OfNextPowerOfTwo(seq_len);
  }
  if (shape.family == Family::kFabnet) {
    block.feed_forward =
        seq_len * (ButterflyLinearOperations(hidden, feed_forward) + ButterflyLinearOperations(feed_forward, hidden));
  } else {
    block.feed_forward = 2 * seq_len * hidden * feed_forward;
  }
  return {shape.num_blocks * block.mixing, shape.num_blocks * block.projection, shape.num_blocks * block.feed_forward};
}

Operations CountOperationsAsReleased(const NetworkShape& shape, int64_t seq_len) {
  Operations operations = CountOperations(shape, seq_len);
  if (shape.family == Family::kFabnet) {
    operations.feed_forward = shape.num_blocks * 2 * seq_len * shape.feed_forward *
                              (Log2OfNextPowerOfTwo(shape.hidden) + Log2OfNextPowerOfTwo(shape.feed_forward));
  }
  return operations;
}

int64_t CountWeights(const NetworkShape& shape) {
  const int64_t hidden = shape.hidden, feed_forward = shape.feed_forward;
  const int64_t projections = shape.family == Family::kTransformer ? 4 * hidden * hidden : 0;
  const int64_t feed_forwards = shape.family == Family::kFabnet ? ButterflyLinearOperations(hidden, feed_forward) +
                                                                      ButterflyLinearOperations(feed_forward, hidden)
                                                                : 2 * hidden * feed_forward;
  return shape.num_blocks * (projections + feed_forwards);
}

int64_t CountWeightsAsReleased(const NetworkShape& shape, int64_t seq_len) {
  if (shape.family != Family::kFabnet) return CountWeights(shape);
  return shape.num_blocks *
         (2 * shape.hidden + 2 * NextPowerOfTwo(seq_len) + 4 * shape.hidden + 4 * shape.feed_forward);
}

}  // namespace duet::fabnet
