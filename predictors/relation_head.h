// A binary relation on top of the embeddings of two graphs: the chance that the first is the better one.
//
//   chance p(i, j) = sigmoid(m(i, j)),   margin m(i, j) = u_i + v_j + c        u, v: linear in the embeddings
//   loss = sum over ordered pairs of KL(q || p), q the target; its derivative by m is p - q
//
// | relation    | network of the paper or its code            | margin                       | target q           |
// |-------------|---------------------------------------------|------------------------------|--------------------|
// | kSoftmax    | softmax of Linear(2D, 2) of both embeddings | difference of the logits     | sigmoid(a_i - a_j) |
// | kOneWay     | sigmoid of Linear(2D, 1) of both            | the logit                    | (a_i - a_j + 1)/2  |
// | kOneWayHard | the same                                    | the logit                    | 1 if a_i > a_j     |
// | kNaive      | softmax of Linear(D, 1) of each             | difference of the two scores | sigmoid(a_i - a_j) |
//
// a: normalised accuracies. softmax([a_i, a_j]) is (sigmoid(a_i - a_j), sigmoid(a_j - a_i)). The logits of Linear(2D,
// ..) are a sum of one term a graph, so that the margins of all pairs of B graphs take B products, not B^2; and i is
// ranked below j where m(i, j) < 0.
//
// Source: Dudziak et al. 2020 (BRP-NAS), section 4.1, and its released code, where the one-way losses are binary
// cross-entropies: KL but for a constant. Neither relation is antisymmetric, or transitive unless kNaive.

#ifndef PREDICTORS_RELATION_HEAD_H_
#define PREDICTORS_RELATION_HEAD_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/random.h"
#include "predictors/blas.h"
#include "predictors/optimizer.h"
#include "predictors/ranking_head.h"

namespace duet::predictors {

enum class Relation { kSoftmax, kOneWay, kOneWayHard, kNaive };

// The target q of a pair of accuracies; for kOneWay these must be in [0, 1].
double RelationTarget(Relation relation, double first_accuracy, double second_accuracy);

template <typename Scalar>
class RelationHead : public RankingHead<Scalar> {
 public:
  // LibTorch's initialisation of the linear layer; `num_inputs` is D, of one embedding.
  RelationHead(Relation relation, int64_t num_inputs, RandomStream random);

  // The weights [D, C] by the columns of `combination`, then the bias.
  std::vector<Scalar>& parameters() override { return parameters_; }

  // The margin of a pair, given the graphs' terms [B, 2].
  double Margin(const Matrix<Scalar>& terms, int64_t first, int64_t second) const {
    return static_cast<double>(terms(first, 0)) + static_cast<double>(terms(second, 1)) + Offset();
  }

  // (u, v) of each graph.
  Matrix<Scalar> Terms(const Matrix<Scalar>& embeddings) const override;
  std::vector<int64_t> Rank(const Matrix<Scalar>& terms) const override;
  double Loss(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
              absl::Span<const GraphPair> pairs) const override;
  Matrix<Scalar> Backward(const Matrix<Scalar>& embeddings, absl::Span<const double> accuracies,
                          absl::Span<const GraphPair> pairs, int64_t offset, Optimizer<Scalar>& optimizer) override;

 private:
  // The weights that give (u, v): [D, 2].
  Matrix<Scalar> WeightsOfTerms() const;
  // c.
  double Offset() const;

  Relation relation_;
  int64_t num_inputs_;
  // A linear layer on two embeddings is one of C columns on a single embedding, some for when it is the first and some
  // for the second; u and v are sums of these columns, times 1 or -1. c is such a sum of the biases.
  Matrix<Scalar> combination_;            // [C, 2]
  std::vector<Scalar> bias_combination_;  // as many as biases
  std::vector<Scalar> parameters_;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_RELATION_HEAD_H_
