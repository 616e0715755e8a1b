// What a set of examples is made of: classes, tokens, lengths.

#ifndef DATASETS_LRA_STATISTICS_H_
#define DATASETS_LRA_STATISTICS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "datasets/lra/task.h"

namespace duet::lra {

// [num_classes]: examples of each class.
std::vector<int64_t> LabelCounts(const TokenExamples& examples, int64_t num_classes);

// [vocabulary]: how often each token occurs. The first one counts padding, too.
std::vector<int64_t> TokenCounts(const TokenExamples& examples, int64_t vocabulary);

// Of every sequence, without the padding behind it.
std::vector<int64_t> Lengths(const TokenExamples& examples);

// Sequences that differ from each other, in all of the sets together.
int64_t NumDistinctSequences(absl::Span<const TokenExamples* const> sets);

// The smallest value, the quartiles and the largest: of n sorted values, those at 0, (n - 1) / 4, ... rounded down.
// `values` is not empty.
struct Quartiles {
  int64_t smallest, lower, median, upper, largest;
};
Quartiles QuartilesOf(std::vector<int64_t> values);

// Percent of the values in [k width, (k + 1) width), at the middle of each from the first to the last that has one.
struct Histogram {
  std::vector<double> middles;
  std::vector<double> percent;
};
Histogram HistogramOf(absl::Span<const int64_t> values, int64_t width);

}  // namespace duet::lra

#endif  // DATASETS_LRA_STATISTICS_H_
