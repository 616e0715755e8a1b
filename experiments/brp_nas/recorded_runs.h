// Results of runs that take too long to repeat by default, kept in a file with the command that makes them.
//
//     # command: ...
//     setting,seed,within_1_pct,within_5_pct,within_10_pct,spearman
//     latbench.embedded-gpu-jetson-nano-fp32,0,24.9,82.7,96.4,0.993

#ifndef EXPERIMENTS_BRP_NAS_RECORDED_RUNS_H_
#define EXPERIMENTS_BRP_NAS_RECORDED_RUNS_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "predictors/metrics.h"

namespace duet::experiments {

// The metrics of one configuration and seed, or nothing if the file has no such row. InvalidArgument with file and line
// for a row that is not as above.
absl::StatusOr<std::optional<predictors::LatencyMetrics>> ReadRecordedRun(absl::string_view path,
                                                                          absl::string_view configuration,
                                                                          uint64_t seed);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_RECORDED_RUNS_H_
