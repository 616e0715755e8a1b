#include "asr/error_rate.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace duet::asr {

int64_t EditDistance(absl::Span<const int64_t> recognized, absl::Span<const int64_t> reference) {
  // distance[j]: from the recognised labels so far to the first j of the reference.
  std::vector<int64_t> distance(reference.size() + 1);
  std::iota(distance.begin(), distance.end(), 0);
  for (const int64_t label : recognized) {
    int64_t diagonal = distance[0]++;
    for (size_t j = 1; j <= reference.size(); ++j) {
      const int64_t substituted = diagonal + (label == reference[j - 1] ? 0 : 1);
      diagonal = distance[j];
      distance[j] = std::min({substituted, distance[j] + 1, distance[j - 1] + 1});
    }
  }
  return distance.back();
}

}  // namespace duet::asr
