// Writes index.html and provenance.json for results that the build made.

#ifndef EXPERIMENTS_FRAMEWORK_PAGE_H_
#define EXPERIMENTS_FRAMEWORK_PAGE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/result_files.pb.h"

namespace duet::experiments {

struct BuiltResult {
  std::string manifest_path;
  ResultFiles files;
  ExperimentResult result;
};

// Reads manifests and the results that they name; NotFound or InvalidArgument with the path of what cannot be read.
absl::StatusOr<std::vector<BuiltResult>> ReadBuiltResults(absl::Span<const std::string> manifest_paths);

struct PageOptions {
  // The page writer and its arguments up to those that WritePage adds: node, script, bundles.
  std::vector<std::string> command;
  // Of a report on several experiments; empty for the page of one.
  std::string title;
  std::string directory;
};

// Writes `directory`/provenance.json and `directory`/index.html. Internal if the page writer fails.
absl::Status WritePage(const PageOptions& options, absl::Span<const BuiltResult> results);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_PAGE_H_
