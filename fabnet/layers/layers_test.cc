// The layers against LibTorch's operations, dense matrices and finite differences.

#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "fabnet/layers/block.h"
#include "fabnet/layers/butterfly_linear.h"
#include "fabnet/layers/dropout.h"
#include "fabnet/layers/half_precision.h"
#include "fabnet/layers/mixing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"
#include "torch/fft.h"
#include "torch/nn/modules/linear.h"
#include "torch/types.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

using ::testing::HasSubstr;

double MaxDifference(const torch::Tensor& a, const torch::Tensor& b) {
  return a.numel() == 0 ? 0 : (a - b).abs().max().item<double>();
}

// Around powers of two and blocks of 8 and 16, several stacks, both orders.
std::vector<ButterflyShape> Shapes() {
  std::vector<ButterflyShape> shapes;
  constexpr int64_t kSizes[][2] = {{1, 3}, {2, 2}, {3, 5}, {8, 7}, {9, 33}, {24, 70}, {64, 128}};
  for (const auto& [inputs, outputs] : kSizes) {
    for (const StrideOrder order : {StrideOrder::kIncreasing, StrideOrder::kDecreasing}) {
      shapes.push_back({inputs, outputs, order});
    }
  }
  return shapes;
}

// The product of the factors, each written out as fabnet/kernels/butterfly.h has it: [outputs, inputs], float64.
torch::Tensor DenseMatrix(const ButterflyShape& shape, const torch::Tensor& weight) {
  const int64_t n = shape.size();
  std::vector<torch::Tensor> stacks;
  for (int64_t stack = 0; stack < shape.num_stacks(); ++stack) {
    torch::Tensor product = torch::eye(n, torch::kDouble);
    for (int64_t stage = 0; stage < shape.num_stages(); ++stage) {
      const int64_t s = shape.stride_order == StrideOrder::kIncreasing ? int64_t{1} << stage : n >> (stage + 1);
      torch::Tensor factor = torch::zeros({n, n}, torch::kDouble);
      for (int64_t pair = 0; pair < n / 2; ++pair) {
        const int64_t i = pair / s * 2 * s + pair % s;
        for (int64_t row = 0; row < 2; ++row) {
          for (int64_t col = 0; col < 2; ++col) factor[i + row * s][i + col * s] = weight[stack][stage][pair][row][col];
        }
      }
      product = factor.matmul(product);
    }
    stacks.push_back(product);
  }
  return torch::cat(stacks).slice(0, 0, shape.num_outputs).slice(1, 0, shape.num_inputs);
}

// Gradient of `loss` with respect to `x` by central differences, float64.
torch::Tensor NumericalGradient(const std::function<torch::Tensor()>& loss, torch::Tensor x) {
  const torch::NoGradGuard no_gradient;
  constexpr double kStep = 1e-5;
  torch::Tensor gradient = torch::empty_like(x);
  torch::Tensor values = x.view(-1);
  for (int64_t i = 0; i < values.numel(); ++i) {
    const double value = values[i].item<double>();
    values[i] = value + kStep;
    const double above = loss().item<double>();
    values[i] = value - kStep;
    const double below = loss().item<double>();
    values[i] = value;
    gradient.view(-1)[i] = (above - below) / (2 * kStep);
  }
  return gradient;
}

// Every parameter of `module`, and `x`: their gradients against differences.
void ExpectGradientsMatchDifferences(torch::nn::Module& module, torch::Tensor x,
                                     const std::function<torch::Tensor()>& forward) {
  const torch::Tensor direction = torch::randn(forward().sizes(), torch::kDouble);
  const auto loss = [&] { return (forward() * direction).sum(); };
  loss().backward();
  std::vector<std::pair<std::string, torch::Tensor>> inputs = {{"x", x}};
  for (const auto& parameter : module.named_parameters()) inputs.emplace_back(parameter.key(), parameter.value());
  for (const auto& [name, input] : inputs) {
    const torch::Tensor numerical = NumericalGradient(loss, input);
    // Third derivatives times the step squared, and rounding over the step: both about 1e-9 of values up to 100.
    EXPECT_LT(MaxDifference(input.grad(), numerical), 1e-6 * (1 + numerical.abs().max().item<double>())) << name;
  }
}

class LayersTest : public testing::Test {
 protected:
  void SetUp() override { torch::manual_seed(1); }
};

using ButterflyLinearTest = LayersTest;

