// Collects what made a result: commit, command, time, memory, machines.

#ifndef EXPERIMENTS_FRAMEWORK_PROVENANCE_H_
#define EXPERIMENTS_FRAMEWORK_PROVENANCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/result_files.pb.h"

namespace duet::experiments {

// The commit checked out in `directory`, with "+changes" if a tracked file differs; "unknown" outside a repository.
std::string CommitOf(const std::string& directory);

// The command that makes `result` again: "bazel run --config=full //experiments/brp_nas:latency_prediction".
std::string CommandOf(const ExperimentResult& result);

// Sums the RunCost files. NotFound or InvalidArgument with the path of a file that cannot be read.
absl::StatusOr<Provenance> SumCosts(absl::Span<const std::string> cost_paths);

// Reads a manifest that the build wrote (ResultFiles as JSON).
absl::StatusOr<ResultFiles> ReadResultFiles(absl::string_view path);

// The workspace, else the directory the program was called from.
std::string WorkspaceDirectory();

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_PROVENANCE_H_
