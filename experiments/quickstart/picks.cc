#include "experiments/quickstart/picks.h"

#include <algorithm>
#include <tuple>

#include "datasets/nasbench201/counts.h"

namespace duet::quickstart {

std::vector<Candidate> AllCandidates() {
  std::vector<Candidate> candidates;
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
    const nasbench201::Cell cell = nasbench201::CellFromId(id);
    if (!HasPath(cell)) continue;
    const nasbench201::Counts counts = CountNetwork(cell, nasbench201::LatBenchForm());
    candidates.push_back(
        {cell, 0, 1e-6 * static_cast<double>(counts.num_flops), 1e-6 * static_cast<double>(counts.num_params)});
  }
  return candidates;
}

std::vector<Candidate> PicksUnder(absl::Span<const Candidate> candidates, double limit_ms, int64_t count) {
  std::vector<Candidate> picks;
  for (const Candidate& candidate : candidates) {
    if (candidate.predicted_ms <= limit_ms && Pruned(candidate.cell) == candidate.cell) picks.push_back(candidate);
  }
  std::stable_sort(picks.begin(), picks.end(), [](const Candidate& a, const Candidate& b) {
    return std::make_tuple(-a.mega_flops, -a.mega_params, a.predicted_ms) <
           std::make_tuple(-b.mega_flops, -b.mega_params, b.predicted_ms);
  });
  if (static_cast<int64_t>(picks.size()) > count) picks.resize(count);
  return picks;
}

}  // namespace duet::quickstart
