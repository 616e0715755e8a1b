// The body of <name>_smoke_test and <name>_claims_test.

#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/expectations.h"
#include "experiments/framework/golden.h"
#include "experiments/framework/print_result.h"
#include "experiments/framework/result_file.h"

ABSL_FLAG(std::string, result, "", "result.json.");
ABSL_FLAG(std::string, golden, "", "The recorded numbers. Without it, the verdicts are checked.");
ABSL_FLAG(std::string, actual, "", "The numbers of this build.");
ABSL_FLAG(std::string, update_target, "", "The target that records the numbers.");

namespace duet::experiments {
namespace {

absl::Status CheckGolden() {
  ASSIGN_OR_RETURN(const std::string golden, ReadFile(absl::GetFlag(FLAGS_golden)));
  ASSIGN_OR_RETURN(const std::string actual, ReadFile(absl::GetFlag(FLAGS_actual)));
  const absl::Status status = CompareWithGolden(golden, actual);
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(absl::GetFlag(FLAGS_golden), ":\n", status.message(),
                                                  "\nIf this is meant, run\n  bazel run ",
                                                  absl::GetFlag(FLAGS_update_target), "\nand say why in the commit."));
}

absl::Status Check() {
  ASSIGN_OR_RETURN(const ExperimentResult result, ReadResult(absl::GetFlag(FLAGS_result)));
  std::fputs(PrintResult(result, PrintOptions()).c_str(), stdout);
  return absl::GetFlag(FLAGS_golden).empty() ? CheckExpectations(result) : CheckGolden();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::Check();
  if (status.ok()) return 0;
  std::fprintf(stderr, "\n%s\n", std::string(status.message()).c_str());
  return 1;
}
