// The butterfly linear layer on a CPU: y = B x + bias, and its gradients.
//
// n is the number of inputs rounded up to a power of two; x is padded with zeros to n. One butterfly is a product of
// log2 n sparse factors. The factor of stride s mixes elements i and i + s of each block of 2 s by a 2 x 2 matrix T of
// its own:
//
//   [y_i; y_{i+s}] = T [x_i; x_{i+s}]      i = 2 s b + o, 0 <= o < s:  T = weights[stack][stage][b s + o]
//
//   x [n] --+-- stage 0 -- stage 1 -- ... -- stage log2 n - 1 --+   weights: [stacks][log2 n][n / 2][2][2], stages in
//           +-- (next stack)  ...                               +-- cut to the outputs, + bias       order of
//           application
//
// Enough butterflies are stacked to reach the number of outputs: stacks = ceil(outputs / n). Parameters: stacks
// 2 n log2 n weights and one bias an output; multiplications of a row: the number of weights.
//
// 16 rows at a time are transposed so that each lane of a vector holds another row: then every stride costs the same,
// no stage shuffles, and a block stays in the cache from the first stage to the last. Two stages run on each load and
// store. One thread; a result depends on nothing but its arguments. Limits: float32; a batch that is no multiple of 16
// costs as much as the next one.
//
// Source: Dao et al. 2019, "Learning fast algorithms for linear transforms using butterfly factorizations", section 3,
// and the layout of the released torch_butterfly; the layer of FABNet (Fan et al., MICRO 2022).

#ifndef FABNET_KERNELS_BUTTERFLY_H_
#define FABNET_KERNELS_BUTTERFLY_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace duet::fabnet {

enum class StrideOrder {
  kIncreasing,  // 1, 2, ..., n / 2
  kDecreasing,  // n / 2, ..., 2, 1: that of the accelerator
};

struct ButterflyShape {
  int64_t num_inputs = 0;
  int64_t num_outputs = 0;
  StrideOrder stride_order = StrideOrder::kIncreasing;

  int64_t size() const;        // n
  int64_t num_stages() const;  // log2 n
  int64_t num_stacks() const;
  int64_t num_weights() const;
  int64_t num_parameters() const { return num_weights() + num_outputs; }
};

// y = B x + bias. x: [batch, num_inputs], y: [batch, num_outputs], bias: [num_outputs]. `y` must not overlap the
// others. InvalidArgument if the shape is not of sizes in [1, 2^20] or a span has another size than it says.
absl::Status ButterflyForward(const ButterflyShape& shape, absl::Span<const float> weights,
                              absl::Span<const float> bias, absl::Span<const float> x, absl::Span<float> y);

// Where gradients of a loss are written (not added).
struct ButterflyGradients {
  absl::Span<float> weights;
  absl::Span<float> bias;
  absl::Span<float> x;
};

// Gradients from that with respect to the outputs, dy: [batch, num_outputs]. The stages are run again, so that forward
// has nothing to keep. Errors as above.
absl::Status ButterflyBackward(const ButterflyShape& shape, absl::Span<const float> weights, absl::Span<const float> x,
                               absl::Span<const float> dy, const ButterflyGradients& gradients);

}  // namespace duet::fabnet

#endif  // FABNET_KERNELS_BUTTERFLY_H_
