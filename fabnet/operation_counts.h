// Multiplications and weights of an encoder, as the FABNet paper counts them (figures 1 and 17).
//
// One block on L tokens, D = hidden, F = feed_forward, p(n) = n rounded up to a power of two, lg = log2:
//
//   softmax attention            2 L^2 D          (Q K^T and S V; softmax itself is not counted)
//   its projections              4 L D^2          (Q, K, V, output)
//   Fourier mixing               2 L p(D) lg p(D) + 2 p(L) D lg p(L)
//   dense feed-forward           2 L D F
//   butterfly linear m -> n      2 q p(m) lg p(m) a token, q = ceil(n / p(m)) stacked butterflies
//
// Source: the released script behind the figures (SamsungLabs/Butterfly_Acc). It differs for butterflies, which is what
// the functions ...AsReleased are for. Not counted there and here: biases, layer norms, embeddings, the classifier.

#ifndef FABNET_OPERATION_COUNTS_H_
#define FABNET_OPERATION_COUNTS_H_

#include <cstdint>

#include "fabnet/network_shape.h"

namespace duet::fabnet {

// Operations of all blocks, by what they are for. Every function takes a shape that CheckShape accepts, seq_len >= 1.
struct Operations {
  int64_t mixing = 0;        // attention or Fourier
  int64_t projection = 0;    // of attention
  int64_t feed_forward = 0;  // both layers
  int64_t total() const { return mixing + projection + feed_forward; }
};
Operations CountOperations(const NetworkShape& shape, int64_t seq_len);

// Operations of a butterfly linear layer on one token; also its weights: each stage multiplies by each weight once.
int64_t ButterflyLinearOperations(int64_t num_inputs, int64_t num_outputs);

// As the released script counts them: 2 F (lg D + lg F) a token for the two butterfly layers of FABNet, as if the one
// to F < D had no wider butterfly to run through and the one from F < D were not stacked. The same where F >= D.
Operations CountOperationsAsReleased(const NetworkShape& shape, int64_t seq_len);

// Weights that are stored: 2 q p(m) lg p(m) of a butterfly layer. A Fourier transform has none.
int64_t CountWeights(const NetworkShape& shape);

// As the released script counts them: a butterfly of size n has "4n" (citing a bound of Dao et al.) in place of the
// 2 n lg n that are stored, stacks do not count, and the twiddle factors of the Fourier transforms, 2 D + 2 p(L), do,
// though they are constants.
int64_t CountWeightsAsReleased(const NetworkShape& shape, int64_t seq_len);

}  // namespace duet::fabnet

#endif  // FABNET_OPERATION_COUNTS_H_
