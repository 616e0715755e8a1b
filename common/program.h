// Runs other programs.

#ifndef COMMON_PROGRAM_H_
#define COMMON_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace duet {

// Runs a program found on PATH without a shell and returns what it prints on standard output. Internal with its name
// if it cannot be started or fails.
absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& command);

}  // namespace duet

#endif  // COMMON_PROGRAM_H_
