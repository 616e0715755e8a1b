// The main function of an experiment's binary:
//
//   absl::StatusOr<RunResult> Run(const RunContext& context) { ... }
//   int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, Run); }
//
// One call is one run (a seed, a configuration). Bazel calls it once per action; by hand,
//
//   bazel run //experiments/<paper>:<name>_main -- --configuration=<name> --seed=0 --scale=smoke
//
// prints the result. What it cost goes into a file of its own, so that the result stays the same everywhere.

#ifndef EXPERIMENTS_FRAMEWORK_RUN_EXPERIMENT_H_
#define EXPERIMENTS_FRAMEWORK_RUN_EXPERIMENT_H_

#include <functional>

#include "absl/status/statusor.h"
#include "experiments/framework/experiment_spec.pb.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

using RunFunction = std::function<absl::StatusOr<RunResult>(const RunContext& context)>;

// Calls `run`, then fills in and checks what it returns: InvalidArgument if a metric is not in the specification, is
// reported twice with the same labels or is not finite; else the status of `run`.
absl::StatusOr<RunResult> RunOnce(const ExperimentSpec& spec, const RunContext::Options& options,
                                  const RunFunction& run);

// Reads the flags, calls RunOnce and writes result and cost. Returns the exit status of the process.
int RunExperiment(int argc, char** argv, const RunFunction& run);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_RUN_EXPERIMENT_H_
