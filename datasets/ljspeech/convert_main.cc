// Turns the pinned trees, sounds and alignments, into a corpus; called by the action corpus.

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "common/status_macros.h"
#include "datasets/ljspeech/lj_speech.h"
#include "datasets/speech/corpus.h"

ABSL_FLAG(std::string, output, "", "the corpus to write");

namespace {

absl::Status Convert(absl::string_view sound_tar, absl::string_view text_grid_tar) {
  ASSIGN_OR_RETURN(const duet::speech::Corpus corpus, duet::ljspeech::ReadLjSpeech(sound_tar, text_grid_tar));
  return duet::speech::WriteCorpus(corpus, absl::GetFlag(FLAGS_output));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = arguments.size() == 3
                                  ? Convert(arguments[1], arguments[2])
                                  : absl::InvalidArgumentError("two tars are needed, of sounds and of alignments");
  if (!status.ok()) std::cerr << "convert: " << status << "\n";
  return status.ok() ? 0 : 1;
}
