#include "datasets/listops/listops.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/random.h"
#include "common/status_macros.h"

namespace duet::listops {
namespace {

constexpr double kOperationProbability = 0.25;
constexpr int64_t kMaxTrials = 1'000'000;  // the published options keep one tree in 12

constexpr std::array<absl::string_view, kNumSymbols + 1> kWords = {"PAD", "0", "1", "2",    "3",    "4",    "5",   "6",
                                                                   "7",   "8", "9", "[MIN", "[MAX", "[MED", "[SM", "]"};

// Appends a tree at `depth`, but stops where `expression` can no longer be shorter than `max_length`.
void AppendTree(const Options& options, int64_t depth, int64_t max_length, RandomStream& random,
                Expression& expression) {
  if (static_cast<int64_t>(expression.size()) >= max_length) return;
  if (depth >= options.max_depth || random.Uniform() > kOperationProbability) {
    expression.push_back(Digit(random.UniformInt(10)));
    return;
  }
  const int64_t num_arguments = 2 + random.UniformInt(options.max_arguments - 1);
  expression.push_back(kMin + random.UniformInt(4));
  for (int64_t i = 0; i < num_arguments; ++i) AppendTree(options, depth + 1, max_length, random, expression);
  expression.push_back(kClose);
}

// The operation on `values`, at least one, which are sorted meanwhile.
int64_t Apply(Symbol operation, absl::Span<int64_t> values) {
  const int64_t n = values.size();
  switch (operation) {
    case kMin:
      return *std::min_element(values.begin(), values.end());
    case kMax:
      return *std::max_element(values.begin(), values.end());
    case kMed:
      std::sort(values.begin(), values.end());
      return (values[(n - 1) / 2] + values[n / 2]) / 2;
    default: {
      assert(operation == kSumMod);
      int64_t sum = 0;
      for (const int64_t value : values) sum += value;
      return sum % 10;
    }
  }
}

absl::Status Malformed(absl::string_view what, int64_t position) {
  return absl::InvalidArgumentError(absl::StrCat("not a ListOps expression: ", what, " at symbol ", position));
}

}  // namespace

absl::StatusOr<Expression> GenerateExpression(const Options& options, uint64_t seed, uint64_t index) {
  if (options.max_depth < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_depth of ListOps is ", options.max_depth, ", must be 2 or more"));
  }
  if (options.max_arguments < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_arguments of ListOps is ", options.max_arguments, ", must be 2 or more"));
  }
  RandomStream random(seed, "listops", index);
  Expression expression;
  for (int64_t trial = 0; trial < kMaxTrials; ++trial) {
    expression.clear();
    AppendTree(options, 1, options.max_length, random, expression);
    const int64_t length = expression.size();
    if (options.min_length < length && length < options.max_length) return expression;
  }
  return absl::OutOfRangeError(absl::StrCat("none of ", kMaxTrials, " ListOps trees has more than ", options.min_length,
                                            " and fewer than ", options.max_length, " tokens"));
}

Expression GenerateAnyTree(const Options& options, uint64_t seed, uint64_t index) {
  RandomStream random(seed, "listops any tree", index);
  Expression expression;
  AppendTree(options, 1, std::numeric_limits<int64_t>::max(), random, expression);
  return expression;
}

absl::StatusOr<int64_t> Evaluate(absl::Span<const Symbol> expression) {
  struct Open {
    Symbol operation;
    size_t first_value;  // of its arguments, in `values`
  };
  std::vector<Open> open;
  std::vector<int64_t> values;
  for (size_t i = 0; i < expression.size(); ++i) {
    const Symbol symbol = expression[i];
    if (open.empty() && !values.empty()) return Malformed("something after the end", i);
    if (IsDigit(symbol)) {
      values.push_back(symbol - Digit(0));
    } else if (IsOperation(symbol)) {
      open.push_back({symbol, values.size()});
    } else if (symbol == kClose) {
      if (open.empty()) return Malformed("a closing bracket without an operation", i);
      const Open last = open.back();
      open.pop_back();
      if (values.size() == last.first_value) return Malformed("an operation without arguments", i);
      const int64_t value = Apply(last.operation, absl::MakeSpan(values).subspan(last.first_value));
      values.resize(last.first_value);
      values.push_back(value);
    } else {
      return Malformed(absl::StrCat("unknown symbol ", symbol), i);
    }
  }
  if (!open.empty()) return Malformed(absl::StrCat(open.size(), " brackets left open"), expression.size());
  if (values.empty()) return Malformed("nothing", 0);
  return values.front();
}

int64_t Depth(absl::Span<const Symbol> expression) {
  int64_t depth = 1;
  int64_t max_depth = 1;
  for (const Symbol symbol : expression) {
    if (IsOperation(symbol)) max_depth = std::max(max_depth, ++depth);
    if (symbol == kClose) --depth;
  }
  return max_depth;
}

std::string ToText(absl::Span<const Symbol> expression) {
  return absl::StrJoin(expression, " ", [](std::string* text, Symbol symbol) {
    assert(symbol <= kNumSymbols);
    absl::StrAppend(text, kWords[symbol]);
  });
}

absl::StatusOr<Expression> Parse(absl::string_view text) {
  Expression expression;
  for (const absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \t\r\n()"), absl::SkipEmpty())) {
    const auto* const known = std::find(kWords.begin() + 1, kWords.end(), word == "X" ? "]" : word);
    if (known == kWords.end()) {
      return absl::InvalidArgumentError(absl::StrCat("not a ListOps expression: unknown word \"", word, "\""));
    }
    expression.push_back(known - kWords.begin());
  }
  RETURN_IF_ERROR(Evaluate(expression).status());
  return expression;
}

absl::StatusOr<std::vector<int64_t>> Tokens(absl::Span<const Symbol> expression, int64_t length) {
  if (static_cast<int64_t>(expression.size()) > length) {
    return absl::InvalidArgumentError(
        absl::StrCat("a ListOps expression of ", expression.size(), " symbols does not fit into ", length, " tokens"));
  }
  std::vector<int64_t> tokens(expression.begin(), expression.end());
  tokens.resize(length, kPadding);
  return tokens;
}

}  // namespace duet::listops
