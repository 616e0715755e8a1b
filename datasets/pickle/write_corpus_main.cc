// Writes the sample files into a directory, as the fuzzer's first corpus:
//   bazel run //datasets/pickle:write_corpus -- /tmp/corpus

#include <iostream>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/pickle/sample_pickles.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_corpus DIRECTORY\n";
    return 2;
  }
  for (const auto& [name, bytes] : duet::pickle::SampleFiles()) {
    const absl::Status status =
        duet::WriteFileAtomically(absl::StrCat(duet::ResolveUserPath(argv[1]), "/", name), bytes);
    if (!status.ok()) {
      std::cerr << status << "\n";
      return 1;
    }
  }
}
