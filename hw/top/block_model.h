// FABNet's two blocks in half precision, as the accelerator computes them bit for bit (accelerator.sv, program.h).
//
//   FBfly   x ----+-> layer norm -> Re FFT2 -----------------------> + --> feed forward --> y        x, y: [L, D]
//                 +--------------------------------------------------^
//   ABfly   x ----+-> layer norm -> Q, K, V -> attention -> output -> + --> feed forward --> y
//                 +--------------------------------------------------^
//   feed forward  ----+-> layer norm -> expand [D -> F] -> GELU -> contract [F -> D] -> + -->
//                     +------------------------------------------------------------------^
//
// Q, K, V, output, expand and contract are butterfly layers; FFT2 is the unnormalised transform along the hidden axis
// and then the sequence. Number is Half or, as the reference, Bounded (hw/numeric/bounded.h): the exact result with a
// derived bound of the half's error. Source: Fan et al., MICRO 2022; the layout of layers and weights is that of the
// published artifact (pre-norm; butterfly factors from stride N/2 down to 1). Not there: dropout, masks but of padding
// at the end.

#ifndef HW_TOP_BLOCK_MODEL_H_
#define HW_TOP_BLOCK_MODEL_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/fp16/fp16.h"

namespace duet::hw {

struct LayerNormWeights {
  std::vector<Half> gamma;  // [width]
  std::vector<Half> beta;   // [width]
};

// y = the first out_features of [B_0 x; B_1 x; ...] + bias, x followed by zeros up to n = 2^ceil(log2 in_features).
struct ButterflyLayerWeights {
  int64_t in_features = 0;
  int64_t out_features = 0;
  std::vector<ButterflyMatrix> stacks;  // ceil(out_features / n) of size n
  std::vector<Half> bias;               // [out_features]
};

struct FeedForwardWeights {
  LayerNormWeights norm;           // [D]
  ButterflyLayerWeights expand;    // D -> F
  ButterflyLayerWeights contract;  // F -> D
};

struct FbflyWeights {
  LayerNormWeights norm;  // [D]
  FeedForwardWeights feed_forward;
};

struct AbflyWeights {
  LayerNormWeights norm;                            // [D]
  ButterflyLayerWeights query, key, value, output;  // D -> D
  int64_t num_heads = 1;                            // head h has elements h D / num_heads, ...
  FeedForwardWeights feed_forward;
};

// InvalidArgument, with the name and the sizes, where the weights do not fit each other. An FBfly block wants powers of
// two for D and, in RunFbfly, for L.
absl::Status Validate(const FbflyWeights& weights);
absl::Status Validate(const AbflyWeights& weights);

// x: [L, D] -> [L, D]. InvalidArgument as above, or if x is not a number of rows, at least 1.
template <typename Number>
absl::StatusOr<std::vector<Number>> RunFbfly(const FbflyWeights& weights, absl::Span<const Number> x);
template <typename Number>
absl::StatusOr<std::vector<Number>> RunAbfly(const AbflyWeights& weights, absl::Span<const Number> x);
// The same where rows from `num_keys`, in [1, L], on are padding: they attend to the others, but none to them.
template <typename Number>
absl::StatusOr<std::vector<Number>> RunAbfly(const AbflyWeights& weights, absl::Span<const Number> x, int64_t num_keys);

// x: [L, in_features] -> [L, out_features]. The weights are valid.
template <typename Number>
std::vector<Number> RunButterflyLayer(const ButterflyLayerWeights& weights, absl::Span<const Number> x);

// x: [L, D], powers of two -> [L, D]: the real part of the transform along both axes.
template <typename Number>
std::vector<Number> RealFft2(int64_t width, absl::Span<const Number> x);

}  // namespace duet::hw

#endif  // HW_TOP_BLOCK_MODEL_H_
