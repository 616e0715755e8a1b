// Layers whose matrices may be products of two thin factors, for training and for fast inference.
//
//     W [n, m] ~ R [n, k] L [k, m]:   y = x W ~ (x R) L         x, y: rows
//
// In training, an LSTM multiplies its factors and runs LibTorch's on the product: the same function, and gradients
// reach the factors. Without gradients it runs lstm_inference.h, which is where factors save time.

#ifndef ASR_LOW_RANK_FACTORED_LAYERS_H_
#define ASR_LOW_RANK_FACTORED_LAYERS_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "asr/low_rank/counts.h"
#include "asr/low_rank/lstm_inference.h"
#include "torch/nn/module.h"
#include "torch/types.h"

namespace duet::asr {

// The singular value decomposition U diag(s) V^T of a matrix, from which factors of any rank are cut.
struct Svd {
  torch::Tensor u;  // [n, r], r = min(n, m)
  torch::Tensor s;  // [r], descending
  torch::Tensor v;  // [r, m]: V^T
};
Svd Decompose(const torch::Tensor& matrix);

// The Frobenius norm of what factors of that rank leave out: the root of the sum of the squares of the singular values
// from `rank` on.
double TruncationError(const Svd& svd, int64_t rank);

// A matrix or its factors.
class FactoredMatrix : public torch::nn::Module {
 public:
  // Zeros. `rank` from 1 to min(n, m).
  FactoredMatrix(const MatrixShape& shape, std::optional<int64_t> rank);

  // x: [..., n] -> [..., m]
  torch::Tensor forward(const torch::Tensor& x) const;

  // [n, m]
  torch::Tensor Product() const;
  // Becomes the best approximation of its rank, each factor with the roots of the singular values; without a rank the
  // matrix itself.
  void Assign(const Svd& svd);
  void Assign(const torch::Tensor& matrix);

  MatrixView View() const;
  const MatrixShape& shape() const { return shape_; }
  std::optional<int64_t> rank() const { return rank_; }

 private:
  const MatrixShape shape_;
  const std::optional<int64_t> rank_;
  torch::Tensor left_;   // [k, m]; the matrix, [n, m], if there is no rank
  torch::Tensor right_;  // [n, k]
};

// One direction, one bias vector, state 0 before the first frame. Gates in the order input, forget, cell, output.
class FactoredLstm : public torch::nn::Module {
 public:
  // W_x and W_h apart.
  FactoredLstm(const LstmShape& shape, std::optional<int64_t> input_rank, std::optional<int64_t> recurrent_rank);
  // [W_x; W_h], stacked.
  FactoredLstm(const LstmShape& shape, int64_t stacked_rank);

  // x: [T, B, d] -> [T, B, h]
  torch::Tensor forward(const torch::Tensor& x);

  // W_x [d, 4 h] above W_h [h, 4 h].
  torch::Tensor Weights() const;
  torch::Tensor& bias() { return bias_; }  // [4 h]

  // Of the two matrices, or null where they are one.
  FactoredMatrix* input() { return input_.get(); }
  FactoredMatrix* recurrent() { return recurrent_.get(); }
  // Of the one matrix, or null.
  FactoredMatrix* stacked() { return stacked_.get(); }

 private:
  FactoredLstm(const LstmShape& shape, std::shared_ptr<FactoredMatrix> input, std::shared_ptr<FactoredMatrix> recurrent,
               std::shared_ptr<FactoredMatrix> stacked);

  const LstmShape shape_;
  std::shared_ptr<FactoredMatrix> input_, recurrent_, stacked_;
  torch::Tensor bias_;  // [4 h]
};

}  // namespace duet::asr

#endif  // ASR_LOW_RANK_FACTORED_LAYERS_H_
