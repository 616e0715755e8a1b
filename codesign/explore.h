// The best pairs of network and accelerator under limits: those that meet them and that no pair betters in accuracy,
// latency and area at once.
//
// Limits only cut off worse metrics, so that these are the pairs of the Pareto front (codesign/enumerate) that meet
// them: exact, over every cell that is given and every accelerator of the space.

#ifndef CODESIGN_EXPLORE_H_
#define CODESIGN_EXPLORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/search/objective.h"
#include "common/progress.h"
#include "datasets/nasbench101/cell.h"

namespace duet::codesign {

// A network to choose from.
struct Candidate {
  nasbench101::Cell cell;
  double accuracy_pct = 0;
  bool is_published = true;  // otherwise the accuracy is predicted
};

enum class SortBy { kAccuracy, kLatency, kArea, kPerfPerArea };

// "accuracy", "latency", "area", "perf_per_area"; InvalidArgument for others, listing these.
absl::StatusOr<SortBy> ParseSortBy(absl::string_view text);

struct ExploreOptions {
  Thresholds limits;
  SortBy sort_by = SortBy::kAccuracy;  // best first
  int num_threads = 1;                 // what is found does not depend on it
  Progress* progress = nullptr;
};

struct FoundPair {
  Candidate candidate;
  Accelerator accelerator;
  Metrics metrics;
  bool fits_zu9eg = true;  // the ZU9EG has the resources
};

struct Exploration {
  std::vector<FoundPair> pairs;
  int64_t num_pairs_in_space = 0;
  int64_t num_pairs_on_front = 0;
};

constexpr int64_t kMaxNumExploredAccelerators = 1'000'000;

// InvalidArgument without candidates, for a limit that is not positive, or as Enumerate; ResourceExhausted for a larger
// space than the constant above. NotFound if no pair meets the limits: says what each limit would have to be.
absl::StatusOr<Exploration> Explore(absl::Span<const Candidate> candidates, const AcceleratorSpace& space,
                                    const Calibration& calibration, const ExploreOptions& options);

// An aligned table of the first `num_rows` pairs, and what is not shown.
std::string ExplorationText(const Exploration& exploration, int64_t num_rows);

// All pairs, RFC 4180, one row each.
std::string ExplorationCsv(const Exploration& exploration);

}  // namespace duet::codesign

#endif  // CODESIGN_EXPLORE_H_
