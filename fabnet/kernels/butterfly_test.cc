#include "fabnet/kernels/butterfly.h"

#include <cmath>
#include <complex>
#include <string>
#include <vector>

#include "Eigen/Core"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "fabnet/operation_counts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::fabnet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<float> Normals(int64_t count, const char* purpose) {
  RandomStream random(1, purpose, count);
  std::vector<float> values(count);
  for (float& value : values) value = random.Normal();
  return values;
}

// N(0, 1/2), as layers start: outputs are about as large as inputs.
std::vector<float> InitialWeights(const ButterflyShape& shape) {
  std::vector<float> weights = Normals(shape.num_weights(), "weights");
  for (float& weight : weights) weight /= std::sqrt(2.0f);
  return weights;
}

// The product of the factors, each written out as the header has it: [num_outputs, num_inputs].
Matrix Dense(const ButterflyShape& shape, absl::Span<const float> weights) {
  const int64_t n = shape.size();
  Matrix dense(n * shape.num_stacks(), n);
  const float* t = weights.data();
  for (int64_t stack = 0; stack < shape.num_stacks(); ++stack) {
    Matrix product = Matrix::Identity(n, n);
    for (int64_t stage = 0; stage < shape.num_stages(); ++stage) {
      const int64_t s = shape.stride_order == StrideOrder::kIncreasing ? 1 << stage : n >> (stage + 1);
      Matrix factor = Matrix::Zero(n, n);
      for (int64_t block = 0; block < n / (2 * s); ++block) {
        for (int64_t offset = 0; offset < s; ++offset, t += 4) {
          const int64_t i = 2 * s * block + offset;
          factor(i, i) = t[0];
          factor(i, i + s) = t[1];
          factor(i + s, i) = t[2];
          factor(i + s, i + s) = t[3];
        }
      }
      product = factor * product;
    }
    dense.middleRows(stack * n, n) = product;
  }
  return dense.topLeftCorner(shape.num_outputs, shape.num_inputs);
}

Matrix ToMatrix(absl::Span<const float> values, int64_t cols) {
  return Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
             values.data(), values.size() / cols, cols)
      .cast<double>();
}

struct Case {
  ButterflyShape shape;
  int64_t batch;
};

// Around powers of two, around blocks of 8 and 16, one and several stacks, both orders.
std::vector<Case> Cases() {
  constexpr int64_t kSizes[][3] = {{1, 1, 1},    {1, 3, 2},    {2, 2, 5},   {2, 1, 16},   {3, 5, 17},
                                   {4, 4, 16},   {7, 8, 8},    {8, 7, 9},   {9, 33, 15},  {16, 16, 1},
                                   {31, 32, 24}, {32, 31, 32}, {33, 9, 33}, {24, 70, 40}, {64, 128, 64}};
  std::vector<Case> cases;
  for (const auto& [inputs, outputs, batch] : kSizes) {
    for (const StrideOrder order : {StrideOrder::kIncreasing, StrideOrder::kDecreasing}) {
      cases.push_back({{inputs, outputs, order}, batch});
    }
  }
  return cases;
}

std::string Name(const Case& c) {
  return absl::StrCat(c.batch, " rows, ", c.shape.num_inputs, " -> ", c.shape.num_outputs,
                      c.shape.stride_order == StrideOrder::kIncreasing ? " increasing" : " decreasing");
}

// float32: each of at most 7 stages rounds twice, 14 * 2^-24 of a value that is seldom over 10 here: 1e-5.
constexpr double kTolerance = 2e-5;

TEST(ButterflyTest, MatchesTheDenseProductOfItsFactors) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(Name(c));
    const std::vector<float> weights = InitialWeights(c.shape);
    const std::vector<float> bias = Normals(c.shape.num_outputs, "bias");
    const std::vector<float> x = Normals(c.batch * c.shape.num_inputs, "x");
    std::vector<float> y(c.batch * c.shape.num_outputs, NAN);
    ASSERT_TRUE(ButterflyForward(c.shape, weights, bias, x, absl::MakeSpan(y)).ok());
    Matrix expected = ToMatrix(x, c.shape.num_inputs) * Dense(c.shape, weights).transpose();
    expected.rowwise() += ToMatrix(bias, c.shape.num_outputs).row(0);
    EXPECT_LT((ToMatrix(y, c.shape.num_outputs) - expected).cwiseAbs().maxCoeff(), kTolerance);
  }
}

