// Merges the runs of an experiment at one scale: statistics over seeds, tables, verdicts.

#ifndef EXPERIMENTS_FRAMEWORK_MERGE_H_
#define EXPERIMENTS_FRAMEWORK_MERGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/experiment_spec.pb.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

struct MergeOptions {
  std::string target;  // shown as the command that makes the result
  Scale scale = SCALE_SMOKE;
  int64_t num_seeds = 0;                    // the runs have seeds 0 to num_seeds - 1 ...
  std::vector<std::string> configurations;  // ... of each of these configurations
};

// The result does not depend on the order of `runs`. InvalidArgument if a run is missing, is there twice, or belongs to
// another experiment or scale; if the configurations are not those of the specification (at the smoke scale some of
// them suffice); if two configurations report a metric with the same labels; if a parameter is read by no run.
absl::StatusOr<ExperimentResult> MergeRuns(const ExperimentSpec& spec, const MergeOptions& options,
                                           std::vector<RunResult> runs);

// The result of an experiment that could not run: every claim is NOT RUN for `reason`.
ExperimentResult NotRunResult(const ExperimentSpec& spec, const MergeOptions& options, const std::string& reason);

// Sorts by configuration, in the order of the specification, then by seed: the order of everything printed.
void SortRuns(const ExperimentSpec& spec, std::vector<RunResult>& runs);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_MERGE_H_
