#include "asr/low_rank/counts.h"

#include <algorithm>
#include <cmath>

namespace duet::asr {

int64_t NumWeights(const MatrixShape& shape, std::optional<int64_t> rank) {
  if (!rank.has_value()) return shape.num_outputs * shape.num_inputs;
  return *rank * (shape.num_outputs + shape.num_inputs);
}

int64_t BreakEvenRank(const MatrixShape& shape) {
  if (shape.num_outputs == 0 || shape.num_inputs == 0) return 0;
  return (shape.num_outputs * shape.num_inputs - 1) / (shape.num_outputs + shape.num_inputs);
}

int64_t NumWeights(absl::Span<const NamedMatrix> matrices, const Ranks& ranks) {
  int64_t sum = 0;
  for (size_t i = 0; i < matrices.size(); ++i) sum += NumWeights(matrices[i].shape, ranks[i]);
  return sum;
}

Ranks RanksAtFraction(absl::Span<const NamedMatrix> matrices, double fraction) {
  Ranks ranks;
  for (const NamedMatrix& matrix : matrices) {
    const double rank = std::round(fraction * static_cast<double>(BreakEvenRank(matrix.shape)));
    ranks.push_back(fraction >= 1 ? std::nullopt : std::optional(std::max<int64_t>(1, static_cast<int64_t>(rank))));
  }
  return ranks;
}

double UniformFraction(absl::Span<const NamedMatrix> matrices, int64_t max_weights) {
  constexpr int64_t kSteps = 1000;
  for (int64_t step = kSteps; step > 1; --step) {
    const double fraction = static_cast<double>(step) / kSteps;
    if (NumWeights(matrices, RanksAtFraction(matrices, fraction)) <= max_weights) return fraction;
  }
  return 1. / kSteps;
}

}  // namespace duet::asr
