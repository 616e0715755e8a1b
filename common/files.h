// Whole files: read, and written so that a reader never sees half of one.

#ifndef COMMON_FILES_H_
#define COMMON_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet {

// Returns the bytes of a file, or NotFound, or the status of what went wrong, with the path.
absl::StatusOr<std::string> ReadFile(absl::string_view path);

// Writes to a temporary name in the same directory, flushes to the disk and renames. Makes missing directories.
absl::Status WriteFileAtomically(absl::string_view path, absl::string_view contents);

// Returns `path` if it is absolute, or else below the directory `bazel run` was called from, or below the working
// directory. For paths that a person gives on the command line.
std::string ResolveUserPath(absl::string_view path);

// Returns the SHA-256 of `bytes` as 64 hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace duet

#endif  // COMMON_FILES_H_
