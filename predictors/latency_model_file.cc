#include "predictors/latency_model_file.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::predictors {

absl::StatusOr<LatencyModel> ReadLatencyModel(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  LatencyModel model;
  if (!model.ParseFromString(bytes) || model.version() == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is not a latency model: bazel run //predictors:latency -- train writes one"));
  }
  return model;
}

}  // namespace duet::predictors
