#include "nas/pareto.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace duet::nas {

bool Dominates(const Objectives& a, const Objectives& b) {
  bool is_smaller = false;
  for (size_t k = 0; k < a.size(); ++k) {
    if (a[k] > b[k]) return false;
    is_smaller |= a[k] < b[k];
  }
  return is_smaller;
}

std::vector<int64_t> FrontsOf(absl::Span<const Objectives> points) {
  const int64_t n = points.size();
  std::vector<int64_t> front(n, -1);
  int64_t num_left = n;
  for (int64_t current = 0; num_left > 0; ++current) {
    std::vector<int64_t> members;
    for (int64_t i = 0; i < n; ++i) {
      if (front[i] >= 0) continue;
      bool is_dominated = false;
      for (int64_t j = 0; j < n && !is_dominated; ++j) is_dominated = front[j] < 0 && Dominates(points[j], points[i]);
      if (!is_dominated) members.push_back(i);
    }
    for (const int64_t i : members) front[i] = current;
    num_left -= members.size();
  }
  return front;
}

std::vector<double> CrowdingDistances(absl::Span<const Objectives> points) {
  const int64_t n = points.size();
  std::vector<double> distance(n, 0.0);
  if (n == 0) return distance;
  std::vector<int64_t> order(n);
  for (size_t k = 0; k < points[0].size(); ++k) {
    std::iota(order.begin(), order.end(), int64_t{0});
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return points[a][k] < points[b][k]; });
    const double range = points[order.back()][k] - points[order.front()][k];
    distance[order.front()] = distance[order.back()] = std::numeric_limits<double>::infinity();
    for (int64_t i = 1; i + 1 < n && range > 0; ++i) {
      distance[order[i]] += (points[order[i + 1]][k] - points[order[i - 1]][k]) / range;
    }
  }
  return distance;
}

}  // namespace duet::nas
