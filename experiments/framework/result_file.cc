#include "experiments/framework/result_file.h"

#include <cassert>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace duet::experiments {

std::string ResultToJson(const ExperimentResult& result) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  [[maybe_unused]] const auto status = google::protobuf::util::MessageToJsonString(result, &json, options);
  assert(status.ok());  // a message without Any or Timestamp always prints
  return absl::StrCat(json, json.empty() || json.back() != '\n' ? "\n" : "");
}

absl::StatusOr<ExperimentResult> ReadResult(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string json, ReadFile(path));
  ExperimentResult result;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &result);
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is not a result: ", status.message().ToString()));
  }
  return result;
}

}  // namespace duet::experiments
