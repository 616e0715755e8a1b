// The identity of a run's data.

#ifndef EXPERIMENTS_FRAMEWORK_DATA_DIGEST_H_
#define EXPERIMENTS_FRAMEWORK_DATA_DIGEST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

// Size, number and SHA-256 of the files below `paths` (files or directories): of a single file its own digest; of
// more, the digest of the lines `sha256sum` prints for them, sorted by path, each path relative to the directory it was
// found in, or the file's own name. NotFound if a path does not exist.
absl::StatusOr<DataFile> DigestOf(absl::Span<const std::string> paths);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_DATA_DIGEST_H_
