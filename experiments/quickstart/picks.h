// Which cells to take under a limit on latency where accuracies are not at hand: those that compute most. A stand-in:
// in NAS-Bench-201 accuracy rises with operations (Dong & Yang 2020, section 3), but not strictly.

#ifndef EXPERIMENTS_QUICKSTART_PICKS_H_
#define EXPERIMENTS_QUICKSTART_PICKS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "datasets/nasbench201/cell.h"

namespace duet::quickstart {

struct Candidate {
  nasbench201::Cell cell;
  double predicted_ms = 0;
  double mega_flops = 0;  // of the network that LatBench measures, as nasbench201::CountNetwork counts
  double mega_params = 0;
};

// All cells with a path from input to output, in the order of their ids, without predictions.
std::vector<Candidate> AllCandidates();

// The `count` candidates predicted at `limit_ms` or less with the most FLOPs, then weights, then the lowest prediction.
// Cells with operations that lie on no path are left out: the pruned cell is a candidate as well and does the same.
std::vector<Candidate> PicksUnder(absl::Span<const Candidate> candidates, double limit_ms, int64_t count);

}  // namespace duet::quickstart

#endif  // EXPERIMENTS_QUICKSTART_PICKS_H_
