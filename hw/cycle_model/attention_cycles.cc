#include "hw/cycle_model/attention_cycles.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"

namespace duet::hw {

absl::StatusOr<AttentionCycles> CountAttentionCycles(const AttentionEngine& engine, const AttentionShape& shape) {
  constexpr int64_t kMax = int64_t{1} << 20;
  for (const int64_t number :
       {engine.qk_multipliers, engine.sv_multipliers, shape.num_keys, shape.head_dim, shape.num_heads}) {
    if (number < 1 || number > kMax) {
      return absl::InvalidArgumentError(absl::StrCat("attention of ", shape.num_heads, " heads of ", shape.num_keys,
                                                     " keys with ", shape.head_dim, " elements on ",
                                                     engine.qk_multipliers, " and ", engine.sv_multipliers,
                                                     " multipliers; each must be in [1, ", kMax, "]"));
    }
  }
  const double n = shape.num_keys;
  const double score = n * CeilDiv(shape.head_dim, engine.qk_multipliers);
  const double softmax = 2 * n + 2 * Log2OfNextPowerOfTwo(shape.num_keys) + 13;
  const double weigh = n * CeilDiv(shape.head_dim, engine.sv_multipliers);
  AttentionCycles cycles;
  cycles.load = score + weigh;  // as many beats
  cycles.first_row = score + softmax + weigh;
  cycles.row = std::max({score, softmax, weigh});
  cycles.total = shape.num_heads * (cycles.load + cycles.first_row + (n - 1) * cycles.row);
  return cycles;
}

}  // namespace duet::hw
