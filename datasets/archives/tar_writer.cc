#include "datasets/archives/tar_writer.h"

#include <archive.h>
#include <archive_entry.h>

#include <cstdlib>

#include "absl/strings/match.h"

namespace duet {
namespace {

void Check(bool is_good) {
  if (!is_good) std::abort();
}

}  // namespace

std::string MakeTar(const std::vector<std::pair<std::string, std::string>>& members, TarCompression compression) {
  struct archive* archive = archive_write_new();
  Check(archive_write_set_format_ustar(archive) == ARCHIVE_OK);
  if (compression == TarCompression::kGzip) Check(archive_write_add_filter_gzip(archive) == ARCHIVE_OK);
  size_t num_bytes = 1 << 16;
  for (const auto& [name, contents] : members) num_bytes += contents.size() + 2048;
  std::string bytes(num_bytes, '\0');
  size_t num_used = 0;
  Check(archive_write_open_memory(archive, bytes.data(), bytes.size(), &num_used) == ARCHIVE_OK);
  for (const auto& [name, contents] : members) {
    const bool is_link = absl::StartsWith(contents, "-> ");
    const bool is_directory = absl::EndsWith(name, "/");
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_filetype(entry, is_link ? AE_IFLNK : is_directory ? AE_IFDIR : AE_IFREG);
    if (is_link) archive_entry_set_symlink(entry, contents.c_str() + 3);
    const bool has_data = !is_link && !is_directory;
    archive_entry_set_size(entry, has_data ? contents.size() : 0);
    Check(archive_write_header(archive, entry) == ARCHIVE_OK);
    if (has_data) {
      Check(archive_write_data(archive, contents.data(), contents.size()) == static_cast<la_ssize_t>(contents.size()));
    }
    archive_entry_free(entry);
  }
  Check(archive_write_close(archive) == ARCHIVE_OK);
  archive_write_free(archive);
  bytes.resize(num_used);
  return bytes;
}

}  // namespace duet
