// Writes a corpus of spoken_phones: see --help.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/spoken_phones/generate.h"
#include "datasets/spoken_phones/sentences.h"

ABSL_FLAG(int64_t, train, 600, "utterances to train on");
ABSL_FLAG(int64_t, validation, 100, "utterances to validate on");
ABSL_FLAG(int64_t, test, 100, "utterances to test on");
ABSL_FLAG(uint64_t, seed, 1, "of sentences, voices, noise");
ABSL_FLAG(std::string, texts, "datasets/spoken_phones/texts.txt", "short texts, one a line");
ABSL_FLAG(std::string, output, "", "the corpus to write; relative to where you are");

namespace {

constexpr char kUsage[] = R"(speaks sentences with eSpeak NG and writes them with their phones as a corpus.

  bazel run //datasets/spoken_phones:generate -- --output=speech.binpb
  bazel run //datasets/spoken_phones:generate -- --train=6000 --seed=2 --output=more_speech.binpb

The same seed and sizes give the same bytes.)";

absl::Status Main() {
  duet::spoken_phones::Options options;
  options.num_train = absl::GetFlag(FLAGS_train);
  options.num_validation = absl::GetFlag(FLAGS_validation);
  options.num_test = absl::GetFlag(FLAGS_test);
  options.seed = absl::GetFlag(FLAGS_seed);
  if (absl::GetFlag(FLAGS_output).empty()) return absl::InvalidArgumentError("--output=FILE is missing");
  ASSIGN_OR_RETURN(const std::string texts, duet::ReadFile(absl::GetFlag(FLAGS_texts)));
  options.texts = duet::spoken_phones::ParseTexts(texts);
  ASSIGN_OR_RETURN(const duet::speech::Corpus corpus, duet::spoken_phones::GenerateCorpus(options));
  return duet::speech::WriteCorpus(corpus, duet::ResolveUserPath(absl::GetFlag(FLAGS_output)));
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << "generate: takes flags alone; see --help\n";
    return 2;
  }
  const absl::Status status = Main();
  if (!status.ok()) {
    std::cerr << "generate: " << status.message() << "\n";
    return 1;
  }
  return 0;
}
