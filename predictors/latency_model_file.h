// The file of a trained latency predictor, as `bazel run //predictors:latency -- train` writes it.

#ifndef PREDICTORS_LATENCY_MODEL_FILE_H_
#define PREDICTORS_LATENCY_MODEL_FILE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "predictors/latency_model.pb.h"

namespace duet::predictors {

// NotFound or InvalidArgument with the path, and how such a file is made.
absl::StatusOr<LatencyModel> ReadLatencyModel(absl::string_view path);

}  // namespace duet::predictors

#endif  // PREDICTORS_LATENCY_MODEL_FILE_H_
