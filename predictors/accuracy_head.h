// The head of BRP-NAS's accuracy predictor: a linear layer on one embedding; the loss is the sum of absolute errors.
// Graphs rank by what it predicts. Source: Dudziak et al. 2020 (BRP-NAS), released code.

#ifndef PREDICTORS_ACCURACY_HEAD_H_
#define PREDICTORS_ACCURACY_HEAD_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/random.h"
#include "predictors/gcn.h"
#include "predictors/ranking_head.h"

namespace duet::predictors {

template <typename Scalar>
class AccuracyHead : public RankingHead<Scalar> {
 public:
  AccuracyHead(int64_t num_inputs, RandomStream random) : dense_(num_inputs, 1, random) {}

  std::vector<Scalar>& parameters() override { return dense_.parameters(); }
  // The predicted accuracies [B, 1].
  Matrix<Scalar> Terms(const Matrix<Scalar>& embeddings) const override { return dense_.Forward(embeddings); }
  // Stable: equal predictions stay in the order of their rows.
  std::vector<int64_t> Rank(const Matrix<Scalar>& terms) const override;
  double Loss(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
              absl::Span<const GraphPair> pairs) const override;
  Matrix<Scalar> Backward(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                          absl::Span<const GraphPair> pairs, int64_t offset, Optimizer<Scalar>& optimizer) override;

 private:
  Dense<Scalar> dense_;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_ACCURACY_HEAD_H_
