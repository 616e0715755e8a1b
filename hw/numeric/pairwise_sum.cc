#include "hw/numeric/pairwise_sum.h"

#include <cstdint>

#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"

namespace duet::hw {

template <typename Number>
Number PairwiseSum(absl::Span<const Number> items) {
  if (items.size() == 1) return items[0];
  int64_t half = 1;
  while (2 * half < static_cast<int64_t>(items.size())) half *= 2;
  return Add(PairwiseSum(items.first(half)), PairwiseSum(items.subspan(half)));
}

template Half PairwiseSum(absl::Span<const Half> items);
template Bounded PairwiseSum(absl::Span<const Bounded> items);

}  // namespace duet::hw
