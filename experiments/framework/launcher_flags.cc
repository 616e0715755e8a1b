#include "experiments/framework/launcher_flags.h"

#include "absl/flags/flag.h"

ABSL_FLAG(std::vector<std::string>, files, {}, "Manifests of the results to show.");
ABSL_FLAG(std::vector<std::string>, page_command, {}, "The program that writes index.html.");
