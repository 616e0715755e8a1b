// bazel run //datasets/timit:import: see --help.

#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "datasets/timit/labelled_speech.h"

ABSL_FLAG(std::string, timit, "", "the directory of TIMIT as it is licensed");
ABSL_FLAG(std::string, folders, "", "a directory with train/, validation/ and test/, of .wav and .phn files");
ABSL_FLAG(std::string, output, "", "the corpus to write");

namespace {

constexpr char kUsage[] = R"(makes a corpus of recordings with their phones, for training and scoring.

  bazel run //datasets/timit:import -- --timit=/data/TIMIT --output=timit.binpb
  bazel run //datasets/timit:import -- --folders=my_recordings --output=mine.binpb

TIMIT is split as usual: 3,696 utterances to train, 400 to validate, 192 to test, without SA1 and SA2. Other recordings
lie in folders train, validation and test; beside each <name>.wav there is a <name>.phn with lines
"<first sample> <end sample> <phone>", phones being TIMIT's 61 or the 48 learned classes.)";

void Describe(absl::string_view name, const std::vector<duet::speech::Utterance>& utterances) {
  std::set<std::string> speakers;
  int64_t num_phones = 0;
  int64_t num_samples = 0;
  for (const duet::speech::Utterance& utterance : utterances) {
    speakers.insert(utterance.speaker);
    num_phones += utterance.phones.size();
    num_samples += utterance.samples.size();
  }
  std::cout << absl::StrFormat("%-10s  %5d utterances  %3d speakers  %6d phones  %7.1f s\n", name, utterances.size(),
                               speakers.size(), num_phones,
                               static_cast<double>(num_samples) / duet::speech::kSampleRateHz);
}

absl::Status Import() {
  const std::string timit = absl::GetFlag(FLAGS_timit);
  const std::string folders = absl::GetFlag(FLAGS_folders);
  const std::string output = absl::GetFlag(FLAGS_output);
  if (timit.empty() == folders.empty() || output.empty()) {
    return absl::InvalidArgumentError("--output and one of --timit and --folders are needed; see --help");
  }
  ASSIGN_OR_RETURN(const duet::speech::Corpus corpus,
                   timit.empty() ? duet::timit::ReadLabelledFolders(duet::ResolveUserPath(folders))
                                 : duet::timit::ReadTimit(duet::ResolveUserPath(timit)));
  RETURN_IF_ERROR(duet::speech::WriteCorpus(corpus, duet::ResolveUserPath(output)));
  Describe("train", corpus.train);
  Describe("validation", corpus.validation);
  Describe("test", corpus.test);
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "import: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  const absl::Status status = Import();
  if (!status.ok()) std::cerr << "import: " << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
