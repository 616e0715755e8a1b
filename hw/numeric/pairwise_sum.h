// Sum of numbers pairwise, in the order of the RTL (pairwise_sum.sv, adder_tree.sv): as a binary tree over the items,
// cut where they end:
//
//   5 items: ((x0 + x1) + (x2 + x3)) + x4
//
// So the result does not depend on how many of them the hardware adds at once. With n items and u = 2^-11 it is off by
// at most ((1 + u)^k - 1) sum |x|, k = ceil(log2 n) (Higham, Accuracy and Stability of Numerical Algorithms, sec. 4.2).

#ifndef HW_NUMERIC_PAIRWISE_SUM_H_
#define HW_NUMERIC_PAIRWISE_SUM_H_

#include "absl/types/span.h"

namespace duet::hw {

// Number: Half or Bounded. At least one item.
template <typename Number>
Number PairwiseSum(absl::Span<const Number> items);

}  // namespace duet::hw

#endif  // HW_NUMERIC_PAIRWISE_SUM_H_
