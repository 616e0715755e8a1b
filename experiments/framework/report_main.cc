// What `bazel run //experiments:report` starts: writes one page with every experiment and prints where it is.

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/claim_checker.h"
#include "experiments/framework/launcher_flags.h"
#include "experiments/framework/page.h"
#include "experiments/framework/provenance.h"

ABSL_FLAG(std::string, output, "", "Directory for index.html, relative to where you are. Default: out/report.");

namespace duet::experiments {
namespace {

constexpr char kUsage[] =
    "Writes one self-contained page with every experiment: each claim of the papers with its verdict, figures, "
    "tables,\n"
    "hyper-parameters, data hashes, time, memory and commit.\n\n"
    "  bazel run //experiments:report                     at the default scale; runs what has not run yet\n"
    "  bazel run --config=smoke //experiments:report      minutes: shows that everything works, no more\n"
    "  bazel run //experiments:report -- --output=DIR     writes to DIR\n\n"
    "The last line printed is the page.";

absl::Status Report() {
  ASSIGN_OR_RETURN(const std::vector<BuiltResult> results, ReadBuiltResults(absl::GetFlag(FLAGS_files)));
  std::map<Verdict, int> totals;
  for (const BuiltResult& built : results) {
    std::map<Verdict, int> counts;
    for (const ClaimResult& claim : built.result.claims()) {
      ++counts[claim.verdict()];
      ++totals[claim.verdict()];
    }
    std::printf("%s\n ", built.result.target().c_str());
    for (const auto& [verdict, count] : counts) std::printf("  %s %d", VerdictName(verdict).c_str(), count);
    std::printf("\n");
  }
  std::printf("\nIn all:");
  for (const auto& [verdict, count] : totals) std::printf("  %s %d", VerdictName(verdict).c_str(), count);

  PageOptions options;
  options.command = absl::GetFlag(FLAGS_page_command);
  options.title = "Duet: what reproduces";
  const std::string output = absl::GetFlag(FLAGS_output);
  options.directory = output.empty() ? absl::StrCat(WorkspaceDirectory(), "/out/report") : ResolveUserPath(output);
  RETURN_IF_ERROR(WritePage(options, results));
  std::printf("\n\n%s/index.html\n", options.directory.c_str());
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::experiments::kUsage);
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::Report();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}
