#include "datasets/pins.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::datasets {

absl::StatusOr<std::vector<Pin>> ReadPins(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::vector<Pin> pins;
  try {
    for (const nlohmann::json& entry : nlohmann::json::parse(text)) {
      Pin pin;
      pin.file = entry.at("file");
      pin.holds = entry.at("holds");
      pin.licence = entry.at("licence");
      pin.repository = entry.at("repository");
      pin.commit = entry.at("commit");
      pin.url = entry.at("url");
      pin.sha256 = entry.at("sha256");
      pin.num_bytes = entry.value("size_bytes", int64_t{0});
      pin.num_files = entry.value("num_files", int64_t{1});
      pin.archive = entry.value("archive", "");
      pin.bazel_repository = entry.at("bazel_repository");
      pin.tables = entry.at("tables").get<std::vector<std::string>>();
      pins.push_back(std::move(pin));
    }
  } catch (const nlohmann::json::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not a list of pins: ", error.what()));
  }
  return pins;
}

absl::StatusOr<Pin> FindPin(absl::string_view path, const std::vector<Pin>& pins) {
  const absl::string_view file = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  for (const Pin& pin : pins) {
    if (pin.file == file) return pin;
  }
  return absl::NotFoundError(absl::StrCat(path, ": no file of the name ", file, " is pinned"));
}

absl::StatusOr<PinnedFile> ReadPinnedFile(absl::string_view path, const std::vector<Pin>& pins) {
  ASSIGN_OR_RETURN(Pin pin, FindPin(path, pins));
  ASSIGN_OR_RETURN(std::string contents, ReadFile(path));
  const std::string sha256 = Sha256Hex(contents);
  if (sha256 != pin.sha256) {
    return absl::DataLossError(absl::StrCat(path, " has the SHA-256 ", sha256, ", but is pinned to ", pin.sha256));
  }
  return PinnedFile{std::move(pin), std::move(contents)};
}

}  // namespace duet::datasets
