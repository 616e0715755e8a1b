#include "nas/search_space.h"

#include <algorithm>
#include <numeric>

namespace duet::nas {

std::vector<int64_t> Neighbors(const SearchSpace& space, int64_t index) {
  const Choices start = space.ChoicesOf(index);
  std::vector<int64_t> neighbors;
  for (size_t decision = 0; decision < start.size(); ++decision) {
    Choices changed = start;
    for (int64_t choice = 0; choice < space.num_choices()[decision]; ++choice) {
      changed[decision] = static_cast<int8_t>(choice);
      const std::optional<int64_t> neighbor = space.IndexOf(changed);
      if (neighbor.has_value() && *neighbor != index) neighbors.push_back(*neighbor);
    }
  }
  std::sort(neighbors.begin(), neighbors.end());
  neighbors.erase(std::unique(neighbors.begin(), neighbors.end()), neighbors.end());
  return neighbors;
}

std::vector<int64_t> AllArchitectures(const SearchSpace& space) {
  std::vector<int64_t> all(space.size());
  std::iota(all.begin(), all.end(), int64_t{0});
  return all;
}

}  // namespace duet::nas
