// Reads the files of a tar, uncompressed or gzip, one after the other, with limits on what it may unpack to. Nothing is
// written to disk, so that a member may have any name. By libarchive.
//
// Limits: a tar has no directory, so one that was cut exactly between two members reads as a shorter one. Whoever knows
// how many files there must be counts them.

#ifndef DATASETS_ARCHIVES_ARCHIVE_H_
#define DATASETS_ARCHIVES_ARCHIVE_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace duet {

struct ArchiveLimits {
  int64_t max_file_bytes = int64_t{64} << 20;
  int64_t max_bytes = int64_t{4} << 30;  // of all files together, unpacked
  int64_t max_members = 1'000'000;       // directories and links too
};

// What is done with a file: `name` is its path in the archive.
using FileVisitor = std::function<absl::Status(absl::string_view name, absl::string_view bytes)>;

// Calls `visit` for every regular file, in the archive's order; directories, links and devices are passed over. The
// first status of `visit` that is not OK ends it and is returned. Else NotFound if there is no such file, DataLoss with
// path and member if it is no tar or broken, ResourceExhausted if it is beyond `limits`, which is found before that
// much is in memory.
absl::Status ForEachFile(absl::string_view archive_path, const FileVisitor& visit,
                         const ArchiveLimits& limits = ArchiveLimits());

}  // namespace duet

#endif  // DATASETS_ARCHIVES_ARCHIVE_H_
