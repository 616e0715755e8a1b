// result.json: an ExperimentResult as Protobuf JSON.

#ifndef EXPERIMENTS_FRAMEWORK_RESULT_FILE_H_
#define EXPERIMENTS_FRAMEWORK_RESULT_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "experiments/framework/experiment_result.pb.h"

namespace duet::experiments {

// Indented JSON with the field names of the .proto files and a line break at the end; the same bytes for equal results.
std::string ResultToJson(const ExperimentResult& result);

// Reads what ResultToJson wrote. InvalidArgument with the path if it is something else.
absl::StatusOr<ExperimentResult> ReadResult(absl::string_view path);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_RESULT_FILE_H_
