#include "nas/local_search.h"

#include <cstdint>
#include <vector>

#include "common/random.h"
#include "common/status_macros.h"

namespace duet::nas {

absl::Status LocalSearch::Run(Search& search) const {
  RandomStream random(search.seed(), "local search");
  for (int64_t start = 0; search.num_left() > 0; ++start) {
    int64_t current = search.RandomUntrained(random);
    ASSIGN_OR_RETURN(double best_pct, search.Train(current, {"start", start}));
    bool is_better = true;
    while (is_better) {
      is_better = false;
      std::vector<int64_t> neighbors = Neighbors(search.space(), current);
      random.Shuffle(neighbors);
      for (const int64_t neighbor : neighbors) {
        if (!search.IsCandidate(neighbor)) continue;
        if (search.num_left() == 0) return absl::OkStatus();
        ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(neighbor, {"neighbor", start}));
        if (accuracy_pct <= best_pct) continue;
        best_pct = accuracy_pct;
        current = neighbor;
        is_better = true;
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
