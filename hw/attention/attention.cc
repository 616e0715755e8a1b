#include "hw/attention/attention.h"

#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"
#include "hw/numeric/functions.h"
#include "hw/numeric/pairwise_sum.h"

namespace duet::hw {
namespace {

// The larger one, -0 before 0 and NaN above all: the order of the RTL's comparator.
Half Max(Half a, Half b) {
  const auto order = [](Half x) { return (x.bits & 0x8000) != 0 ? ~x.bits & 0xffff : x.bits | 0x8000; };
  return order(b) > order(a) ? b : a;
}

}  // namespace

template <typename Number>
std::vector<Number> Scores(const HeadShape& shape, absl::Span<const Number> query, absl::Span<const Number> keys,
                           Number scale) {
  std::vector<Number> scores, products(shape.head_dim);
  for (int64_t j = 0; j < shape.num_keys; ++j) {
    for (int64_t d = 0; d < shape.head_dim; ++d) products[d] = Mul(query[d], keys[j * shape.head_dim + d]);
    scores.push_back(Mul(PairwiseSum<Number>(products), scale));
  }
  return scores;
}

template <typename Number>
std::vector<Number> Softmax(absl::Span<const Number> scores) {
  Number max = scores[0];
  for (const Number& score : scores.subspan(1)) max = Max(max, score);
  std::vector<Number> terms;
  for (const Number& score : scores) terms.push_back(Exp(Sub(score, max)));
  const Number reciprocal = Reciprocal(PairwiseSum<Number>(terms));
  for (Number& term : terms) term = Mul(term, reciprocal);
  return terms;
}

template <typename Number>
std::vector<Number> WeightedValues(const HeadShape& shape, absl::Span<const Number> probabilities,
                                   absl::Span<const Number> values) {
  std::vector<Number> output, products(shape.num_keys);
  for (int64_t d = 0; d < shape.head_dim; ++d) {
    for (int64_t j = 0; j < shape.num_keys; ++j) products[j] = Mul(probabilities[j], values[j * shape.head_dim + d]);
    output.push_back(PairwiseSum<Number>(products));
  }
  return output;
}

template <typename Number>
std::vector<Number> Attention(const HeadShape& shape, absl::Span<const Number> queries, absl::Span<const Number> keys,
                              absl::Span<const Number> values, Number scale) {
  std::vector<Number> outputs;
  for (; !queries.empty(); queries.remove_prefix(shape.head_dim)) {
    const std::vector<Number> scores = Scores<Number>(shape, queries.first(shape.head_dim), keys, scale);
    const std::vector<Number> output = WeightedValues<Number>(shape, Softmax<Number>(scores), values);
    outputs.insert(outputs.end(), output.begin(), output.end());
  }
  return outputs;
}

template std::vector<Half> Scores(const HeadShape&, absl::Span<const Half>, absl::Span<const Half>, Half);
template std::vector<Bounded> Scores(const HeadShape&, absl::Span<const Bounded>, absl::Span<const Bounded>, Bounded);
template std::vector<Half> Softmax(absl::Span<const Half>);
template std::vector<Bounded> Softmax(absl::Span<const Bounded>);
template std::vector<Half> WeightedValues(const HeadShape&, absl::Span<const Half>, absl::Span<const Half>);
template std::vector<Bounded> WeightedValues(const HeadShape&, absl::Span<const Bounded>, absl::Span<const Bounded>);
template std::vector<Half> Attention(const HeadShape&, absl::Span<const Half>, absl::Span<const Half>,
                                     absl::Span<const Half>, Half);
template std::vector<Bounded> Attention(const HeadShape&, absl::Span<const Bounded>, absl::Span<const Bounded>,
                                        absl::Span<const Bounded>, Bounded);

}  // namespace duet::hw
