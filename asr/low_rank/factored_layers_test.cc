#include "asr/low_rank/factored_layers.h"

#include "ATen/ATen.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

torch::Tensor Random(torch::IntArrayRef shape, int64_t seed) {
  return at::randn(shape, at::detail::createCPUGenerator(seed), at::kFloat);
}

double Difference(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

TEST(FactoredMatrixTest, KeepsTheGreatestSingularValues) {
  FactoredMatrix matrix({/*num_outputs=*/3, /*num_inputs=*/3}, /*rank=*/2);
  matrix.Assign(at::diag(at::tensor({1.f, 3.f, 2.f})));
  EXPECT_LT(Difference(matrix.Product(), at::diag(at::tensor({0.f, 3.f, 2.f}))), 1e-6);
}

TEST(FactoredMatrixTest, ErrsByTheSingularValuesLeftOut) {
  const torch::Tensor dense = Random({12, 20}, 1);
  const Svd svd = Decompose(dense);
  for (const int64_t rank : {1, 5, 11, 12}) {
    FactoredMatrix matrix({20, 12}, rank);
    matrix.Assign(svd);
    const double error = (matrix.Product() - dense).norm().item<double>();
    EXPECT_NEAR(error, svd.s.slice(0, rank).square().sum().sqrt().item<double>(), 1e-5) << rank;
    EXPECT_NEAR(error, TruncationError(svd, rank), 1e-5) << rank;
    // Both factors carry the roots of the singular values.
    for (const torch::Tensor& factor : matrix.parameters()) {
      EXPECT_NEAR(factor.square().sum().item<double>(), svd.s.slice(0, 0, rank).sum().item<double>(), 1e-3);
    }
  }
}

TEST(FactoredMatrixTest, MultipliesRows) {
  const torch::Tensor x = Random({2, 3, 7}, 1), dense = Random({7, 5}, 2);
  FactoredMatrix whole({5, 7}, std::nullopt), factored({5, 7}, 3);
  whole.Assign(dense);
  factored.Assign(dense);
  EXPECT_LT(Difference(whole.forward(x), at::matmul(x, dense)), 1e-6);
  EXPECT_LT(Difference(factored.forward(x), at::matmul(x, factored.Product())), 1e-5);
}

// LibTorch's LSTM on W_x above W_h.
torch::Tensor Reference(const torch::Tensor& x, const torch::Tensor& weights, const torch::Tensor& bias) {
  const int64_t d = x.size(2), h = weights.size(0) - d;
  const torch::Tensor state = at::zeros({1, x.size(1), h});
  return std::get<0>(at::lstm(
      x, {state, state},
      {weights.slice(0, 0, d).t().contiguous(), weights.slice(0, d).t().contiguous(), bias, at::zeros_like(bias)}, true,
      1, 0, false, false, false));
}

struct Sizes {
  int64_t d, h, num_frames, batch_size;
};

class FactoredLstmTest : public ::testing::TestWithParam<Sizes> {
 protected:
  // W_x [d, 4 h] above W_h [h, 4 h]
  const torch::Tensor weights_ = 0.5 * Random({GetParam().d + GetParam().h, 4 * GetParam().h}, 1);
  const torch::Tensor bias_ = Random({4 * GetParam().h}, 2);
  const torch::Tensor x_ = Random({GetParam().num_frames, GetParam().batch_size, GetParam().d}, 3);

  void Assign(FactoredLstm& lstm) {
    if (lstm.stacked() != nullptr) {
      lstm.stacked()->Assign(weights_);
    } else {
      lstm.input()->Assign(weights_.slice(0, 0, GetParam().d));
      lstm.recurrent()->Assign(weights_.slice(0, GetParam().d));
    }
    const c10::NoGradGuard no_gradients;
    lstm.bias().copy_(bias_);
  }

  // With and without gradients the layer is LibTorch's of its product; at full rank that is of the dense weights.
  // Rounding: values are at most 1 and errors contract from frame to frame.
  void Check(FactoredLstm& lstm, bool is_full_rank) {
    Assign(lstm);
    const torch::Tensor training = lstm.forward(x_).detach();
    const c10::NoGradGuard no_gradients;
    const torch::Tensor inference = lstm.forward(x_);
    ASSERT_EQ(inference.sizes(), training.sizes());
    if (x_.size(0) == 0) return;
    const torch::Tensor product = lstm.Weights();
    if (is_full_rank) {
      EXPECT_LT(Difference(product, weights_), 1e-5);
    } else {
      EXPECT_GT(Difference(product, weights_), 1e-2);
    }
    const torch::Tensor reference = Reference(x_, is_full_rank ? weights_ : product, bias_);
    EXPECT_LT(Difference(inference, reference), 2e-5);
    EXPECT_LT(Difference(training, reference), 2e-5);
  }
};

TEST_P(FactoredLstmTest, Dense) {
  FactoredLstm lstm({GetParam().d, GetParam().h}, std::nullopt, std::nullopt);
  Check(lstm, true);
}
TEST_P(FactoredLstmTest, FullRank) {
  const auto& [d, h, num_frames, batch_size] = GetParam();
  FactoredLstm lstm({d, h}, std::min(d, 4 * h), h);
  Check(lstm, true);
}
TEST_P(FactoredLstmTest, LowRankOfBoth) {
  FactoredLstm lstm({GetParam().d, GetParam().h}, 2, 3);
  Check(lstm, false);
}
TEST_P(FactoredLstmTest, LowRankOfOne) {
  FactoredLstm lstm({GetParam().d, GetParam().h}, std::nullopt, 2);
  Check(lstm, false);
}
TEST_P(FactoredLstmTest, FullRankStacked) {
  FactoredLstm lstm({GetParam().d, GetParam().h}, std::min(GetParam().d + GetParam().h, 4 * GetParam().h));
  Check(lstm, true);
}
TEST_P(FactoredLstmTest, LowRankStacked) {
  FactoredLstm lstm({GetParam().d, GetParam().h}, 4);
  Check(lstm, false);
}

INSTANTIATE_TEST_SUITE_P(Sizes, FactoredLstmTest,
                         ::testing::Values(Sizes{6, 8, 9, 1}, Sizes{6, 8, 9, 3}, Sizes{40, 9, 1, 2}, Sizes{5, 16, 0, 1},
                                           Sizes{7, 33, 50, 1}));

TEST(FactoredLstmTest, GradientsReachTheFactors) {
  FactoredLstm lstm({3, 4}, 2, 2);
  lstm.input()->Assign(Random({3, 16}, 1));
  lstm.recurrent()->Assign(Random({4, 16}, 2));
  const torch::Tensor x = Random({6, 2, 3}, 3);
  lstm.forward(x).sum().backward();
  constexpr double kStep = 1e-2;
  for (torch::Tensor& parameter : lstm.parameters()) {
    const c10::NoGradGuard no_gradients;
    torch::Tensor value = parameter.view({-1})[1];
    const auto loss = [&](double change) {
      value.add_(change);
      const double sum = lstm.forward(x).to(at::kDouble).sum().item<double>();
      value.sub_(change);
      return sum;
    };
    const double slope = (loss(kStep) - loss(-kStep)) / (2 * kStep);
    EXPECT_NEAR(parameter.grad().view({-1})[1].item<double>(), slope, 2e-2 * std::max(1., std::abs(slope)));
  }
}

}  // namespace
}  // namespace duet::asr
