#include "datasets/listops/listops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::listops {
namespace {

using Distribution = std::array<double, 10>;  // of the value of a tree

constexpr Options kShort = ShortOptions();

int64_t ValueOf(absl::string_view text) {
  const absl::StatusOr<Expression> expression = Parse(text);
  EXPECT_TRUE(expression.ok()) << expression.status();
  const absl::StatusOr<int64_t> value = Evaluate(*expression);
  EXPECT_TRUE(value.ok()) << value.status();
  return *value;
}

TEST(EvaluateTest, MatchesHandWorkedCases) {
  EXPECT_EQ(ValueOf("7"), 7);
  EXPECT_EQ(ValueOf("[MIN 4 7 ]"), 4);
  EXPECT_EQ(ValueOf("[MAX 2 9 [MIN 4 7 ] 0 ]"), 9);
  EXPECT_EQ(ValueOf("[MED 9 1 5 ]"), 5);
  EXPECT_EQ(ValueOf("[MED 1 2 ]"), 1);      // 1.5
  EXPECT_EQ(ValueOf("[MED 9 8 ]"), 8);      // 8.5
  EXPECT_EQ(ValueOf("[MED 7 0 3 4 ]"), 3);  // 3.5
  EXPECT_EQ(ValueOf("[MED 0 0 4 9 ]"), 2);
  EXPECT_EQ(ValueOf("[SM 9 9 9 ]"), 7);
  EXPECT_EQ(ValueOf("[SM 5 5 ]"), 0);
  EXPECT_EQ(ValueOf("[SM [SM 8 7 ] [MED 3 6 [MAX 1 2 ] ] [MIN 9 [SM 4 4 ] ] ]"), (5 + 3 + 8) % 10);
}

TEST(EvaluateTest, RejectsWhatIsNoTree) {
  const auto message = [](const Expression& expression) {
    const absl::Status status = Evaluate(expression).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(message({}), "not a ListOps expression: nothing at symbol 0");
  EXPECT_EQ(message({Digit(1), Digit(2)}), "not a ListOps expression: something after the end at symbol 1");
  EXPECT_EQ(message({kMin, Digit(2)}), "not a ListOps expression: 1 brackets left open at symbol 2");
  EXPECT_EQ(message({kMin, kClose}), "not a ListOps expression: an operation without arguments at symbol 1");
  EXPECT_EQ(message({kClose}), "not a ListOps expression: a closing bracket without an operation at symbol 0");
  EXPECT_EQ(message({kMin, kPadding}), "not a ListOps expression: unknown symbol 0 at symbol 1");
  EXPECT_EQ(message({16}), "not a ListOps expression: unknown symbol 16 at symbol 0");
}

TEST(TextTest, ReadsTheReleasedForm) {
  const Expression expression = {kMax, Digit(2), Digit(9), kMin, Digit(4), Digit(7), kClose, Digit(0), kClose};
  EXPECT_EQ(ToText(expression), "[MAX 2 9 [MIN 4 7 ] 0 ]");
  EXPECT_EQ(*Parse(ToText(expression)), expression);
  EXPECT_EQ(*Parse("( ( ( ( ( [MAX 2 ) 9 ) ( ( ( [MIN 4 ) 7 ) ] ) ) 0 ) ] )"), expression);
  EXPECT_EQ(*Parse("[MAX 2 9 [MIN 4 7 X 0 X"), expression);
  const absl::Status status = Parse("[MAX 2 10 ]").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(status.message(), "unknown word \"10\"")) << status;
  EXPECT_EQ(Parse("PAD").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Parse("[MAX 2").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(TokensTest, ArePaddedToTheLength) {
  const Expression expression = *Parse("[SM 0 9 ]");
  EXPECT_EQ(*Tokens(expression, 4), (std::vector<int64_t>{14, 1, 10, 15}));
  EXPECT_EQ(*Tokens(expression, 6), (std::vector<int64_t>{14, 1, 10, 15, 0, 0}));
  const absl::Status status = Tokens(expression, 3).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "a ListOps expression of 4 symbols does not fit into 3 tokens");
}

TEST(GenerateTest, DependsOnSeedAndIndexAlone) {
  const Expression first = *GenerateExpression(kShort, /*seed=*/1, /*index=*/5);
  EXPECT_EQ(*GenerateExpression(kShort, 1, 5), first);
  EXPECT_NE(*GenerateExpression(kShort, 2, 5), first);
  EXPECT_NE(*GenerateExpression(kShort, 1, 6), first);
}

// Limits, the length identity, and all 15 symbols, on trees of the published size and on short ones.
TEST(GenerateTest, KeepsLengthsDepthsAndVocabulary) {
  for (const Options& options : {Options(), kShort}) {
    std::set<Symbol> symbols;
    std::set<int64_t> labels;
    for (uint64_t index = 0; index < 100; ++index) {
      const Expression expression = *GenerateExpression(options, /*seed=*/3, index);
      const int64_t length = expression.size();
      EXPECT_GT(length, options.min_length);
      EXPECT_LT(length, options.max_length);
      EXPECT_LE(Depth(expression), options.max_depth);
      int64_t num_digits = 0, num_operations = 0;
      for (const Symbol symbol : expression) {
        num_digits += IsDigit(symbol);
        num_operations += IsOperation(symbol);
        symbols.insert(symbol);
      }
      EXPECT_EQ(length, num_digits + 2 * num_operations);
      const absl::StatusOr<int64_t> label = Evaluate(expression);
      ASSERT_TRUE(label.ok()) << label.status();
      labels.insert(*label);
    }
    EXPECT_EQ(static_cast<int64_t>(symbols.size()), kNumSymbols);
    EXPECT_EQ(static_cast<int64_t>(labels.size()), kNumClasses);
  }
}

// The probability of each length below `end` of a tree at depth 1: that of a sum of independent lengths is a
// convolution.
std::vector<double> LengthDistribution(const Options& options, int64_t end) {
  std::vector<double> lengths(end);
  lengths[1] = 1;
  for (int64_t depth = options.max_depth - 1; depth >= 1; --depth) {
    std::vector<double> next(end), sum(end);
    next[1] = 0.75;
    sum[0] = 1;
    for (int64_t k = 1; k <= options.max_arguments; ++k) {
      std::vector<double> next_sum(end);
      for (int64_t i = 0; i < end; ++i) {
        for (int64_t j = 0; i + j < end; ++j) next_sum[i + j] += sum[i] * lengths[j];
      }
      sum = next_sum;
      for (int64_t i = 0; k >= 2 && i + 2 < end; ++i) next[i + 2] += 0.25 / (options.max_arguments - 1) * sum[i];
    }
    lengths = next;
  }
  return lengths;
}

// The published task: one tree in 12.08 is kept, the median length is 954 tokens.
TEST(GenerateTest, KeptLengthsFollowTheRule) {
  const Options options;
  std::vector<double> at_most = LengthDistribution(options, options.max_length);
  std::fill(at_most.begin(), at_most.begin() + options.min_length + 1, 0);
  std::partial_sum(at_most.begin(), at_most.end(), at_most.begin());
  EXPECT_NEAR(1 / at_most.back(), 12.08, 0.01);
  for (double& probability : at_most) probability /= at_most.back();
  EXPECT_LT(at_most[953], 0.5);
  EXPECT_GE(at_most[954], 0.5);
  constexpr int kNumTrees = 2000;
  std::vector<int> num_trees(options.max_length);
  for (uint64_t index = 0; index < kNumTrees; ++index) {
    ++num_trees[GenerateExpression(options, /*seed=*/4, index)->size()];
  }
  std::partial_sum(num_trees.begin(), num_trees.end(), num_trees.begin());
  double largest_difference = 0;  // of Kolmogorov and Smirnov
  for (int64_t length = 0; length < options.max_length; ++length) {
    largest_difference =
        std::max(largest_difference, std::abs(static_cast<double>(num_trees[length]) / kNumTrees - at_most[length]));
  }
  // Exceeded with probability 2 exp(-2 * 2.2^2) = 0.0001.
  EXPECT_LT(largest_difference, 2.2 / std::sqrt(kNumTrees));
}

// q(d), the probability that a tree at depth d is no deeper than `limit`: 1 - p + p E[q(d + 1)^k].
TEST(GenerateTest, DepthsOfAnyTreeFollowTheRule) {
  const Options options = {.max_depth = 6, .max_arguments = 4};
  constexpr int kNumTrees = 50'000;
  std::array<int, 7> num_trees = {};
  for (uint64_t index = 0; index < kNumTrees; ++index) ++num_trees[Depth(GenerateAnyTree(options, /*seed=*/5, index))];
  double observed = 0;
  for (int limit = 1; limit <= 6; ++limit) {
    double q = limit == 6 ? 1 : 0.75;
    for (int depth = limit - 1; depth >= 1; --depth) q = 0.75 + 0.25 * (q * q + q * q * q + q * q * q * q) / 3;
    observed += static_cast<double>(num_trees[limit]) / kNumTrees;
    EXPECT_NEAR(observed, q, 5 * std::sqrt(q * (1 - q) / kNumTrees) + 1e-12) << "depth " << limit;
  }
}

double Choose(int n, int k) {
  return std::round(std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)));
}

