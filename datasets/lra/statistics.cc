#include "datasets/lra/statistics.h"

#include <algorithm>
#include <cassert>

#include "absl/container/flat_hash_set.h"

namespace duet::lra {

std::vector<int64_t> LabelCounts(const TokenExamples& examples, int64_t num_classes) {
  std::vector<int64_t> counts(num_classes);
  for (const uint8_t label : examples.labels) ++counts.at(label);
  return counts;
}

std::vector<int64_t> TokenCounts(const TokenExamples& examples, int64_t vocabulary) {
  std::vector<int64_t> counts(vocabulary);
  for (const uint16_t token : examples.tokens) ++counts.at(token);
  return counts;
}

std::vector<int64_t> Lengths(const TokenExamples& examples) {
  std::vector<int64_t> lengths;
  const uint16_t* const tokens = examples.tokens.data();
  for (size_t begin = 0; begin < examples.tokens.size(); begin += examples.seq_len) {
    int64_t length = examples.seq_len;
    while (length > 0 && tokens[begin + length - 1] == 0) --length;
    lengths.push_back(length);
  }
  return lengths;
}

int64_t NumDistinctSequences(absl::Span<const TokenExamples* const> sets) {
  absl::flat_hash_set<absl::Span<const uint16_t>> sequences;
  for (const TokenExamples* examples : sets) {
    const absl::Span<const uint16_t> tokens = examples->tokens;
    for (size_t begin = 0; begin < tokens.size(); begin += examples->seq_len) {
      sequences.insert(tokens.subspan(begin, examples->seq_len));
    }
  }
  return static_cast<int64_t>(sequences.size());
}

Quartiles QuartilesOf(std::vector<int64_t> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const size_t last = values.size() - 1;
  return {values.front(), values[last / 4], values[last / 2], values[3 * last / 4], values.back()};
}

Histogram HistogramOf(absl::Span<const int64_t> values, int64_t width) {
  assert(width > 0);
  Histogram histogram;
  if (values.empty()) return histogram;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const int64_t first = *least / width;
  std::vector<int64_t> counts(*most / width - first + 1);
  for (const int64_t value : values) ++counts[value / width - first];
  for (size_t bin = 0; bin < counts.size(); ++bin) {
    histogram.middles.push_back((static_cast<double>(first) + static_cast<double>(bin) + 0.5) *
                                static_cast<double>(width));
    histogram.percent.push_back(100.0 * static_cast<double>(counts[bin]) / static_cast<double>(values.size()));
  }
  return histogram;
}

}  // namespace duet::lra
