// Reads and checks an experiment's specification (<name>.textproto).

#ifndef EXPERIMENTS_FRAMEWORK_SPEC_H_
#define EXPERIMENTS_FRAMEWORK_SPEC_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "experiments/framework/experiment_spec.pb.h"

namespace duet::experiments {

// Returns the specification that `text` spells, or InvalidArgument: "file:line: what is wrong". Beside the syntax it
// checks that every parameter and claim has a source, that every claim has a tolerance with its reason and names a
// declared metric, that names are unique and of the right form, and so on.
absl::StatusOr<ExperimentSpec> ParseSpec(absl::string_view text, absl::string_view file_name);

// ParseSpec without the checks beside the syntax.
absl::StatusOr<ExperimentSpec> ParseSpecSyntax(absl::string_view text, absl::string_view file_name);

// ParseSpec of a file.
absl::StatusOr<ExperimentSpec> LoadSpec(absl::string_view path);

// Returns the configuration of that name, or NotFound with the names there are.
absl::StatusOr<Configuration> FindConfiguration(const ExperimentSpec& spec, absl::string_view name);

// Returns the metric of that name, or nullptr.
const Metric* FindMetric(const ExperimentSpec& spec, absl::string_view name);

// The value of every parameter in one configuration at one scale (the order of precedence is in experiment_spec.proto).
std::map<std::string, Value> ResolveParameters(const ExperimentSpec& spec, const Configuration& configuration,
                                               Scale scale);

// "smoke", "default", "full".
std::string ScaleName(Scale scale);
// Inverse of ScaleName, or InvalidArgument.
absl::StatusOr<Scale> ParseScale(absl::string_view name);

// "250", "0.0004", "adam", "true".
std::string ToString(const Value& value);

// "{device=Pixel 3, predictor=GCN}", sorted by key; empty for no labels. Equal labels have equal text.
std::string LabelsText(const google::protobuf::RepeatedPtrField<Label>& labels);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_SPEC_H_
