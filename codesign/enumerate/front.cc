#include "codesign/enumerate/front.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace duet::codesign {

// In this order no point is dominated by one that follows. Areas of the best points so far, by cycles, fall: a point is
// dominated, or equal to one before it, if the last step at or below its cycles is as small.
std::vector<PairPoint> ParetoFront(std::vector<PairPoint> points) {
  std::sort(points.begin(), points.end(), [](const PairPoint& a, const PairPoint& b) {
    return std::make_tuple(-a.accuracy_pct, a.num_cycles, a.area_mm2, a.cell, a.accelerator) <
           std::make_tuple(-b.accuracy_pct, b.num_cycles, b.area_mm2, b.cell, b.accelerator);
  });
  std::map<int64_t, double> smallest_area;  // by cycles; falling
  std::vector<PairPoint> front;
  for (const PairPoint& point : points) {
    auto after = smallest_area.upper_bound(point.num_cycles);
    if (after != smallest_area.begin() && std::prev(after)->second <= point.area_mm2) continue;
    while (after != smallest_area.end() && after->second >= point.area_mm2) after = smallest_area.erase(after);
    smallest_area[point.num_cycles] = point.area_mm2;
    front.push_back(point);
  }
  return front;
}

}  // namespace duet::codesign
