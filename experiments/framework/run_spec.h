// The part of a specification that one configuration's runs read: its name, the parameters' values, the configuration,
// metrics with their units, what kind of data there is. No claims, tables, averages, sources, notes or other
// configurations: an action that runs an experiment depends on this file alone, so that an edit of the rest keeps the
// runs there are.

#ifndef EXPERIMENTS_FRAMEWORK_RUN_SPEC_H_
#define EXPERIMENTS_FRAMEWORK_RUN_SPEC_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "experiments/framework/experiment_spec.pb.h"

namespace duet::experiments {

// Returns that part, or NotFound if `spec` has no such configuration.
absl::StatusOr<ExperimentSpec> RunSpecOf(const ExperimentSpec& spec, absl::string_view configuration);

// As text; equal specifications have equal text.
std::string FormatRunSpec(const ExperimentSpec& run_spec);

// Reads such text, or a whole specification. Checks the syntax only: InvalidArgument as "file:line:column: what is
// wrong", NotFound for a file that is not there.
absl::StatusOr<ExperimentSpec> LoadRunSpec(absl::string_view path);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_RUN_SPEC_H_
