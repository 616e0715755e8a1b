// The rules that a specification keeps beyond its syntax, each error with the file and line of the part it is about.

#ifndef EXPERIMENTS_FRAMEWORK_SPEC_CHECKER_H_
#define EXPERIMENTS_FRAMEWORK_SPEC_CHECKER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "experiments/framework/experiment_spec.pb.h"
#include "google/protobuf/text_format.h"

namespace duet::experiments {

// Returns OK, or InvalidArgument "file:line: what is wrong" for the first rule that is broken. `locations` are those of
// the parser that read `spec`.
absl::Status CheckSpec(const ExperimentSpec& spec, const google::protobuf::TextFormat::ParseInfoTree& locations,
                       absl::string_view file_name);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_SPEC_CHECKER_H_
