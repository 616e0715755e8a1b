// Merges the runs of an experiment: the action behind result.json, the CSV files and the golden file.

#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/csv.h"
#include "experiments/framework/golden.h"
#include "experiments/framework/merge.h"
#include "experiments/framework/result_file.h"
#include "experiments/framework/spec.h"

ABSL_FLAG(std::string, spec, "", "The specification, <name>.textproto.");
ABSL_FLAG(std::string, target, "", "Label of the experiment's target.");
ABSL_FLAG(std::string, scale, "", "smoke, default or full.");
ABSL_FLAG(int64_t, num_seeds, 0, "Seeds 0 to num_seeds - 1 were run.");
ABSL_FLAG(std::vector<std::string>, configurations, {}, "Configurations that were run.");
ABSL_FLAG(std::vector<std::string>, runs, {}, "RunResult files.");
ABSL_FLAG(std::string, not_run_reason, "", "Why there are no runs.");
ABSL_FLAG(std::string, output_directory, "", "Gets result.json, {table,seeds,points,bands,golden}.csv.");

namespace duet::experiments {
namespace {

absl::StatusOr<RunResult> ReadRun(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  RunResult run;
  if (!run.ParseFromString(bytes)) return absl::InvalidArgumentError(absl::StrCat(path, " is not a RunResult"));
  return run;
}

absl::Status Merge() {
  ASSIGN_OR_RETURN(const ExperimentSpec spec, LoadSpec(absl::GetFlag(FLAGS_spec)));
  MergeOptions options;
  options.target = absl::GetFlag(FLAGS_target);
  options.num_seeds = absl::GetFlag(FLAGS_num_seeds);
  options.configurations = absl::GetFlag(FLAGS_configurations);
  ASSIGN_OR_RETURN(options.scale, ParseScale(absl::GetFlag(FLAGS_scale)));

  std::vector<RunResult> runs;
  for (const std::string& path : absl::GetFlag(FLAGS_runs)) {
    ASSIGN_OR_RETURN(runs.emplace_back(), ReadRun(path));
  }
  SortRuns(spec, runs);
  ExperimentResult result = NotRunResult(spec, options, absl::GetFlag(FLAGS_not_run_reason));
  if (absl::GetFlag(FLAGS_not_run_reason).empty()) {
    ASSIGN_OR_RETURN(result, MergeRuns(spec, options, runs));
  }
  const auto write = [](absl::string_view name, const std::string& contents) {
    return WriteFileAtomically(absl::StrCat(absl::GetFlag(FLAGS_output_directory), "/", name), contents);
  };
  RETURN_IF_ERROR(write("result.json", ResultToJson(result)));
  RETURN_IF_ERROR(write("table.csv", TableCsv(result)));
  RETURN_IF_ERROR(write("seeds.csv", SeedsCsv(result)));
  RETURN_IF_ERROR(write("points.csv", PointsCsv(runs)));
  RETURN_IF_ERROR(write("bands.csv", BandsCsv(runs)));
  return write("golden.csv", GoldenCsv(result));
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::Merge();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}
