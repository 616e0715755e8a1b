// Turns the pinned tree into a corpus; called by the action corpus.

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "datasets/spoken_digits/spoken_digits.h"

ABSL_FLAG(std::string, output, "", "the corpus to write");

namespace {

absl::Status Convert(absl::string_view tar_path) {
  ASSIGN_OR_RETURN(const duet::speech::Corpus corpus, duet::spoken_digits::ReadSpokenDigits(tar_path));
  return duet::speech::WriteCorpus(corpus, absl::GetFlag(FLAGS_output));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status =
      arguments.size() == 2 ? Convert(arguments[1]) : absl::InvalidArgumentError("one tar is needed");
  if (!status.ok()) std::cerr << "convert: " << status << "\n";
  return status.ok() ? 0 : 1;
}
