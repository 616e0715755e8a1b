// Cuts networks of any ranks out of a trained one.
//
//     ASSIGN_OR_RETURN(const DecomposedNetwork decomposed, DecomposedNetwork::Create(*network, {}));
//     ASSIGN_OR_RETURN(const auto compressed, decomposed.Cut(RanksAtFraction(decomposed.matrices(), 0.3)));
//
// The singular value decompositions are made once. What is cut is not trained: Train (asr/training) does that, its
// gradients reach the factors. A network that has factors already can be cut again (iterative compression).

#ifndef ASR_LOW_RANK_COMPRESS_H_
#define ASR_LOW_RANK_COMPRESS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "asr/low_rank/factored_layers.h"
#include "asr/networks/recurrent_network.h"

namespace duet::asr {

struct DecomposeOptions {
  bool stacks_matrices = false;  // W_x and W_h of a layer are factored as one
};

class DecomposedNetwork {
 public:
  // FailedPrecondition if W_x and W_h are stacked where they are to be apart, or the reverse, in a network with
  // factors.
  static absl::StatusOr<DecomposedNetwork> Create(RecurrentNetwork& network, const DecomposeOptions& options);

  // The network's options, with matrices stacked or not as asked for; its own ranks.
  const RecurrentNetworkOptions& options() const { return options_; }
  absl::Span<const NamedMatrix> matrices() const { return matrices_; }
  // By matrix.
  const Svd& svd(int64_t matrix) const { return svds_[matrix]; }

  // The network of these ranks, not training; its dropout is the source's. InvalidArgument as RecurrentNetwork::Create.
  absl::StatusOr<std::shared_ptr<RecurrentNetwork>> Cut(const Ranks& ranks) const;

 private:
  DecomposedNetwork() = default;

  RecurrentNetworkOptions options_;
  std::vector<NamedMatrix> matrices_;
  std::vector<torch::Tensor> products_;  // by matrix, [n, m]
  std::vector<Svd> svds_;                // by matrix
  std::vector<torch::Tensor> biases_;    // of the layers, then of the output
};

}  // namespace duet::asr

#endif  // ASR_LOW_RANK_COMPRESS_H_
