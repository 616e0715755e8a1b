// Gives bytes to every reader of this package, and forgets what they say: for the fuzzer and the mutation test, in
// which a defect shows as a crash or as a finding of the sanitizers.

#ifndef DATASETS_PICKLE_READ_ANYTHING_H_
#define DATASETS_PICKLE_READ_ANYTHING_H_

#include "absl/strings/string_view.h"

namespace duet::pickle {

// Returns whether some reader took the bytes for what it reads.
bool ReadAnything(absl::string_view bytes);

}  // namespace duet::pickle

#endif  // DATASETS_PICKLE_READ_ANYTHING_H_
