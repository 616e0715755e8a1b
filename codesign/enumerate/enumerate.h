// Latency and area of every pair of a cell and an accelerator, reduced to the Pareto front, exactly.
//
// What makes 3.66 billion pairs quick:
// 1. A network is a sequence of sums and maxima over rows of a table of 80 operations (latency_table.h), for 32
//    accelerators at once.
// 2. Cells with equal programs take the same time everywhere: the most accurate stands for all.
// 3. An accelerator that has the engines of another, is as slow or slower at every operation and as large or larger is
//    never better for any cell: schedules do not get longer when operations get faster (schedule.h). It is left out.
// 4. For one accelerator, cells in the order of falling accuracy are on its own front where they are faster than all
//    before: one comparison a pair. What is left, some ten thousand points, is reduced by ParetoFront.
//
// Nothing is sampled and no bound is a guess: enumerate_test.cc compares with all pairs, one after the other.

#ifndef CODESIGN_ENUMERATE_ENUMERATE_H_
#define CODESIGN_ENUMERATE_ENUMERATE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/front.h"
#include "common/progress.h"
#include "datasets/nasbench101/cell.h"

namespace duet::codesign {

// A cell of the space with its accuracy.
struct RatedCell {
  nasbench101::Cell cell;
  int64_t index = 0;  // in the space of cells
  double accuracy_pct = 0;
};

struct EnumerationOptions {
  int num_threads = 1;
  // This part of `num_shards` of the accelerators. Their fronts, merged, are the front.
  int64_t shard = 0;
  int64_t num_shards = 1;
  // Without 2 and 3 above every pair is evaluated.
  bool prunes = true;
  Progress* progress = nullptr;  // counts blocks of pairs
};

struct Interval {
  double min = 0, max = 0;
};

struct Enumeration {
  std::vector<PairPoint> front;
  // Over all pairs of all shards.
  Interval accuracy_pct, latency_ms, area_mm2;
  int64_t num_pairs = 0;            // cells times accelerators, all shards
  int64_t num_pairs_evaluated = 0;  // of this shard, where pruning left them
  double clock_mhz = 0;
};

// InvalidArgument for no cells or accelerators, a shard that is not in [0, num_shards), or an accuracy that is not
// finite; or the error of LatencyTable::Create.
absl::StatusOr<Enumeration> Enumerate(absl::Span<const RatedCell> cells, const AcceleratorSpace& space,
                                      const Calibration& calibration, const EnumerationOptions& options = {});

// One enumeration of its shards. InvalidArgument for none, or shards of different pairs.
absl::StatusOr<Enumeration> MergeShards(absl::Span<const Enumeration> shards);

// Positions in `accelerators` of those that no other makes needless by rule 3, ascending. `areas_mm2` is by position.
std::vector<int64_t> UndominatedAccelerators(absl::Span<const Accelerator> accelerators,
                                             absl::Span<const double> areas_mm2, const LatencyCalibration& calibration);

}  // namespace duet::codesign

#endif  // CODESIGN_ENUMERATE_ENUMERATE_H_
