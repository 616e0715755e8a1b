// Random butterfly matrices, rows and jobs, for tests, benchmarks and cycle counts.

#ifndef HW_BUTTERFLY_RANDOM_JOBS_H_
#define HW_BUTTERFLY_RANDOM_JOBS_H_

#include <cstdint>
#include <vector>

#include "hw/butterfly/butterfly_model.h"
#include "hw/butterfly/processor_bench.h"

namespace duet::hw {

// Weights N(0, 1/2): a factor keeps the variance of what it mixes.
ButterflyMatrix RandomButterflyMatrix(int log2_size, uint64_t seed);

// Parts N(0, 1); kLinear: real.
std::vector<ComplexHalf> RandomRow(ButterflyMode mode, int log2_size, uint64_t seed);

struct RandomJobOptions {
  ButterflyMode mode = ButterflyMode::kLinear;
  int log2_size = 3;
  int64_t num_rows = 1;
  int64_t num_units = 4;
};
// A job that brings its weights: those of RandomButterflyMatrix(seed), or FFT twiddles.
ProcessorJob RandomJob(const RandomJobOptions& options, uint64_t seed);

}  // namespace duet::hw

#endif  // HW_BUTTERFLY_RANDOM_JOBS_H_
