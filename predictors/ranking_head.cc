#include "predictors/ranking_head.h"

namespace duet::predictors {

std::vector<GraphPair> AllPairs(int64_t n) {
  std::vector<GraphPair> pairs;
  pairs.reserve(n > 0 ? n * (n - 1) : 0);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < n; ++j) {
      if (i != j) pairs.push_back({i, j});
    }
  }
  return pairs;
}

}  // namespace duet::predictors
