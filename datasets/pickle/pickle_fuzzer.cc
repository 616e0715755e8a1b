// Feeds libFuzzer's bytes to every reader of pickles. See BUILD.bazel for how to run it.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "datasets/pickle/read_anything.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  duet::pickle::ReadAnything(absl::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
