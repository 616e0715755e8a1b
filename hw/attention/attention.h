// Softmax attention of one head as the RTL computes it (attention_engine.sv): softmax(Q K^T scale) V, row by row.
//
//   s_j = scale sum_d q_d k_jd      p_j = e^(s_j - m) / sum_i e^(s_i - m),  m = max_j s_j      o_d = sum_j p_j v_jd
//
// Each operation rounds to a half; sums are pairwise (pairwise_sum.h). Number is Half, bit for bit the RTL, or Bounded:
// the exact result with a bound of the half's error. Source: FABNet (Fan et al., MICRO 2022), attention processor: QK
// and SV engines with a row-wise softmax between them.

#ifndef HW_ATTENTION_ATTENTION_H_
#define HW_ATTENTION_ATTENTION_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace duet::hw {

// Of a head: the numbers of keys and of elements of a query, a key, a value; all at least 1.
struct HeadShape {
  int64_t num_keys;
  int64_t head_dim;
};

// One query [head_dim] against keys [num_keys, head_dim] -> scores [num_keys].
template <typename Number>
std::vector<Number> Scores(const HeadShape& shape, absl::Span<const Number> query, absl::Span<const Number> keys,
                           Number scale);

// scores [num_keys] -> probabilities [num_keys]. Not a number where a score is not one or the largest is infinite.
template <typename Number>
std::vector<Number> Softmax(absl::Span<const Number> scores);

// probabilities [num_keys], values [num_keys, head_dim] -> output [head_dim].
template <typename Number>
std::vector<Number> WeightedValues(const HeadShape& shape, absl::Span<const Number> probabilities,
                                   absl::Span<const Number> values);

// queries [n, head_dim], keys and values [num_keys, head_dim] -> outputs [n, head_dim]. `scale`: 1 / sqrt(head_dim).
template <typename Number>
std::vector<Number> Attention(const HeadShape& shape, absl::Span<const Number> queries, absl::Span<const Number> keys,
                              absl::Span<const Number> values, Number scale);

}  // namespace duet::hw

#endif  // HW_ATTENTION_ATTENTION_H_
