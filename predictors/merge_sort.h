// Sorting by a comparison that need not be an order.
//
// A learned comparison may say that a is worse than b, b worse than c and c worse than a, for which std::sort is
// undefined. A merge sort ends after n log2 n comparisons whatever they say, and its result is a function of them
// alone. Where they are an order, it is the stable sort.
//
// Differs: BRP-NAS's released code calls Python's sort, a merge sort as well, but one that merges other runs; where the
// comparison is no order, results differ.

#ifndef PREDICTORS_MERGE_SORT_H_
#define PREDICTORS_MERGE_SORT_H_

#include <cstdint>
#include <functional>
#include <vector>

namespace duet::predictors {

// The numbers 0 to n - 1 in ascending order: of two that are compared, b goes before a only if is_less(b, a).
std::vector<int64_t> MergeSort(int64_t n, const std::function<bool(int64_t, int64_t)>& is_less);

}  // namespace duet::predictors

#endif  // PREDICTORS_MERGE_SORT_H_
