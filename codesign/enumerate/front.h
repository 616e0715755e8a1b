// The Pareto front of pairs of network and accelerator over (accuracy, latency, area).
//
// A pair is on the front if no other is at least as good in all three and better in one. Of pairs that are equal in all
// three, the one with the lowest cell, then accelerator, stands for all. So the front of a union is the front of the
// union of fronts, in any order: it can be computed in shards.

#ifndef CODESIGN_ENUMERATE_FRONT_H_
#define CODESIGN_ENUMERATE_FRONT_H_

#include <cstdint>
#include <tuple>
#include <vector>

namespace duet::codesign {

struct PairPoint {
  double accuracy_pct = 0;
  int64_t num_cycles = 0;
  double area_mm2 = 0;
  int64_t cell = 0;         // index in the space of cells
  int64_t accelerator = 0;  // index in the space of accelerators

  friend bool operator==(const PairPoint& a, const PairPoint& b) { return a.Tie() == b.Tie(); }

  std::tuple<double, int64_t, double, int64_t, int64_t> Tie() const {
    return {accuracy_pct, num_cycles, area_mm2, cell, accelerator};
  }
};

// Returns the front of `points`, best accuracy first, then fewest cycles. O(n log n).
std::vector<PairPoint> ParetoFront(std::vector<PairPoint> points);

}  // namespace duet::codesign

#endif  // CODESIGN_ENUMERATE_FRONT_H_
