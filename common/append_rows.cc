#include "common/append_rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace duet {
namespace {

// One write, so that programs can share the file.
absl::Status Write(const std::string& path, int flags, absl::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | flags, 0644);
  if (file < 0) return absl::ErrnoToStatus(errno, path);
  const ssize_t num_written = write(file, text.data(), text.size());
  if (close(file) != 0 || num_written != static_cast<ssize_t>(text.size())) return absl::ErrnoToStatus(errno, path);
  return absl::OkStatus();
}

}  // namespace

absl::Status BeginRows(const std::string& path, absl::string_view header) {
  const absl::Status status = Write(path, O_CREAT | O_EXCL, header);
  return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
}

absl::Status AppendRow(const std::string& path, absl::string_view row) { return Write(path, O_APPEND, row); }

}  // namespace duet
