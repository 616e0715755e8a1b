// From a block of FABNet to what the accelerator runs: an image of the memory with weights, and descriptors.
//
//   FBfly   layer norm, FFT of rows, FFT of columns (+ x), layer norm, expand (GELU), contract (+)
//   ABfly   layer norm, Q, K, V, for each head keys, values, queries, then output (+ x) and the same feed forward
//
// A butterfly layer with several stacks is a descriptor a stack. Addresses count halves.

#ifndef HW_TOP_PROGRAM_H_
#define HW_TOP_PROGRAM_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "hw/fp16/fp16.h"
#include "hw/top/block_model.h"
#include "hw/top/descriptor.h"

namespace duet::hw {

// Parameters of accelerator.sv.
struct AcceleratorShape {
  int64_t lanes = 8;           // P_be
  int64_t num_units = 4;       // P_bu
  int64_t max_log2_size = 10;  // of a butterfly's or a layer norm's row
  int64_t qk_multipliers = 8;  // P_qk
  int64_t sv_multipliers = 8;  // P_sv
  int64_t max_head_dim = 64;
  int64_t max_keys = 1024;
};

struct Program {
  std::vector<Half> memory;  // weights are there, the input is 0
  std::vector<Descriptor> descriptors;
  int64_t input = 0;   // address of x, [L, D]
  int64_t output = 0;  // address of y, [L, D]
};

// InvalidArgument where the weights do not fit each other (block_model.h), or the accelerator is too small for a row, a
// head or the keys, or a row is shorter than the 2 P_bu elements of an access.
absl::StatusOr<Program> CompileFbfly(const FbflyWeights& weights, int64_t num_rows, const AcceleratorShape& shape);
absl::StatusOr<Program> CompileAbfly(const AbflyWeights& weights, int64_t num_rows, const AcceleratorShape& shape);
// The same where rows from `num_keys`, in [1, num_rows], on are padding that no row attends to.
absl::StatusOr<Program> CompileAbfly(const AbflyWeights& weights, int64_t num_rows, int64_t num_keys,
                                     const AcceleratorShape& shape);

}  // namespace duet::hw

#endif  // HW_TOP_PROGRAM_H_
