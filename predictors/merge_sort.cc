#include "predictors/merge_sort.h"

#include <algorithm>
#include <numeric>

namespace duet::predictors {

std::vector<int64_t> MergeSort(int64_t n, const std::function<bool(int64_t, int64_t)>& is_less) {
  std::vector<int64_t> order(n), merged(n);
  std::iota(order.begin(), order.end(), int64_t{0});
  for (int64_t width = 1; width < n; width *= 2) {
    for (int64_t begin = 0; begin < n; begin += 2 * width) {
      const int64_t middle = std::min(begin + width, n), end = std::min(begin + 2 * width, n);
      for (int64_t left = begin, right = middle, out = begin; out < end; ++out) {
        const bool takes_right = left == middle || (right < end && is_less(order[right], order[left]));
        merged[out] = takes_right ? order[right++] : order[left++];
      }
    }
    std::swap(order, merged);
  }
  return order;
}

}  // namespace duet::predictors