// The distribution of the operation on `k` independent values of distribution `p`, by order statistics and convolution.
Distribution OfOperation(Symbol operation, int k, const Distribution& p) {
  std::array<double, 12> at_most = {};  // [v + 1]: P(value <= v)
  for (int v = 0; v < 10; ++v) at_most[v + 1] = at_most[v] + p[v];
  const auto at_least = [&](int v) { return 1 - at_most[v]; };
  Distribution result = {};
  if (operation == kSumMod) {
    result[0] = 1;
    for (int i = 0; i < k; ++i) {
      Distribution next = {};
      for (int a = 0; a < 10; ++a) {
        for (int b = 0; b < 10; ++b) next[(a + b) % 10] += result[a] * p[b];
      }
      result = next;
    }
    return result;
  }
  // P(the j-th smallest is v), j from 1.
  const auto order_statistic = [&](int j, int v) {
    double probability = 0;
    for (int i = j; i <= k; ++i) {
      const auto at_most_i = [&](double f) { return Choose(k, i) * std::pow(f, i) * std::pow(1 - f, k - i); };
      probability += at_most_i(at_most[v + 1]) - at_most_i(at_most[v]);
    }
    return probability;
  };
  if (operation != kMed || k % 2 == 1) {
    const int j = operation == kMin ? 1 : operation == kMax ? k : (k + 1) / 2;
    for (int v = 0; v < 10; ++v) result[v] = order_statistic(j, v);
    return result;
  }
  const int m = k / 2;
  for (int a = 0; a < 10; ++a) {
    double equal = order_statistic(m, a);  // P(both middle values are a): without the pairs a < b
    for (int b = a + 1; b < 10; ++b) {
      const double pair = Choose(k, m) * (std::pow(at_most[a + 1], m) - std::pow(at_most[a], m)) *
                          (std::pow(at_least(b), m) - std::pow(at_least(b + 1), m));
      result[(a + b) / 2] += pair;
      equal -= pair;
    }
    result[a] += equal;
  }
  return result;
}