TEST_F(ButterflyLinearTest, TensorsMatchTheDenseMatrixOfTheFactors) {
  for (const ButterflyShape& shape : Shapes()) {
    SCOPED_TRACE(testing::Message() << shape.num_inputs << " -> " << shape.num_outputs);
    const torch::Tensor weight = ButterflyLinear(shape)->weight.detach().to(torch::kDouble);
    const torch::Tensor bias = torch::randn({shape.num_outputs}, torch::kDouble);
    const torch::Tensor x = torch::randn({2, 3, shape.num_inputs}, torch::kDouble);
    const torch::Tensor expected = x.matmul(DenseMatrix(shape, weight).t()) + bias;
    EXPECT_LT(MaxDifference(ButterflyByTensors(shape, weight, bias, x), expected), 1e-12);
  }
}

TEST_F(ButterflyLinearTest, KernelMatchesTensors) {
  for (const ButterflyShape& shape : Shapes()) {
    SCOPED_TRACE(testing::Message() << shape.num_inputs << " -> " << shape.num_outputs);
    ButterflyLinear layer(shape);
    // Every second row: not contiguous.
    const torch::Tensor x = torch::randn({4, 3, shape.num_inputs}).slice(0, 0, 4, 2).requires_grad_();
    const torch::Tensor direction = torch::randn({2, 3, shape.num_outputs});
    const torch::Tensor y = layer(x);
    const torch::Tensor expected = ButterflyByTensors(shape, layer->weight, layer->bias, x);
    const auto gradients = [&](const torch::Tensor& output) {
      return torch::autograd::grad({(output * direction).sum()}, {x, layer->weight, layer->bias},
                                   /*grad_outputs=*/{}, /*retain_graph=*/{}, /*create_graph=*/false,
                                   /*allow_unused=*/true);
    };
    // float32: 14 roundings of values that are seldom over 10, in sums of up to 6 rows.
    EXPECT_LT(MaxDifference(y, expected), 2e-5);
    const auto by_kernel = gradients(y);
    const auto by_tensors = gradients(expected);
    for (size_t i = 0; i < by_kernel.size(); ++i) {
      if (!by_tensors[i].defined()) continue;  // weights of no stage
      EXPECT_LT(MaxDifference(by_kernel[i], by_tensors[i]), 1e-4) << i;
    }
  }
}

TEST_F(ButterflyLinearTest, GradientsMatchDifferences) {
  for (const ButterflyShape& shape : {ButterflyShape{6, 11}, ButterflyShape{8, 3, StrideOrder::kDecreasing}}) {
    ButterflyLinear layer(shape);
    layer->to(torch::kDouble);
    const torch::Tensor x = torch::randn({3, shape.num_inputs}, torch::kDouble).requires_grad_();
    ExpectGradientsMatchDifferences(*layer, x, [&] { return layer(x); });
  }
}

// 1,000,000 weights or so: the mean is within five standard errors, as is the second moment.
TEST_F(ButterflyLinearTest, StartsAsReleased) {
  ButterflyLinear layer(ButterflyShape{1024, 32 * 1024});
  EXPECT_EQ(layer->weight.numel(), 32 * 2 * 1024 * 10);
  EXPECT_NEAR(layer->weight.mean().item<double>(), 0, 0.005);
  EXPECT_NEAR(layer->weight.pow(2).mean().item<double>(), 0.5, 0.005);
  EXPECT_NEAR(layer->bias.abs().max().item<double>(), 1.0 / 32, 1e-4);
  // So that outputs are as large as inputs.
  EXPECT_NEAR(layer(torch::randn({16, 1024})).pow(2).mean().item<double>(), 1, 0.3);
}

TEST_F(ButterflyLinearTest, RejectsOtherWidths) {
  ButterflyLinear layer(ButterflyShape{8, 8});
  try {
    layer(torch::zeros({2, 7}));
    FAIL();
  } catch (const c10::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("butterfly of 8 inputs called with sizes [2, 7]"));
  }
}

using FourierMixingTest = LayersTest;

TEST_F(FourierMixingTest, KernelAndGradientMatchLibTorch) {
  for (const auto& [seq_len, hidden] : std::vector<std::pair<int64_t, int64_t>>{{1, 1}, {4, 8}, {12, 6}, {7, 5}}) {
    SCOPED_TRACE(testing::Message() << seq_len << " x " << hidden);
    FourierMixing mixing(seq_len, hidden);
    const torch::Tensor x = torch::randn({3, seq_len, hidden}).requires_grad_();
    const torch::Tensor direction = torch::randn({3, seq_len, hidden});
    const torch::Tensor y = mixing(x);
    (y * direction).sum().backward();
    const torch::Tensor precise = x.detach().to(torch::kDouble).requires_grad_();
    const torch::Tensor expected = mixing(precise);
    (expected * direction).sum().backward();
    EXPECT_LT(MaxDifference(expected, torch::real(torch::fft::fft2(precise))), 1e-12);
    EXPECT_LT(MaxDifference(y, expected), 1e-4);
    EXPECT_LT(MaxDifference(x.grad(), precise.grad()), 1e-4);
  }
}

