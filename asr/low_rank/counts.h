// Weights of a matrix as such and as a product of two thin factors, and of an LSTM layer of such matrices.
//
//     W [m, n]  ~  L [m, k] R [k, n]:   k (m + n) weights instead of m n; fewer below the break-even rank m n / (m + n)
//
//     LSTM, d inputs, h units        dense         W_x, W_h at ranks k1, k2      [W_x W_h] at rank k
//     weights, without biases (4 h)  4 h (d + h)   k1 (4 h + d) + k2 (5 h)       k (5 h + d)
//
// A frame takes as many multiply-accumulates as there are weights.
// Source: the singular value decomposition's textbook facts; low-rank LSTMs as in ShrinkML (Dudziak et al. 2019).

#ifndef ASR_LOW_RANK_COUNTS_H_
#define ASR_LOW_RANK_COUNTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace duet::asr {

struct MatrixShape {
  int64_t num_outputs = 0;  // m
  int64_t num_inputs = 0;   // n
};

// As a product of factors of that rank, or dense.
int64_t NumWeights(const MatrixShape& shape, std::optional<int64_t> rank);

// The greatest rank with which the factors have fewer weights than the matrix; 0 if none has.
int64_t BreakEvenRank(const MatrixShape& shape);

// What the ranks of an LSTM layer factor: its two matrices one by one, or as one.
struct LstmShape {
  int64_t num_inputs = 0;  // d
  int64_t num_units = 0;   // h

  MatrixShape input() const { return {4 * num_units, num_inputs}; }                // W_x
  MatrixShape recurrent() const { return {4 * num_units, num_units}; }             // W_h
  MatrixShape stacked() const { return {4 * num_units, num_inputs + num_units}; }  // [W_x W_h]
};

// A matrix of a network that can be factored: "lstm1.input", "lstm1.recurrent" (or "lstm1.stacked"), ..., "output".
struct NamedMatrix {
  std::string name;
  MatrixShape shape;
};

// By matrix of a network; nothing for a dense one.
using Ranks = std::vector<std::optional<int64_t>>;

// Of all matrices.
int64_t NumWeights(absl::Span<const NamedMatrix> matrices, const Ranks& ranks);

// The rank of each matrix that is that fraction of its break-even rank, rounded, at least 1; dense from 1 on.
Ranks RanksAtFraction(absl::Span<const NamedMatrix> matrices, double fraction);

// The greatest fraction in steps of 1/1000 with which there are at most `max_weights` weights; 0.001 if with none.
double UniformFraction(absl::Span<const NamedMatrix> matrices, int64_t max_weights);

}  // namespace duet::asr

#endif  // ASR_LOW_RANK_COUNTS_H_
