#include "hw/butterfly/random_jobs.h"

#include <cmath>

#include "common/random.h"

namespace duet::hw {

ButterflyMatrix RandomButterflyMatrix(int log2_size, uint64_t seed) {
  RandomStream random(seed, "butterfly_matrix");
  const auto draw = [&] { return FromDouble(random.Normal() * std::sqrt(0.5)); };
  ButterflyMatrix matrix;
  matrix.log2_size = log2_size;
  for (int64_t i = 0; i < log2_size * matrix.size() / 2; ++i) {
    UnitWeights& weights = matrix.weights.emplace_back();
    for (Half* weight : {&weights.w1, &weights.w2, &weights.w3, &weights.w4}) *weight = draw();
  }
  return matrix;
}

std::vector<ComplexHalf> RandomRow(ButterflyMode mode, int log2_size, uint64_t seed) {
  RandomStream random(seed, "row");
  std::vector<ComplexHalf> row(int64_t{1} << log2_size);
  for (ComplexHalf& value : row) {
    value.re = FromDouble(random.Normal());
    if (mode == ButterflyMode::kFft) value.im = FromDouble(random.Normal());
  }
  return row;
}

ProcessorJob RandomJob(const RandomJobOptions& options, uint64_t seed) {
  ProcessorJob job;
  job.mode = options.mode;
  job.log2_size = options.log2_size;
  job.weights = options.mode == ButterflyMode::kFft
                    ? PackFftTwiddles(options.log2_size)
                    : PackLinearWeights(RandomButterflyMatrix(options.log2_size, seed), options.num_units);
  for (int64_t row = 0; row < options.num_rows; ++row) {
    job.rows.push_back(RandomRow(options.mode, options.log2_size, seed * 1000 + row));
  }
  return job;
}

}  // namespace duet::hw
