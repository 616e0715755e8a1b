#include "experiments/framework/data_digest.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::experiments {
namespace {

struct FileDigest {
  std::string relative_path;
  std::string sha256;
};

absl::Status AddFile(const std::string& path, const std::string& relative_path, std::vector<FileDigest>& digests,
                     DataFile& total) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  digests.push_back({relative_path, Sha256Hex(contents)});
  total.set_num_files(total.num_files() + 1);
  total.set_num_bytes(total.num_bytes() + contents.size());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DataFile> DigestOf(absl::Span<const std::string> paths) {
  namespace fs = std::filesystem;
  DataFile total;
  std::vector<FileDigest> digests;
  bool is_single_file = paths.size() == 1;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      RETURN_IF_ERROR(AddFile(path, fs::path(path).filename().string(), digests, total));
      continue;
    }
    is_single_file = false;
    fs::recursive_directory_iterator entries(path, fs::directory_options::follow_directory_symlink, error);
    if (error) return absl::ErrnoToStatus(error.value(), absl::StrCat("cannot list ", path));
    for (const fs::directory_entry& entry : entries) {
      if (!entry.is_regular_file()) continue;
      const std::string relative_path = entry.path().lexically_relative(path).string();
      RETURN_IF_ERROR(AddFile(entry.path().string(), relative_path, digests, total));
    }
  }
  if (is_single_file) {
    total.set_sha256(digests[0].sha256);
    return total;
  }
  std::sort(digests.begin(), digests.end(), [](const FileDigest& a, const FileDigest& b) {
    return a.relative_path != b.relative_path ? a.relative_path < b.relative_path : a.sha256 < b.sha256;
  });
  std::string lines;
  for (const FileDigest& digest : digests) absl::StrAppend(&lines, digest.sha256, "  ", digest.relative_path, "\n");
  total.set_sha256(Sha256Hex(lines));
  return total;
}

}  // namespace duet::experiments
