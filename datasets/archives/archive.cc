#include "datasets/archives/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet {
namespace {

constexpr int64_t kBlockBytes = int64_t{1} << 16;

struct Free {
  void operator()(struct archive* archive) const { archive_read_free(archive); }
};
using Reader = std::unique_ptr<struct archive, Free>;

std::string Message(struct archive* archive) {
  const char* message = archive_error_string(archive);
  return message == nullptr ? "not readable" : message;
}

absl::StatusOr<Reader> Open(const std::string& path) {
  Reader reader(archive_read_new());
  if (reader == nullptr) return absl::ResourceExhaustedError("out of memory");
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_gzip(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), kBlockBytes) == ARCHIVE_OK) return reader;
  if (archive_errno(reader.get()) == ENOENT) return absl::NotFoundError(absl::StrCat("there is no ", path));
  return absl::DataLossError(absl::StrCat(path, ": ", Message(reader.get())));
}

// Reads the current member into `bytes`, at most `max_bytes` of it.
absl::Status ReadMember(struct archive* archive, int64_t claimed_bytes, int64_t max_bytes, std::string& bytes) {
  bytes.clear();
  const auto too_large = [&] {
    return absl::ResourceExhaustedError(absl::StrCat("unpacks to more than the limit of ", max_bytes, " bytes"));
  };
  if (claimed_bytes > max_bytes) return too_large();
  std::vector<char> block(kBlockBytes);
  while (true) {
    const la_ssize_t num_read = archive_read_data(archive, block.data(), block.size());
    if (num_read < 0) return absl::DataLossError(Message(archive));
    if (num_read == 0) return absl::OkStatus();
    if (static_cast<int64_t>(bytes.size()) + num_read > max_bytes) return too_large();
    bytes.append(block.data(), num_read);
  }
}

}  // namespace

absl::Status ForEachFile(absl::string_view archive_path, const FileVisitor& visit, const ArchiveLimits& limits) {
  const std::string path(archive_path);
  ASSIGN_OR_RETURN(const Reader reader, Open(path));
  int64_t num_bytes = 0;
  int64_t num_members = 0;
  std::string bytes;
  while (true) {
    struct archive_entry* entry = nullptr;
    const int result = archive_read_next_header(reader.get(), &entry);
    if (result == ARCHIVE_EOF) return absl::OkStatus();
    if (result != ARCHIVE_OK) {
      return absl::DataLossError(absl::StrCat(path, ", member ", num_members, ": ", Message(reader.get())));
    }
    if (++num_members > limits.max_members) {
      return absl::ResourceExhaustedError(absl::StrCat(path, " has more than ", limits.max_members, " members"));
    }
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) continue;
    const char* pathname = archive_entry_pathname(entry);
    if (pathname == nullptr) {
      return absl::DataLossError(absl::StrCat(path, ", member ", num_members - 1, ": it has no name"));
    }
    const std::string name = pathname;  // `entry` is the next member's after the next call
    const int64_t max_bytes = std::min(limits.max_file_bytes, limits.max_bytes - num_bytes);
    const absl::Status status = ReadMember(reader.get(), archive_entry_size(entry), max_bytes, bytes);
    if (!status.ok()) return absl::Status(status.code(), absl::StrCat(path, ", ", name, ": ", status.message()));
    num_bytes += static_cast<int64_t>(bytes.size());
    RETURN_IF_ERROR(visit(name, bytes));
  }
}

}  // namespace duet
