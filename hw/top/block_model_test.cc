#include "hw/top/block_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"
#include "hw/postprocess/postprocess.h"
#include "hw/top/program.h"
#include "hw/top/random_blocks.h"

namespace duet::hw {
namespace {

using Doubles = std::vector<double>;

Doubles ToDoubles(const std::vector<Half>& halves) {
  Doubles doubles;
  for (const Half half : halves) doubles.push_back(ToDouble(half));
  return doubles;
}

std::vector<Bounded> ToBounded(const std::vector<Half>& halves) {
  std::vector<Bounded> bounded;
  for (const Half half : halves) bounded.push_back(ToBounded(half));
  return bounded;
}

// The blocks in double, each step from its definition and the slow way.

Doubles Norm(const LayerNormWeights& norm, const Doubles& x) {
  const int64_t width = norm.gamma.size();
  Doubles y(x.size());
  for (size_t row = 0; row < x.size(); row += width) {
    double mean = 0, variance = 0;
    for (int64_t i = 0; i < width; ++i) mean += x[row + i] / width;
    for (int64_t i = 0; i < width; ++i) variance += std::pow(x[row + i] - mean, 2) / width;
    for (int64_t i = 0; i < width; ++i) {
      y[row + i] = (x[row + i] - mean) / std::sqrt(variance + kLayerNormEpsilon * 0x1p-24) * ToDouble(norm.gamma[i]) +
                   ToDouble(norm.beta[i]);
    }
  }
  return y;
}

// Row i, column j of a butterfly matrix: the product of its factors.
std::vector<Doubles> Dense(const ButterflyMatrix& matrix) {
  const int64_t n = matrix.size();
  std::vector<Doubles> product(n, Doubles(n));
  for (int64_t i = 0; i < n; ++i) product[i][i] = 1;
  int stage = 0;
  for (int64_t stride = n / 2; stride >= 1; stride /= 2, ++stage) {
    std::vector<Doubles> next(n, Doubles(n));
    for (int64_t i = 0; i < n; ++i) {
      const bool is_second = i / stride % 2 == 1;
      const int64_t first = is_second ? i - stride : i;
      const UnitWeights& w = matrix.at(stage, first / (2 * stride) * stride + first % stride);
      for (int64_t j = 0; j < n; ++j) {
        next[i][j] = ToDouble(is_second ? w.w2 : w.w1) * product[first][j] +
                     ToDouble(is_second ? w.w4 : w.w3) * product[first + stride][j];
      }
    }
    product = next;
  }
  return product;
}

Doubles Layer(const ButterflyLayerWeights& layer, const Doubles& x) {
  const int64_t n = layer.stacks[0].size();
  std::vector<std::vector<Doubles>> dense;
  for (const ButterflyMatrix& stack : layer.stacks) dense.push_back(Dense(stack));
  Doubles y;
  for (size_t row = 0; row < x.size(); row += layer.in_features) {
    for (int64_t i = 0; i < layer.out_features; ++i) {
      double sum = ToDouble(layer.bias[i]);
      for (int64_t j = 0; j < layer.in_features; ++j) sum += dense[i / n][i % n][j] * x[row + j];
      y.push_back(sum);
    }
  }
  return y;
}

Doubles Sum(const Doubles& a, const Doubles& b) {
  Doubles sum;
  for (size_t i = 0; i < a.size(); ++i) sum.push_back(a[i] + b[i]);
  return sum;
}

Doubles SlowFeedForward(const FeedForwardWeights& weights, const Doubles& x) {
  Doubles hidden = Layer(weights.expand, Norm(weights.norm, x));
  for (double& h : hidden) h *= std::erfc(-h / std::sqrt(2.0)) / 2;
  return Sum(Layer(weights.contract, hidden), x);
}

Doubles SlowFbfly(const FbflyWeights& weights, const Doubles& x) {
  const int64_t d = weights.norm.gamma.size(), l = x.size() / d;
  const Doubles normed = Norm(weights.norm, x);
  Doubles mixed(x.size());
  for (int64_t u = 0; u < l; ++u) {
    for (int64_t v = 0; v < d; ++v) {
      for (int64_t i = 0; i < l; ++i) {
        for (int64_t j = 0; j < d; ++j) {
          mixed[u * d + v] += normed[i * d + j] * std::cos(2 * M_PI * (1.0 * u * i / l + 1.0 * v * j / d));
        }
      }
    }
  }
  return SlowFeedForward(weights.feed_forward, Sum(mixed, x));
}

Doubles SlowAbfly(const AbflyWeights& weights, const Doubles& x) {
  const int64_t d = weights.norm.gamma.size(), l = x.size() / d, h = d / weights.num_heads;
  const Doubles normed = Norm(weights.norm, x);
  const Doubles q = Layer(weights.query, normed), k = Layer(weights.key, normed), v = Layer(weights.value, normed);
  Doubles attended(x.size());
  for (int64_t head = 0; head < d; head += h) {
    for (int64_t i = 0; i < l; ++i) {
      double total = 0;
      Doubles output(h);
      for (int64_t j = 0; j < l; ++j) {
        double score = 0;
        for (int64_t e = head; e < head + h; ++e) score += q[i * d + e] * k[j * d + e];
        const double weight = std::exp(score / std::sqrt(h));
        total += weight;
        for (int64_t e = 0; e < h; ++e) output[e] += weight * v[j * d + head + e];
      }
      for (int64_t e = 0; e < h; ++e) attended[i * d + head + e] = output[e] / total;
    }
  }
  return SlowFeedForward(weights.feed_forward, Sum(Layer(weights.output, attended), x));
}

// `halves` are within the bounds of `bounded`, whose values are `reference`, and as far off as their deviations say.
// Returns the root mean square of the errors, relative to that of the reference.
double CheckErrors(const std::vector<Half>& halves, const std::vector<Bounded>& bounded, const Doubles& reference) {
  EXPECT_EQ(halves.size(), reference.size());
  EXPECT_EQ(bounded.size(), reference.size());
  double square = 0, magnitude = 0, deviations = 0;
  for (size_t i = 0; i < reference.size(); ++i) {
    EXPECT_NEAR(bounded[i].value, reference[i], 1e-9 * (1 + std::abs(reference[i])));
    const double error = std::abs(ToDouble(halves[i]) - reference[i]);
    EXPECT_LE(error, bounded[i].error) << i;
    EXPECT_LE(error, 8 * bounded[i].deviation) << i;
    square += error * error;
    magnitude += reference[i] * reference[i];
    deviations += std::pow(error / bounded[i].deviation, 2) / reference.size();
  }
  if (reference.size() > 100) {
    EXPECT_GT(std::sqrt(deviations), 0.4);
    EXPECT_LT(std::sqrt(deviations), 1.6);
  }
  return std::sqrt(square / magnitude);
}

TEST(BlockModelTest, FbflyIsWithinItsBoundOfTheReference) {
  for (const BlockSizes& sizes :
       std::vector<BlockSizes>{{1, 1, 1, 1}, {4, 8, 16, 1}, {16, 16, 16, 1}, {32, 16, 64, 1}}) {
    const FbflyWeights weights = RandomFbfly(sizes, 3);
    const std::vector<Half> x = RandomInput(sizes, 4);
    const double error = CheckErrors(*RunFbfly<Half>(weights, x), *RunFbfly<Bounded>(weights, ToBounded(x)),
                                     SlowFbfly(weights, ToDoubles(x)));
    EXPECT_LT(error, 0.002) << sizes.num_rows << " x " << sizes.width;
  }
}

TEST(BlockModelTest, AbflyIsWithinItsBoundOfTheReference) {
  for (const BlockSizes& sizes :
       std::vector<BlockSizes>{{1, 1, 1, 1}, {5, 8, 16, 2}, {16, 12, 20, 3}, {32, 16, 64, 1}}) {
    const AbflyWeights weights = RandomAbfly(sizes, 3);
    const std::vector<Half> x = RandomInput(sizes, 4);
    const double error = CheckErrors(*RunAbfly<Half>(weights, x), *RunAbfly<Bounded>(weights, ToBounded(x)),
                                     SlowAbfly(weights, ToDoubles(x)));
    EXPECT_LT(error, 0.01) << sizes.num_rows << " x " << sizes.width;
  }
}

// Rows that are no padding get what they would get without padding.
TEST(BlockModelTest, PaddingIsNotAttendedTo) {
  const BlockSizes sizes = {9, 8, 16, 2};
  const AbflyWeights weights = RandomAbfly(sizes, 3);
  const std::vector<Half> x = RandomInput(sizes, 4);
  for (const int64_t num_keys : {1, 4, 9}) {
    const std::vector<Half> padded = *RunAbfly<Half>(weights, x, num_keys);
    ASSERT_EQ(padded.size(), x.size());
    const size_t size = num_keys * sizes.width;
    EXPECT_EQ(std::vector<Half>(padded.begin(), padded.begin() + size),
              *RunAbfly<Half>(weights, absl::MakeConstSpan(x).first(size)));
  }
  for (const int64_t num_keys : {0, 10}) {
    const absl::Status status = RunAbfly<Half>(weights, x, num_keys).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), std::to_string(num_keys) + " keys in 9 rows");
  }
}

