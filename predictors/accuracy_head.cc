#include "predictors/accuracy_head.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace duet::predictors {

template <typename Scalar>
std::vector<int64_t> AccuracyHead<Scalar>::Rank(const Matrix<Scalar>& terms) const {
  std::vector<int64_t> order(terms.rows());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return terms(a, 0) < terms(b, 0); });
  return order;
}

template <typename Scalar>
double AccuracyHead<Scalar>::Loss(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                                  absl::Span<const GraphPair>) const {
  const Matrix<Scalar> predicted = Terms(embeddings);
  double loss = 0;
  for (int64_t i = 0; i < predicted.rows(); ++i) loss += std::abs(predicted(i, 0) - accuracies[i]);
  return loss;
}

template <typename Scalar>
Matrix<Scalar> AccuracyHead<Scalar>::Backward(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                                              absl::Span<const GraphPair>, int64_t offset,
                                              Optimizer<Scalar>& optimizer) {
  Matrix<Scalar> d_predicted = Terms(embeddings);
  for (int64_t i = 0; i < d_predicted.rows(); ++i) {
    const double error = d_predicted(i, 0) - accuracies[i];
    d_predicted(i, 0) = (error > 0) - (error < 0);
  }
  return dense_.Backward(embeddings, d_predicted, offset, optimizer);
}

template class AccuracyHead<float>;
template class AccuracyHead<double>;

}  // namespace duet::predictors
