// ListOps of the Long Range Arena: expressions of nested list operations, whose value, 0 to 9, is the class.
//
//     [MAX 2 9 [MIN 4 7 ] 0 ]   =   9
//
// A tree at depth d (the root: 1) is a digit, uniform, unless d < max_depth and a draw of 1/4 makes it an operation:
// MIN, MAX, MED or SM, uniform, of 2 to max_arguments trees at depth d + 1, uniform. The length of a tree is the number
// of its tokens: 1 for a digit, 2 + those of its arguments for an operation. Trees are drawn until min_length < length
// < max_length.
//
//   MED  median; of an even number of values the mean of the two middle ones, rounded down
//   SM   sum modulo 10
//
// Source: Tay et al. 2021, Long Range Arena, section 2.2, and its released generator, whose rules and parameters these
// are; Nangia and Bowman 2018. The random numbers are this project's, so the expressions are others than the released
// ones.

#ifndef DATASETS_LISTOPS_LISTOPS_H_
#define DATASETS_LISTOPS_LISTOPS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet::listops {

// A symbol's number is the token of a model: the digits 0 to 9 are 1 to 10, then four operations and the closing
// bracket.
using Symbol = uint8_t;
constexpr Symbol kPadding = 0;
constexpr Symbol kMin = 11;
constexpr Symbol kMax = 12;
constexpr Symbol kMed = 13;
constexpr Symbol kSumMod = 14;
constexpr Symbol kClose = 15;
constexpr int64_t kNumSymbols = 15;  // without padding
constexpr int64_t kNumClasses = 10;

constexpr Symbol Digit(int64_t value) { return static_cast<Symbol>(1 + value); }
constexpr bool IsDigit(Symbol symbol) { return Digit(0) <= symbol && symbol <= Digit(9); }
constexpr bool IsOperation(Symbol symbol) { return kMin <= symbol && symbol <= kSumMod; }

// A tree as its tokens in order. The brackets make the tree unique, so equal expressions are equal trees.
using Expression = std::vector<Symbol>;

struct Options {
  int64_t max_depth = 10;      // all trees at this depth are digits
  int64_t max_arguments = 10;  // of an operation
  int64_t min_length = 500;    // in tokens; kept trees are longer
  int64_t max_length = 2000;   // kept trees are shorter
};

// Not the published task: trees of 20 to 128 tokens and depth at most 6, for what a processor can train in minutes.
constexpr Options ShortOptions() { return {.max_depth = 6, .max_arguments = 10, .min_length = 19, .max_length = 129}; }

// The tree of the stream (seed, index): the first of that stream that is kept. InvalidArgument for max_depth or
// max_arguments below 2; OutOfRange if none of a million trees is kept.
absl::StatusOr<Expression> GenerateExpression(const Options& options, uint64_t seed, uint64_t index);

// The same without the rule of lengths: one tree at depth 1.
Expression GenerateAnyTree(const Options& options, uint64_t seed, uint64_t index);

// 0 to 9, or InvalidArgument if `expression` is no tree, with the position of what is wrong.
absl::StatusOr<int64_t> Evaluate(absl::Span<const Symbol> expression);

// The largest number of operations around a symbol, plus 1: 1 for a digit alone, at most max_depth. `expression` is a
// tree.
int64_t Depth(absl::Span<const Symbol> expression);

// "[MAX 2 9 [MIN 4 7 ] 0 ]".
std::string ToText(absl::Span<const Symbol> expression);

// Inverse of ToText. Also reads the released files, where the tree is binary and in parentheses, which say nothing more
// and are skipped, and X in place of "]". InvalidArgument says which word is wrong, or what of the tree is.
absl::StatusOr<Expression> Parse(absl::string_view text);

// `expression` and padding, [length], or InvalidArgument if it is longer. The Long Range Arena pads to 2,000.
absl::StatusOr<std::vector<int64_t>> Tokens(absl::Span<const Symbol> expression, int64_t length);

}  // namespace duet::listops

#endif  // DATASETS_LISTOPS_LISTOPS_H_
