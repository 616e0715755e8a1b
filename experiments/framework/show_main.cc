// What `bazel run //experiments/<paper>:<name>` starts: prints the tables and verdicts, writes the files, and prints
// where they are.

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/launcher_flags.h"
#include "experiments/framework/page.h"
#include "experiments/framework/print_result.h"
#include "experiments/framework/provenance.h"

ABSL_FLAG(std::string, output, "",
          "Directory for result.json, the CSV files, the figures and index.html; relative to where you are. Default: "
          "out/<paper>/<name> in the workspace.");
ABSL_FLAG(std::string, color, "auto", "auto (on a terminal), always or never.");

namespace duet::experiments {
namespace {

constexpr char kUsage[] =
    "Regenerates a figure or table and compares it with the paper.\n\n"
    "  bazel run //experiments/<paper>:<name>                    the default scale: a few seeds\n"
    "  bazel run --config=smoke //experiments/<paper>:<name>     a minute: shows that it works, no more\n"
    "  bazel run --config=full //experiments/<paper>:<name>      every seed\n"
    "  bazel run //experiments/<paper>:<name> -- --output=DIR    writes to DIR\n\n"
    "Bazel runs every seed and configuration once, --jobs at a time, and keeps what is done: a sweep that was cut off\n"
    "goes on where it was. The last line printed is the directory with\n"
    "  result.json   every seed, mean, 95 % interval, verdicts       table.csv, seeds.csv   the same numbers\n"
    "  *.svg, *.vl.json, points.csv, bands.csv   figures and their data      index.html   all of it on one page\n"
    "Verdicts: MATCH, BETTER, OFF, PROXY DATA (other data than the paper's), NOT RUN.";

int TerminalWidth() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 120;
}

absl::StatusOr<PrintOptions> TerminalOptions() {
  const std::string color = absl::GetFlag(FLAGS_color);
  if (color != "auto" && color != "always" && color != "never") {
    return absl::InvalidArgumentError(absl::StrCat("--color=", color, " must be auto, always or never"));
  }
  const bool is_terminal = isatty(STDOUT_FILENO) == 1;
  PrintOptions options;
  options.use_color = color == "always" || (color == "auto" && is_terminal && std::getenv("NO_COLOR") == nullptr);
  options.width = TerminalWidth();
  return options;
}

std::string OutputDirectory(const ResultFiles& files) {
  const std::string output = absl::GetFlag(FLAGS_output);
  if (!output.empty()) return ResolveUserPath(output);
  const std::string paper = std::filesystem::path(files.package()).filename().string();
  return absl::StrCat(WorkspaceDirectory(), "/out/", paper, "/", files.experiment());
}

absl::Status CopyInto(const std::string& directory, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  return WriteFileAtomically(absl::StrCat(directory, "/", std::filesystem::path(path).filename().string()), contents);
}

absl::Status Show() {
  ASSIGN_OR_RETURN(const PrintOptions print_options, TerminalOptions());
  ASSIGN_OR_RETURN(const std::vector<BuiltResult> results, ReadBuiltResults(absl::GetFlag(FLAGS_files)));
  if (results.size() != 1) return absl::InvalidArgumentError("the launcher must give one result");
  const ResultFiles& files = results[0].files;
  std::fputs(PrintResult(results[0].result, print_options).c_str(), stdout);

  PageOptions page_options;
  page_options.command = absl::GetFlag(FLAGS_page_command);
  page_options.directory = OutputDirectory(files);
  RETURN_IF_ERROR(CopyInto(page_options.directory, files.result()));
  for (const std::string& path : files.csv()) RETURN_IF_ERROR(CopyInto(page_options.directory, path));
  for (const FigureFiles& figure : files.figures()) {
    RETURN_IF_ERROR(CopyInto(page_options.directory, figure.svg()));
    RETURN_IF_ERROR(CopyInto(page_options.directory, figure.vega_lite()));
  }
  RETURN_IF_ERROR(WritePage(page_options, results));
  std::printf("\n%s\n", page_options.directory.c_str());
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::experiments::kUsage);
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::Show();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}
