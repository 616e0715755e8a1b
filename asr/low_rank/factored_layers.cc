#include "asr/low_rank/factored_layers.h"

#include "ATen/ATen.h"

namespace duet::asr {

Svd Decompose(const torch::Tensor& matrix) {
  const c10::InferenceMode inference;
  auto [u, s, v] = at::linalg_svd(matrix, /*full_matrices=*/false);
  return {u, s, v};
}

double TruncationError(const Svd& svd, int64_t rank) {
  return svd.s.slice(0, rank).to(at::kDouble).norm().item<double>();
}

FactoredMatrix::FactoredMatrix(const MatrixShape& shape, std::optional<int64_t> rank) : shape_(shape), rank_(rank) {
  left_ = register_parameter("left", at::zeros({rank.value_or(shape.num_inputs), shape.num_outputs}));
  if (rank.has_value()) right_ = register_parameter("right", at::zeros({shape.num_inputs, *rank}));
}

torch::Tensor FactoredMatrix::forward(const torch::Tensor& x) const {
  return at::matmul(rank_.has_value() ? at::matmul(x, right_) : x, left_);
}

torch::Tensor FactoredMatrix::Product() const { return rank_.has_value() ? at::matmul(right_, left_) : left_; }

void FactoredMatrix::Assign(const Svd& svd) {
  const c10::NoGradGuard no_gradients;
  if (!rank_.has_value()) {
    left_.copy_(at::matmul(svd.u * svd.s, svd.v));
    return;
  }
  const torch::Tensor roots = svd.s.slice(0, 0, *rank_).sqrt();
  right_.copy_(svd.u.slice(1, 0, *rank_) * roots);
  left_.copy_(svd.v.slice(0, 0, *rank_) * roots.unsqueeze(1));
}

void FactoredMatrix::Assign(const torch::Tensor& matrix) {
  if (rank_.has_value()) return Assign(Decompose(matrix.detach()));
  const c10::NoGradGuard no_gradients;
  left_.copy_(matrix);
}

MatrixView FactoredMatrix::View() const {
  return {shape_.num_inputs, shape_.num_outputs, rank_.value_or(0), left_.data_ptr<float>(),
          rank_.has_value() ? right_.data_ptr<float>() : nullptr};
}

FactoredLstm::FactoredLstm(const LstmShape& shape, std::shared_ptr<FactoredMatrix> input,
                           std::shared_ptr<FactoredMatrix> recurrent, std::shared_ptr<FactoredMatrix> stacked)
    : shape_(shape), input_(std::move(input)), recurrent_(std::move(recurrent)), stacked_(std::move(stacked)) {
  if (input_ != nullptr) register_module("input", input_);
  if (recurrent_ != nullptr) register_module("recurrent", recurrent_);
  if (stacked_ != nullptr) register_module("stacked", stacked_);
  bias_ = register_parameter("bias", at::zeros({4 * shape.num_units}));
}

FactoredLstm::FactoredLstm(const LstmShape& shape, std::optional<int64_t> input_rank,
                           std::optional<int64_t> recurrent_rank)
    : FactoredLstm(shape, std::make_shared<FactoredMatrix>(shape.input(), input_rank),
                   std::make_shared<FactoredMatrix>(shape.recurrent(), recurrent_rank), nullptr) {}

FactoredLstm::FactoredLstm(const LstmShape& shape, int64_t stacked_rank)
    : FactoredLstm(shape, nullptr, nullptr, std::make_shared<FactoredMatrix>(shape.stacked(), stacked_rank)) {}

torch::Tensor FactoredLstm::Weights() const {
  return stacked_ != nullptr ? stacked_->Product() : at::cat({input_->Product(), recurrent_->Product()});
}

torch::Tensor FactoredLstm::forward(const torch::Tensor& x) {
  const int64_t d = shape_.num_inputs, h = shape_.num_units;
  if (at::GradMode::is_enabled() && x.size(0) > 0) {  // LibTorch refuses a speech of no frames
    const torch::Tensor weights = Weights().t();      // [4 h, d + h], as LibTorch has them
    const torch::Tensor state = at::zeros({1, x.size(1), h}, x.options());
    return std::get<0>(at::lstm(x, {state, state},
                                {weights.slice(1, 0, d).contiguous(), weights.slice(1, d).contiguous(), bias_,
                                 at::zeros_like(bias_)},  // LibTorch adds a second bias
                                /*has_biases=*/true, /*num_layers=*/1, /*dropout=*/0, is_training(),
                                /*bidirectional=*/false, /*batch_first=*/false));
  }
  LstmView view;
  view.num_inputs = d;
  view.num_units = h;
  view.bias = bias_.data_ptr<float>();
  if (stacked_ != nullptr) {
    view.stacked = stacked_->View();
  } else {
    view.input = input_->View();
    view.recurrent = recurrent_->View();
  }
  const torch::Tensor inputs = x.contiguous();
  torch::Tensor outputs = at::empty({x.size(0), x.size(1), h}, x.options());
  RunLstm(view, x.size(0), x.size(1), inputs.data_ptr<float>(), outputs.data_ptr<float>());
  return outputs;
}

}  // namespace duet::asr