TEST(BlockModelTest, RejectsWeightsThatDoNotFit) {
  const BlockSizes sizes = {4, 8, 16, 2};
  const std::vector<Half> x = RandomInput(sizes, 1);
  const auto message = [&](const FbflyWeights& weights) {
    const absl::Status status = RunFbfly<Half>(weights, x).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  FbflyWeights weights = RandomFbfly(sizes, 1);
  EXPECT_TRUE(Validate(weights).ok());
  weights.norm.beta.pop_back();
  EXPECT_EQ(message(weights), "norm: gamma has 8 and beta 7 elements, not 8");
  weights = RandomFbfly(sizes, 1);
  weights.feed_forward.expand.stacks.pop_back();
  EXPECT_EQ(message(weights), "feed_forward.expand has 1 butterfly matrices of size 8, not 2");
  weights = RandomFbfly(sizes, 1);
  weights.feed_forward.contract.stacks[0].weights.pop_back();
  EXPECT_EQ(message(weights),
            "feed_forward.contract has a butterfly matrix of size 2^4 with 31 pairs of weights, not 2^4 with 32");
  weights = RandomFbfly(sizes, 1);
  weights.feed_forward.contract.bias.pop_back();
  EXPECT_EQ(message(weights), "feed_forward.contract maps 16 to 8 features with 7 biases, not 16 to 8");
  EXPECT_EQ(message({}), "norm: gamma is empty");
  EXPECT_EQ(message(RandomFbfly({4, 12, 16, 1}, 1)), "the Fourier transform of 12 elements is not supported");
  EXPECT_EQ(RunFbfly<Half>(RandomFbfly(sizes, 1), RandomInput({3, 8, 1, 1}, 1)).status().message(),
            "the Fourier transform of 3 rows is not supported");
  EXPECT_EQ(RunFbfly<Half>(RandomFbfly(sizes, 1), absl::MakeConstSpan(x).first(9)).status().message(),
            "x has 9 elements, not rows of 8");
  AbflyWeights abfly = RandomAbfly(sizes, 1);
  abfly.num_heads = 3;
  EXPECT_EQ(RunAbfly<Half>(abfly, x).status().message(), "3 heads do not divide 8 elements");
}

TEST(ProgramTest, RejectsWhatTheAcceleratorHasNoRoomFor) {
  AcceleratorShape shape;
  shape.num_units = 4;
  shape.max_log2_size = 5;
  shape.max_keys = 16;
  shape.max_head_dim = 8;
  const auto fbfly = [&](const BlockSizes& sizes) {
    return std::string(CompileFbfly(RandomFbfly(sizes, 1), sizes.num_rows, shape).status().message());
  };
  const auto abfly = [&](const BlockSizes& sizes) {
    return std::string(CompileAbfly(RandomAbfly(sizes, 1), sizes.num_rows, shape).status().message());
  };
  EXPECT_EQ(fbfly({16, 16, 16, 1}), "");
  EXPECT_EQ(fbfly({4, 16, 16, 1}),
            "Fourier transform of columns: butterflies of size 2^2; this accelerator has sizes from 8 to 2^5");
  EXPECT_EQ(fbfly({16, 16, 64, 1}),
            "feed_forward.contract: butterflies of size 2^6; this accelerator has sizes from 8 to 2^5");
  EXPECT_EQ(fbfly({0, 16, 16, 1}), "0 rows");
  EXPECT_EQ(fbfly({12, 16, 16, 1}), "the Fourier transform of 12 rows is not supported");
  EXPECT_EQ(abfly({17, 16, 16, 2}), "heads of 17 keys with 8 elements; this accelerator has up to 16 keys with 8");
  EXPECT_EQ(abfly({16, 16, 16, 2}), "");
  EXPECT_EQ(CompileAbfly(RandomAbfly({16, 16, 16, 2}, 1), 16, 17, shape).status().message(), "17 keys in 16 rows");
}

}  // namespace
}  // namespace duet::hw
