// What a ranking predictor puts on top of a GCN's embeddings: from a few trained graphs' accuracies it gets a loss,
// from all graphs' embeddings a ranking.

#ifndef PREDICTORS_RANKING_HEAD_H_
#define PREDICTORS_RANKING_HEAD_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "predictors/blas.h"
#include "predictors/optimizer.h"

namespace duet::predictors {

// An ordered pair of graphs, by their rows in a batch.
struct GraphPair {
  int64_t first;
  int64_t second;
};

// All n (n - 1) ordered pairs of different graphs.
std::vector<GraphPair> AllPairs(int64_t n);

template <typename Scalar>
class RankingHead {
 public:
  virtual ~RankingHead() = default;

  virtual std::vector<Scalar>& parameters() = 0;

  // What Rank needs of each graph: [B, D] -> [B, number of terms].
  virtual Matrix<Scalar> Terms(const Matrix<Scalar>& embeddings) const = 0;

  // The graphs from the worst to the best, by their terms.
  virtual std::vector<int64_t> Rank(const Matrix<Scalar>& terms) const = 0;

  // The loss of a batch of embeddings [B, D] with accuracies [B]: a sum over `pairs`, or over graphs if the head looks
  // at one at a time.
  virtual double Loss(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                      absl::Span<const GraphPair> pairs) const = 0;

  // Returns the loss's derivative by the embeddings [B, D], and hands that by the parameters to `optimizer` at
  // `offset`.
  virtual Matrix<Scalar> Backward(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                                  absl::Span<const GraphPair> pairs, int64_t offset, Optimizer<Scalar>& optimizer) = 0;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_RANKING_HEAD_H_