TEST_F(FourierMixingTest, GraphOutlivesTheModule) {
  const torch::Tensor x = torch::ones({1, 2, 2}).requires_grad_();
  const torch::Tensor y = FourierMixing(2, 2)(x);
  y.sum().backward();  // of [[a, b], [c, d]]: 4 a
  EXPECT_EQ(MaxDifference(x.grad(), torch::tensor({{{4.0f, 0.0f}, {0.0f, 0.0f}}})), 0);
}

BlockOptions SmallBlock(BlockKind kind) {
  BlockOptions options;
  options.kind = kind;
  options.seq_len = 4;
  options.hidden = 6;
  options.feed_forward = 9;
  options.num_heads = 2;
  return options;
}

using AttentionTest = LayersTest;

// One token and one head at a time, as the paper writes it.
TEST_F(AttentionTest, MatchesPlainLoops) {
  for (const BlockKind kind : {BlockKind::kTransformer, BlockKind::kABfly}) {
    SCOPED_TRACE(std::string(BlockName(kind)));
    const BlockOptions options = SmallBlock(kind);
    Attention attention(options);
    const torch::Tensor x = torch::randn({2, 4, 6});
    const std::vector<int64_t> num_tokens = {4, 3};  // the last token of the second sequence is padding
    torch::Tensor bias = torch::zeros({2, 1, 1, 4});
    bias[1][0][0][3] = -1e6;
    const torch::Tensor q = attention->query.forward(x), k = attention->key.forward(x), v = attention->value.forward(x);
    torch::Tensor mixed = torch::zeros({2, 4, 6});
    for (int64_t sequence = 0; sequence < 2; ++sequence) {
      for (int64_t token = 0; token < 4; ++token) {
        for (int64_t head = 0; head < 2; ++head) {
          const auto part = [&](const torch::Tensor& t, int64_t i) {
            return t[sequence][i].slice(0, 3 * head, 3 * head + 3);
          };
          std::vector<double> exponentials;
          double sum = 0;
          for (int64_t other = 0; other < num_tokens[sequence]; ++other) {
            exponentials.push_back(std::exp(part(q, token).dot(part(k, other)).item<double>() / std::sqrt(3.0)));
            sum += exponentials.back();
          }
          for (int64_t other = 0; other < num_tokens[sequence]; ++other) {
            part(mixed, token) += part(v, other) * (exponentials[other] / sum);
          }
        }
      }
    }
    EXPECT_LT(MaxDifference(attention(x, bias), attention->output.forward(mixed)), 1e-5);
  }
}

using BlockTest = LayersTest;

TEST_F(BlockTest, GradientsMatchDifferences) {
  for (const BlockKind kind : {BlockKind::kTransformer, BlockKind::kFNet, BlockKind::kFBfly, BlockKind::kABfly}) {
    SCOPED_TRACE(std::string(BlockName(kind)));
    Block block(SmallBlock(kind));
    block->to(torch::kDouble);
    const torch::Tensor x = torch::randn({2, 4, 6}, torch::kDouble).requires_grad_();
    torch::Tensor bias = torch::zeros({2, 1, 1, 4}, torch::kDouble);
    bias[1][0][0][3] = -1e6;
    ExpectGradientsMatchDifferences(*block, x, [&] { return block(x, bias); });
  }
}

TEST_F(BlockTest, CountsItsParameters) {
  for (const BlockKind kind : {BlockKind::kTransformer, BlockKind::kFNet, BlockKind::kFBfly, BlockKind::kABfly}) {
    int64_t count = 0;
    for (const torch::Tensor& parameter : Block(SmallBlock(kind))->parameters()) count += parameter.numel();
    EXPECT_EQ(count, CountParameters(SmallBlock(kind))) << BlockName(kind);
  }
  // By hand. D 64, F 128: 7 and 6 stages, stacks 2 and 1; biases; two layer norms.
  BlockOptions options = SmallBlock(BlockKind::kFBfly);
  options.hidden = 64;
  options.feed_forward = 128;
  EXPECT_EQ(CountParameters(options), 2 * 2 * 64 * 6 + 128 + 1 * 2 * 128 * 7 + 64 + 4 * 64);
  options.kind = BlockKind::kABfly;
  EXPECT_EQ(CountParameters(options), 2 * 2 * 64 * 6 + 128 + 2 * 128 * 7 + 64 + 4 * 64 + 4 * (2 * 64 * 6 + 64));
  options.kind = BlockKind::kTransformer;
  EXPECT_EQ(CountParameters(options), 2 * 64 * 128 + 128 + 64 + 4 * 64 + 4 * (64 * 64 + 64));
}