// The loss is <dy, y>. It is linear in each single weight, so its difference quotient, taken on the dense matrix in
// double precision, is exact whatever the step.
TEST(ButterflyTest, GradientsMatchFiniteDifferences) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(Name(c));
    std::vector<float> weights = InitialWeights(c.shape);
    const std::vector<float> x = Normals(c.batch * c.shape.num_inputs, "x");
    const std::vector<float> dy = Normals(c.batch * c.shape.num_outputs, "dy");
    std::vector<float> d_weights(weights.size(), NAN);
    std::vector<float> d_bias(c.shape.num_outputs, NAN);
    std::vector<float> dx(x.size(), NAN);
    ASSERT_TRUE(ButterflyBackward(c.shape, weights, x, dy,
                                  {absl::MakeSpan(d_weights), absl::MakeSpan(d_bias), absl::MakeSpan(dx)})
                    .ok());
    const Matrix dy_matrix = ToMatrix(dy, c.shape.num_outputs);
    const Matrix expected_dx = dy_matrix * Dense(c.shape, weights);
    EXPECT_LT((ToMatrix(dx, c.shape.num_inputs) - expected_dx).cwiseAbs().maxCoeff(), kTolerance);
    // Sums of up to 64 rows: tolerances grow with the batch.
    EXPECT_LT((ToMatrix(d_bias, c.shape.num_outputs) - dy_matrix.colwise().sum()).cwiseAbs().maxCoeff(), kTolerance);
    const Matrix dy_x = dy_matrix.transpose() * ToMatrix(x, c.shape.num_inputs);
    const auto loss = [&] { return Dense(c.shape, weights).cwiseProduct(dy_x).sum(); };
    const size_t step = 1 + weights.size() / 50;  // odd or even, so that all four places of T are met
    for (size_t i = 0; i < weights.size(); i += step) {
      const float weight = weights[i];
      weights[i] = weight + 1;
      double slope = loss() / 2;
      weights[i] = weight - 1;
      slope -= loss() / 2;
      weights[i] = weight;
      EXPECT_NEAR(d_weights[i], slope, kTolerance * (1 + c.batch)) << "weight " << i;
    }
  }
}

TEST(ButterflyTest, CountsParameters) {
  for (const Case& c : Cases()) {
    EXPECT_EQ(c.shape.num_weights(), ButterflyLinearOperations(c.shape.num_inputs, c.shape.num_outputs)) << Name(c);
  }
  // FABNet-Base's layer to the feed-forward size: 768 -> 1024, 3 stacks of 2 * 1024 * 10, 3072 biases.
  const ButterflyShape shape = {768, 3072};
  EXPECT_EQ(shape.size(), 1024);
  EXPECT_EQ(shape.num_stacks(), 3);
  EXPECT_EQ(shape.num_parameters(), 61440 + 3072);
}

// A 4-point butterfly by hand: stage 0 is [1 2; 3 4] on (x0, x1) and [5 6; 7 8] on (x2, x3), stage 1 adds or subtracts.
TEST(ButterflyTest, IsWorkedByHand) {
  const std::vector<float> weights = {1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 1, -1, 1, 1, 1, -1};
  const std::vector<float> bias = {0, 0, 0, 100};
  const std::vector<float> x = {1, 2, 3, 4};
  std::vector<float> y(4);
  ASSERT_TRUE(ButterflyForward({4, 4}, weights, bias, x, absl::MakeSpan(y)).ok());
  EXPECT_THAT(y, ElementsAre(5 + 39, 11 + 53, 5 - 39, 11 - 53 + 100));
}

