// Several objectives at once, all to be small: which points no other dominates, and how apart they lie.
// Source: Deb et al. 2002, A fast and elitist multiobjective genetic algorithm: NSGA-II, section III.

#ifndef NAS_PARETO_H_
#define NAS_PARETO_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace duet::nas {

using Objectives = std::vector<double>;

// Whether `a` is nowhere greater than `b`, and somewhere smaller.
bool Dominates(const Objectives& a, const Objectives& b);

// The front of each point: 0 where no other dominates it, 1 where only points of front 0 do, and so on.
std::vector<int64_t> FrontsOf(absl::Span<const Objectives> points);

// Of points of one front: the sum over objectives of the distance between a point's two neighbors, as a share of the
// objective's range; infinite for the first and last of any objective.
std::vector<double> CrowdingDistances(absl::Span<const Objectives> points);

}  // namespace duet::nas

#endif  // NAS_PARETO_H_
