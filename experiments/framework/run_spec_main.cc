// Checks a specification and writes what the runs of each configuration read of it.

#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/run_spec.h"
#include "experiments/framework/spec.h"

ABSL_FLAG(std::string, spec, "", "The specification, <name>.textproto.");
ABSL_FLAG(std::vector<std::string>, configurations, {}, "Configurations to write.");
ABSL_FLAG(std::string, output_directory, "", "Gets <configuration>.textproto.");

namespace duet::experiments {
namespace {

absl::Status WriteRunSpecs() {
  ASSIGN_OR_RETURN(const ExperimentSpec spec, LoadSpec(absl::GetFlag(FLAGS_spec)));
  for (const std::string& configuration : absl::GetFlag(FLAGS_configurations)) {
    ASSIGN_OR_RETURN(const ExperimentSpec run_spec, RunSpecOf(spec, configuration));
    RETURN_IF_ERROR(
        WriteFileAtomically(absl::StrCat(absl::GetFlag(FLAGS_output_directory), "/", configuration, ".textproto"),
                            FormatRunSpec(run_spec)));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::WriteRunSpecs();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}
