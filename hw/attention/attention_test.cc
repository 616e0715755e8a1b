#include "hw/attention/attention.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "common/random.h"
#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"

namespace duet::hw {
namespace {

std::vector<Half> RandomHalves(int64_t n, double deviation, uint64_t seed) {
  RandomStream random(seed, "halves");
  std::vector<Half> halves(n);
  for (Half& half : halves) half = FromDouble(deviation * random.Normal());
  return halves;
}

std::vector<Bounded> ToBounded(const std::vector<Half>& halves) {
  std::vector<Bounded> bounded;
  for (const Half half : halves) bounded.push_back(ToBounded(half));
  return bounded;
}

std::vector<Half> Halves(const std::vector<double>& values) {
  std::vector<Half> halves;
  for (const double value : values) halves.push_back(FromDouble(value));
  return halves;
}

TEST(ScoresTest, HandWorkedCase) {
  const std::vector<Half> scores = Scores<Half>({.num_keys = 2, .head_dim = 3}, Halves({1, -2, 3}),
                                                Halves({4, 5, 6, -1, 0.5, 0.25}), FromDouble(0.5));
  EXPECT_EQ(scores, Halves({6, -0.625}));
}

TEST(SoftmaxTest, EqualScoresAreEquallyProbable) {
  for (const int64_t n : {1, 2, 4, 1024, 4096}) {
    const std::vector<Half> probabilities = Softmax<Half>(std::vector<Half>(n, FromDouble(-3)));
    for (const Half p : probabilities) EXPECT_EQ(p, FromDouble(1.0 / n));
  }
}

TEST(SoftmaxTest, FarLowerScoresHaveProbabilityZero) {
  EXPECT_EQ(Softmax<Half>(Halves({1000, -1000, 60000, -60000})), Halves({0, 0, 1, 0}));
}

TEST(SoftmaxTest, NotANumberIfAScoreIs) {
  for (const Half p : Softmax<Half>({FromDouble(1), kHalfNaN, FromDouble(2)})) EXPECT_EQ(p, kHalfNaN);
  for (const Half p : Softmax<Half>({FromDouble(1), kHalfInfinity})) EXPECT_EQ(p, kHalfNaN);
}

TEST(WeightedValuesTest, HandWorkedCase) {
  EXPECT_EQ(WeightedValues<Half>({.num_keys = 3, .head_dim = 2}, Halves({0.5, 0.25, 0.25}), Halves({1, 2, 3, 4, 5, 6})),
            Halves({2.5, 3.5}));
}

// Attention in double, from its definition.
std::vector<double> Reference(const HeadShape& shape, const std::vector<Half>& queries, const std::vector<Half>& keys,
                              const std::vector<Half>& values) {
  std::vector<double> outputs;
  const int64_t h = shape.head_dim;
  for (int64_t i = 0; i < static_cast<int64_t>(queries.size()) / h; ++i) {
    std::vector<double> weights;
    double total = 0;
    for (int64_t j = 0; j < shape.num_keys; ++j) {
      double score = 0;
      for (int64_t d = 0; d < h; ++d) score += ToDouble(queries[i * h + d]) * ToDouble(keys[j * h + d]);
      weights.push_back(std::exp(score / std::sqrt(h)));
      total += weights.back();
    }
    for (int64_t d = 0; d < h; ++d) {
      double output = 0;
      for (int64_t j = 0; j < shape.num_keys; ++j) output += weights[j] / total * ToDouble(values[j * h + d]);
      outputs.push_back(output);
    }
  }
  return outputs;
}

TEST(AttentionTest, ErrorIsWithinTheDerivedBound) {
  for (const HeadShape& shape :
       {HeadShape{1, 1}, HeadShape{2, 8}, HeadShape{17, 5}, HeadShape{64, 32}, HeadShape{300, 64}}) {
    const std::vector<Half> queries = RandomHalves(3 * shape.head_dim, 1, 1);
    const std::vector<Half> keys = RandomHalves(shape.num_keys * shape.head_dim, 1, 2);
    const std::vector<Half> values = RandomHalves(shape.num_keys * shape.head_dim, 1, 3);
    const double scale = 1 / std::sqrt(shape.head_dim);
    const std::vector<Half> halves = Attention<Half>(shape, queries, keys, values, FromDouble(scale));
    const std::vector<Bounded> bounded =
        Attention<Bounded>(shape, ToBounded(queries), ToBounded(keys), ToBounded(values), Constant<Bounded>(scale));
    const std::vector<double> reference = Reference(shape, queries, keys, values);
    ASSERT_EQ(halves.size(), reference.size());
    double max_error = 0, max_bound = 0;
    for (size_t i = 0; i < reference.size(); ++i) {
      EXPECT_NEAR(bounded[i].value, reference[i], 1e-12);
      EXPECT_LE(std::abs(ToDouble(halves[i]) - reference[i]), bounded[i].error);
      max_error = std::max(max_error, std::abs(ToDouble(halves[i]) - reference[i]));
      max_bound = std::max(max_bound, bounded[i].error);
    }
    EXPECT_LT(max_bound, 0.2);  // a bound that says something: outputs are of the order of 1
    EXPECT_LT(max_error, 0.005);
  }
}

}  // namespace
}  // namespace duet::hw
