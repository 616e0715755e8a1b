#include "asr/low_rank/counts.h"

namespace duet::asr {

int64_t NumWeights(const MatrixShape& shape, std::optional<int64_t> rank) {
  if (!rank.has_value()) return shape.num_outputs * shape.num_inputs;
  return *rank * (shape.num_outputs + shape.num_inputs);
}

int64_t BreakEvenRank(const MatrixShape& shape) {
  if (shape.num_outputs == 0 || shape.num_inputs == 0) return 0;
  return (shape.num_outputs * shape.num_inputs - 1) / (shape.num_outputs + shape.num_inputs);
}

}  // namespace duet::asr
