// Flags that the launchers of `bazel run` set; kept out of --help, which shows a program's own file alone.

#ifndef EXPERIMENTS_FRAMEWORK_LAUNCHER_FLAGS_H_
#define EXPERIMENTS_FRAMEWORK_LAUNCHER_FLAGS_H_

#include <string>
#include <vector>

#include "absl/flags/declare.h"

// Manifests (ResultFiles as JSON) of the results to show.
ABSL_DECLARE_FLAG(std::vector<std::string>, files);
// The page writer and its arguments up to those that WritePage adds.
ABSL_DECLARE_FLAG(std::vector<std::string>, page_command);

#endif  // EXPERIMENTS_FRAMEWORK_LAUNCHER_FLAGS_H_