// A Fourier transform is the butterfly with complex T = [1 w; 1 -w], w = exp(-2 pi i t / 2s), on bit-reversed inputs.
// On reals (2 k: real, 2 k + 1: imaginary part of element k), its stage of stride s is a butterfly of size 2 n whose
// stage of stride 1 multiplies by w and whose stage of stride 2 s adds and subtracts; the others are identities.
TEST(ButterflyTest, FourierTransformIsASpecialCase) {
  constexpr int64_t kLog2 = 4;
  constexpr int64_t n = 1 << kLog2;
  const ButterflyShape shape = {2 * n, 2 * n};
  const std::vector<float> bias(2 * n);
  const std::vector<float> x = Normals(2 * n, "signal");
  std::vector<float> values(2 * n);
  for (int64_t k = 0; k < n; ++k) {
    int64_t reversed = 0;
    for (int64_t bit = 0; bit < kLog2; ++bit) reversed |= (k >> bit & 1) << (kLog2 - 1 - bit);
    values[2 * reversed] = x[2 * k];
    values[2 * reversed + 1] = x[2 * k + 1];
  }
  for (int64_t stage = 0; stage < kLog2; ++stage) {
    const int64_t s = 1 << stage;
    std::vector<float> weights;
    for (int64_t i = 0; i < shape.num_weights() / 4; ++i) weights.insert(weights.end(), {1, 0, 0, 1});
    for (int64_t k = 0; k < n; ++k) {
      if ((k & s) == 0) continue;
      const std::complex<double> w = std::polar(1.0, -M_PI * (k % s) / s);
      const double rotation[] = {w.real(), -w.imag(), w.imag(), w.real()};
      for (int64_t i = 0; i < 4; ++i) weights[4 * k + i] = rotation[i];
    }
    for (int64_t pair = 0; pair < n; ++pair) {
      const int64_t at = 4 * ((stage + 1) * n + pair);
      weights[at + 1] = weights[at + 2] = 1;
      weights[at + 3] = -1;
    }
    const std::vector<float> in = values;
    ASSERT_TRUE(ButterflyForward(shape, weights, bias, in, absl::MakeSpan(values)).ok());
  }
  for (int64_t frequency = 0; frequency < n; ++frequency) {
    std::complex<double> expected = 0;
    for (int64_t k = 0; k < n; ++k) {
      expected += std::complex<double>(x[2 * k], x[2 * k + 1]) * std::polar(1.0, -2 * M_PI * k * frequency / n);
    }
    EXPECT_NEAR(values[2 * frequency], expected.real(), kTolerance);
    EXPECT_NEAR(values[2 * frequency + 1], expected.imag(), kTolerance);
  }
}

TEST(ButterflyTest, RowsDoNotDependOnTheBatch) {
  const ButterflyShape shape = {20, 50};
  const std::vector<float> weights = InitialWeights(shape);
  const std::vector<float> bias = Normals(50, "bias");
  const std::vector<float> x = Normals(37 * 20, "x");
  std::vector<float> y(37 * 50);
  ASSERT_TRUE(ButterflyForward(shape, weights, bias, x, absl::MakeSpan(y)).ok());
  for (int64_t row = 0; row < 37; ++row) {
    std::vector<float> alone(50);
    ASSERT_TRUE(
        ButterflyForward(shape, weights, bias, absl::MakeSpan(x).subspan(row * 20, 20), absl::MakeSpan(alone)).ok());
    EXPECT_EQ(alone, std::vector<float>(y.begin() + row * 50, y.begin() + (row + 1) * 50)) << "row " << row;
  }
}

TEST(ButterflyTest, OfNoRowsHasZeroGradients) {
  const ButterflyShape shape = {2, 2};
  const std::vector<float> weights(4, 1.0f);
  std::vector<float> d_weights(4, NAN);
  std::vector<float> d_bias(2, NAN);
  ASSERT_TRUE(ButterflyBackward(shape, weights, {}, {}, {absl::MakeSpan(d_weights), absl::MakeSpan(d_bias), {}}).ok());
  EXPECT_THAT(d_weights, ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(d_bias, ElementsAre(0, 0));
}

TEST(ButterflyTest, RejectsWrongSizes) {
  const std::vector<float> weights(4);
  const std::vector<float> two(2);
  const std::vector<float> three(3);
  std::vector<float> y(2);
  const auto error = [&](const ButterflyShape& shape, absl::Span<const float> weights, absl::Span<const float> bias,
                         absl::Span<const float> x) {
    const absl::Status status = ButterflyForward(shape, weights, bias, x, absl::MakeSpan(y));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(error({0, 2}, {}, two, {}), HasSubstr("butterfly from 0 to 2: each must be in [1, 1048576]"));
  EXPECT_THAT(error({2, 1 << 21}, {}, two, {}), HasSubstr("butterfly from 2 to 2097152"));
  EXPECT_THAT(error({2, 2}, three, two, two), HasSubstr("weights has 3 values, expected 4"));
  EXPECT_THAT(error({2, 2}, weights, three, two), HasSubstr("bias has 3 values, expected 2"));
  EXPECT_THAT(error({2, 2}, weights, two, three), HasSubstr("x has 3 values, expected 2"));
  EXPECT_THAT(error({2, 3}, weights, three, two), HasSubstr("weights has 4 values, expected 8"));
  EXPECT_THAT(error({2, 1}, weights, absl::MakeSpan(two).subspan(1), two),
              HasSubstr("y or its gradient has 2 values, expected 1"));
  std::vector<float> d_weights(4);
  const absl::Status status =
      ButterflyBackward({2, 2}, weights, two, two, {absl::MakeSpan(d_weights), absl::MakeSpan(y), {}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("gradient of x has 0 values, expected 2"));
}

}  // namespace
}  // namespace duet::fabnet