// The balance of labels, against its exact distribution for trees of every depth, by recursion.
TEST(GenerateTest, LabelsOfAnyTreeFollowTheRule) {
  const Options options = {.max_depth = 4, .max_arguments = 6};
  Distribution digits;
  digits.fill(0.1);
  Distribution expected = digits;
  for (int depth = 3; depth >= 1; --depth) {
    Distribution next;
    next.fill(0.075);
    for (int k = 2; k <= 6; ++k) {
      for (const Symbol operation : {kMin, kMax, kMed, kSumMod}) {
        const Distribution values = OfOperation(operation, k, expected);
        for (int v = 0; v < 10; ++v) next[v] += 0.25 / 5 / 4 * values[v];
      }
    }
    expected = next;
  }
  constexpr int kNumTrees = 100'000;
  std::array<int, 10> num_trees = {};
  for (uint64_t index = 0; index < kNumTrees; ++index) {
    ++num_trees[*Evaluate(GenerateAnyTree(options, /*seed=*/6, index))];
  }
  double sum = 0;
  for (int v = 0; v < 10; ++v) {
    sum += expected[v];
    EXPECT_NEAR(static_cast<double>(num_trees[v]) / kNumTrees, expected[v],
                5 * std::sqrt(expected[v] * (1 - expected[v]) / kNumTrees))
        << "label " << v;
  }
  EXPECT_NEAR(sum, 1, 1e-9);
}

TEST(GenerateTest, RejectsOptionsWithoutTrees) {
  const auto status = [](const Options& options) { return GenerateExpression(options, 1, 0).status(); };
  EXPECT_EQ(status({.max_depth = 1}), absl::InvalidArgumentError("max_depth of ListOps is 1, must be 2 or more"));
  EXPECT_EQ(status({.max_depth = 2, .max_arguments = 1}),
            absl::InvalidArgumentError("max_arguments of ListOps is 1, must be 2 or more"));
  // The longest tree has 2 + 3 (2 + 3) = 17 tokens.
  EXPECT_TRUE(status({.max_depth = 3, .max_arguments = 3, .min_length = 16, .max_length = 20}).ok());
  EXPECT_EQ(status({.max_depth = 3, .max_arguments = 3, .min_length = 17, .max_length = 20}),
            absl::OutOfRangeError("none of 1000000 ListOps trees has more than 17 and fewer than 20 tokens"));
}

}  // namespace
}  // namespace duet::listops