TEST_F(BlockTest, RejectsBadOptions) {
  BlockOptions options = SmallBlock(BlockKind::kABfly);
  EXPECT_TRUE(CheckBlockOptions(options).ok());
  options.num_heads = 4;
  EXPECT_EQ(CheckBlockOptions(options).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(CheckBlockOptions(options).message()), HasSubstr("4 heads do not divide a hidden size of 6"));
  options.num_heads = 0;
  EXPECT_THAT(std::string(CheckBlockOptions(options).message()), HasSubstr("ABfly block of 4 tokens"));
  options.num_heads = 1;
  options.dropout = 1;
  EXPECT_THAT(std::string(CheckBlockOptions(options).message()), HasSubstr("dropout of 1: must be in [0, 1)"));
}

using DropoutTest = LayersTest;

TEST_F(DropoutTest, BackwardDropsTheSame) {
  const torch::Tensor x = torch::rand({100, 100}).add_(1).requires_grad_();
  const torch::Tensor addend = torch::randn({100, 100}).requires_grad_();
  const torch::Tensor y = AddDropout(addend, x, 0.5, /*is_training=*/true);
  y.sum().backward();
  EXPECT_LT(MaxDifference(y, addend + x * x.grad()), 1e-6);
  EXPECT_EQ(MaxDifference(addend.grad(), torch::ones({100, 100})), 0);
  EXPECT_TRUE((x.grad().eq(0) | x.grad().eq(2)).all().item<bool>());
  EXPECT_NEAR(x.grad().mean().item<double>(), 1, 0.05);  // five standard errors
}

TEST_F(DropoutTest, IsAFunctionOfTheSeed) {
  const torch::Tensor x = torch::ones({1000});
  const auto draw = [&](uint64_t seed) {
    torch::manual_seed(seed);
    return Dropout(x, 0.3, /*is_training=*/true);
  };
  EXPECT_TRUE(draw(5).equal(draw(5)));
  EXPECT_FALSE(draw(5).equal(draw(6)));
  EXPECT_FALSE(Dropout(x, 0.3, true).equal(Dropout(x, 0.3, true)));
  EXPECT_TRUE(Dropout(x, 0.3, /*is_training=*/false).is_same(x));
}

using HalfPrecisionTest = LayersTest;

// Between 1 and 2 numbers are 2^-10 apart, below 2^-14 2^-24.
TEST_F(HalfPrecisionTest, RoundsToTheNearest) {
  const double ulp = std::ldexp(1.0, -10), tiny = std::ldexp(1.0, -24);
  const torch::Tensor x =
      torch::tensor({1 + 0.5 * ulp, 1 + 1.5 * ulp, -1 - 0.6 * ulp, 0.4 * tiny, 2.6 * tiny, 7e4, -1e9});
  const torch::Tensor expected = torch::tensor({1.0, 1 + 2 * ulp, -1 - ulp, 0.0, 3 * tiny, 65504.0, -65504.0});
  EXPECT_TRUE(RoundToHalf(x).equal(expected)) << RoundToHalf(x);
}

TEST_F(HalfPrecisionTest, GradientsAreRoundedAtRandomWithoutBias) {
  const double ulp = std::ldexp(1.0, -10), tiny = std::ldexp(1.0, -24);
  // Value, the numbers around it.
  const std::vector<std::vector<double>> cases = {{1 + 0.25 * ulp, 1, 1 + ulp},  {-3 - 0.5 * ulp, -3 - 2 * ulp, -3},
                                                  {0.3 * tiny, 0, tiny},         {40.7 * tiny, 40 * tiny, 41 * tiny},
                                                  {2 - 0.1 * ulp, 2 - ulp, 2},   {0.75, 0.75, 0.75},
                                                  {65504 - 8, 65504 - 32, 65504}};
  for (const std::vector<double>& c : cases) {
    torch::Tensor x = torch::zeros({10000}).requires_grad_();
    (RoundToHalf(x) * c[0]).sum().backward();
    const torch::Tensor gradient = x.grad().to(torch::kDouble);
    EXPECT_TRUE((gradient.eq(c[1]) | gradient.eq(c[2])).all().item<bool>()) << c[0];
    // Five standard errors of a share of 10,000 draws: at most 0.025 of the distance.
    EXPECT_NEAR(gradient.mean().item<double>(), c[0], 0.025 * (c[2] - c[1])) << c[0];
  }
  EXPECT_EQ(RoundToHalfAtRandom(torch::tensor({1e6})).item<double>(), 65504);
}

}  // namespace
}  // namespace duet::fabnet
