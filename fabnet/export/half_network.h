// A FABNet in the accelerator's numbers: blocks as hw/top takes them, embedding and classifier for the host.
//
//   tokens [L] --> embedding + position --> block --> ... --> block --> layer norm --> mean or CLS --> linear, ReLU,
//                  (halves, host)           (halves, accelerator)       (halves, host)  (float, host)  linear -->
//                  logits
//
// What runs a block is an argument: the C++ model, or a simulation of the RTL. Both give the same bits, so logits are
// equal as well. Padding is 0 at the end of a sequence: an ABfly block does not attend to it, the layer norm leaves 0
// there.
//
// Source: as fabnet/models/encoder.h, whose trained networks export.h turns into this. Limits: no pairs of sequences.

#ifndef FABNET_EXPORT_HALF_NETWORK_H_
#define FABNET_EXPORT_HALF_NETWORK_H_

#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "hw/fp16/fp16.h"
#include "hw/top/block_model.h"

namespace duet::fabnet {

using BlockWeights = std::variant<hw::FbflyWeights, hw::AbflyWeights>;

// y = W x + bias in float.
struct DenseWeights {
  std::vector<float> weight;  // [outputs, inputs]
  std::vector<float> bias;    // [outputs]
};

struct HalfNetwork {
  int64_t vocabulary = 0;  // tokens are below it
  int64_t seq_len = 0;     // L
  int64_t hidden = 0;      // D
  // Whether the token `vocabulary` is put before the sequence, whose last token is dropped, and alone is classified.
  bool pools_cls = false;
  std::vector<hw::Half> token_embedding;     // [vocabulary (+ 1: CLS), D]
  std::vector<hw::Half> position_embedding;  // [L, D]
  std::vector<BlockWeights> blocks;          // the lowest first
  hw::LayerNormWeights final_norm;
  DenseWeights classifier_hidden;  // D -> F
  DenseWeights classifier;         // F -> classes
};

// Runs a block on x [L, D], of which the rows from `num_tokens` on are padding -> [L, D].
using BlockRunner = std::function<absl::StatusOr<std::vector<hw::Half>>(
    const BlockWeights& weights, absl::Span<const hw::Half> x, int64_t num_tokens)>;

// The C++ model of the accelerator. The status of hw::RunFbfly or hw::RunAbfly.
absl::StatusOr<std::vector<hw::Half>> RunBlockModel(const BlockWeights& weights, absl::Span<const hw::Half> x,
                                                    int64_t num_tokens);

// tokens: [L] -> [classes]. InvalidArgument for another number of tokens, one that is not in the vocabulary, none but
// padding, or padding before a token; else the status of `run_block`.
absl::StatusOr<std::vector<float>> Logits(const HalfNetwork& network, absl::Span<const uint16_t> tokens,
                                          const BlockRunner& run_block);

// The number of the largest logit, the first of equals.
int64_t PredictedClass(absl::Span<const float> logits);

}  // namespace duet::fabnet

#endif  // FABNET_EXPORT_HALF_NETWORK_H_
