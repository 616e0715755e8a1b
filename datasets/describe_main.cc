// Lists the data: `bazel run //datasets:describe`.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "datasets/describe.h"

ABSL_FLAG(std::string, format, "text", "text (an aligned table) or json (one object a data set)");

namespace {

constexpr char kUsage[] =
    R"(Lists what data there is.

  bazel run //datasets:describe
  bazel run //datasets:describe -- --format=json

Pinned files are other people's: each is fetched by its SHA-256, from the directory that DUET_DATA_MIRROR names (or
../shared/distdir beside the workspace) or from its URL, and never committed. Where one is missing, STATE says how to
get it; what needs it is skipped in `bazel test //...` until then. Trees are archives of many files, fetched when a
target needs them. ROWS counts values that are not missing, times columns where there are several; 1 is a number without
unit.)";

// Where the repository rules look for archives: see datasets/repositories.bzl.
std::string ArchiveDirectory() {
  if (const char* mirror = std::getenv("DUET_DATA_MIRROR"); mirror != nullptr) return mirror;
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) return "";
  return (std::filesystem::path(workspace).parent_path() / "shared" / "archives").string();
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  absl::ParseCommandLine(argc, argv);
  const std::string format = absl::GetFlag(FLAGS_format);
  if (format != "text" && format != "json") {
    std::cerr << "describe: --format=" << format << " is neither text nor json; see --help\n";
    return 2;
  }
  duet::datasets::DescribeOptions options;
  options.pins_path = "datasets/pins.json";
  options.table_paths = {"datasets/latbench/embedded_table.binpb", "datasets/latbench/help_table.binpb",
                         "datasets/latbench/hwnasbench_table.binpb", "datasets/latbench/latbench_table.binpb",
                         "datasets/nasbench201/nasbench201_table.binpb"};
  options.nasbench101_table_path = "datasets/nasbench101/published_table.binpb";
  options.spoken_phones_path = "datasets/spoken_phones/corpus.binpb";
  options.external_directory = "..";
  options.archive_directory = ArchiveDirectory();
  const auto data_sets = duet::datasets::DescribeData(options);
  if (!data_sets.ok()) {
    std::cerr << "describe: " << data_sets.status() << "\n";
    return 1;
  }
  std::cout << (format == "json" ? duet::datasets::FormatAsJson(*data_sets) : duet::datasets::FormatAsText(*data_sets));
}
