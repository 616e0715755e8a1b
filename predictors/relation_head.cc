#include "predictors/relation_head.h"

#include <cmath>

#include "predictors/merge_sort.h"

namespace duet::predictors {
namespace {

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// log(Sigmoid(x)), also where that is 0.
double LogSigmoid(double x) { return x > 0 ? -std::log1p(std::exp(-x)) : x - std::log1p(std::exp(x)); }

// q log(q / p), continued to q = 0.
double Divergence(double q, double log_p) { return q > 0 ? q * (std::log(q) - log_p) : 0; }

}  // namespace

double RelationTarget(Relation relation, double first_accuracy, double second_accuracy) {
  switch (relation) {
    case Relation::kOneWay:
      return (first_accuracy - second_accuracy + 1) / 2;
    case Relation::kOneWayHard:
      return first_accuracy > second_accuracy ? 1 : 0;
    case Relation::kSoftmax:
    case Relation::kNaive:
      break;
  }
  return Sigmoid(first_accuracy - second_accuracy);
}

template <typename Scalar>
RelationHead<Scalar>::RelationHead(Relation relation, int64_t num_inputs, RandomStream random)
    : relation_(relation), num_inputs_(num_inputs) {
  switch (relation) {
    case Relation::kSoftmax:  // columns: logits 0 and 1 of the first, logits 0 and 1 of the second
      combination_.resize(4, 2);
      combination_ << 1, 0, -1, 0, 0, 1, 0, -1;
      bias_combination_ = {1, -1};
      break;
    case Relation::kOneWay:
    case Relation::kOneWayHard:
      combination_.setIdentity(2, 2);
      bias_combination_ = {1};
      break;
    case Relation::kNaive:
      combination_.resize(1, 2);
      combination_ << 1, -1;
      bias_combination_ = {0};
      break;
  }
  const int64_t fan_in = relation == Relation::kNaive ? num_inputs : 2 * num_inputs;
  const double bound = 1 / std::sqrt(static_cast<double>(fan_in));
  parameters_.resize(num_inputs * combination_.rows() + bias_combination_.size());
  for (Scalar& parameter : parameters_) parameter = static_cast<Scalar>(bound * (2 * random.Uniform() - 1));
}

template <typename Scalar>
Matrix<Scalar> RelationHead<Scalar>::WeightsOfTerms() const {
  return Eigen::Map<const Matrix<Scalar>>(parameters_.data(), num_inputs_, combination_.rows()) * combination_;
}

template <typename Scalar>
double RelationHead<Scalar>::Offset() const {
  const Scalar* bias = &parameters_[num_inputs_ * combination_.rows()];
  double offset = 0;
  for (size_t k = 0; k < bias_combination_.size(); ++k) offset += bias_combination_[k] * bias[k];
  return offset;
}

template <typename Scalar>
Matrix<Scalar> RelationHead<Scalar>::Terms(const Matrix<Scalar>& embeddings) const {
  return embeddings * WeightsOfTerms();
}

template <typename Scalar>
std::vector<int64_t> RelationHead<Scalar>::Rank(const Matrix<Scalar>& terms) const {
  return MergeSort(terms.rows(), [&](int64_t a, int64_t b) { return Margin(terms, a, b) < 0; });
}

template <typename Scalar>
double RelationHead<Scalar>::Loss(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                                  absl::Span<const GraphPair> pairs) const {
  const Matrix<Scalar> terms = Terms(embeddings);
  double loss = 0;
  for (const auto [first, second] : pairs) {
    const double target = RelationTarget(relation_, accuracies[first], accuracies[second]);
    const double margin = Margin(terms, first, second);
    loss += Divergence(target, LogSigmoid(margin)) + Divergence(1 - target, LogSigmoid(-margin));
  }
  return loss;
}

template <typename Scalar>
Matrix<Scalar> RelationHead<Scalar>::Backward(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                                              absl::Span<const GraphPair> pairs, int64_t offset,
                                              Optimizer<Scalar>& optimizer) {
  const Matrix<Scalar> weights_of_terms = WeightsOfTerms();
  const Matrix<Scalar> terms = embeddings * weights_of_terms;
  Matrix<Scalar> d_terms = Matrix<Scalar>::Zero(embeddings.rows(), 2);
  double d_offset = 0;
  for (const auto [first, second] : pairs) {
    const double d_margin =
        Sigmoid(Margin(terms, first, second)) - RelationTarget(relation_, accuracies[first], accuracies[second]);
    d_terms(first, 0) += static_cast<Scalar>(d_margin);
    d_terms(second, 1) += static_cast<Scalar>(d_margin);
    d_offset += d_margin;
  }
  std::vector<Scalar> gradient(parameters_.size());
  Eigen::Map<Matrix<Scalar>>(gradient.data(), num_inputs_, combination_.rows()) =
      embeddings.transpose() * (d_terms * combination_.transpose());
  for (size_t k = 0; k < bias_combination_.size(); ++k) {
    gradient[num_inputs_ * combination_.rows() + k] = static_cast<Scalar>(d_offset) * bias_combination_[k];
  }
  optimizer.Update(offset, gradient.size(), gradient.data(), parameters_.data());
  return d_terms * weights_of_terms.transpose();
}

template class RelationHead<float>;
template class RelationHead<double>;

}  // namespace duet::predictors
