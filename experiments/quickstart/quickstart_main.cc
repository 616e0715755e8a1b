// bazel run //experiments:quickstart: see --help.

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/device_runner/cpu_device.h"
#include "datasets/device_runner/host.h"
#include "datasets/latbench/latbench.h"
#include "datasets/latbench/measure_nasbench201.h"
#include "experiments/framework/provenance.h"
#include "experiments/quickstart/quickstart.h"

ABSL_FLAG(int64_t, num_cells, 150, "Cells to measure, a quarter of a second each.");
ABSL_FLAG(uint64_t, seed, 1, "Of the sample, the folds and the training.");
ABSL_FLAG(double, latency_limit_ms, 0, "What a cell may take. Default: the median of the predictions.");
ABSL_FLAG(std::string, output, "",
          "Directory for the measurements, the predictions and the figure; relative to where you are. Default: "
          "out/quickstart in the workspace.");
ABSL_FLAG(std::string, embedded_table, "datasets/latbench/embedded_table.binpb", "Set by the build.");
ABSL_FLAG(std::vector<std::string>, figure_command, {}, "Set by the build: what draws the figure; empty for none.");
ABSL_FLAG(std::string, figure_specification, "", "Set by the build.");

namespace duet::quickstart {
namespace {

constexpr char kUsage[] =
    "From a few measurements of this machine to a choice among 15,284 networks, in under three minutes and without a\n"
    "download.\n\n"
    "  bazel run //experiments:quickstart\n"
    "  bazel run //experiments:quickstart -- --num_cells=60 --latency_limit_ms=2.5 --output=/tmp/mine\n\n"
    "1. Measures random networks of NAS-Bench-201 on this machine's processor, on one thread. Leave the machine alone\n"
    "   meanwhile: step 1 says how steady it was. Ctrl-C keeps what is measured; the same command goes on from there,\n"
    "   and a finished sample is not measured again.\n"
    "2. Learns their latency (recipe DUET, a Gaussian process) and says how well, by cells that it had not seen;\n"
    "   beside it, how well as many samples of this project's own measurements do.\n"
    "3. Predicts all networks and shows those under a limit that compute most, each with the band of the errors of\n"
    "   step 2 and the chance that it keeps the limit. Operations stand in for accuracy, which needs a download.\n"
    "4. Measures the first three, to be compared with their predictions.\n\n"
    "The last line printed is the directory with the measurements (a file like those of //datasets/latbench:measure),\n"
    "predictions.csv, picks.csv and predicted_against_measured.svg. Next: bazel run //datasets/latbench:measure for\n"
    "another device, bazel run //predictors:latency for other recipes, bazel run //experiments:report for the papers.";

volatile std::sig_atomic_t is_interrupted = 0;

void Interrupt(int) { is_interrupted = 1; }

absl::Status Run() {
  QuickstartOptions options;
  options.num_cells = absl::GetFlag(FLAGS_num_cells);
  options.seed = absl::GetFlag(FLAGS_seed);
  if (const double limit_ms = absl::GetFlag(FLAGS_latency_limit_ms); limit_ms != 0) options.latency_limit_ms = limit_ms;
  const std::string output = absl::GetFlag(FLAGS_output);
  options.output_directory =
      output.empty() ? absl::StrCat(experiments::WorkspaceDirectory(), "/out/quickstart") : ResolveUserPath(output);
  options.figure_command = absl::GetFlag(FLAGS_figure_command);
  options.figure_specification = absl::GetFlag(FLAGS_figure_specification);
  options.should_stop = [] { return is_interrupted != 0; };
  ASSIGN_OR_RETURN(const latbench::LatBench embedded, latbench::LatBench::Open({absl::GetFlag(FLAGS_embedded_table)}));
  ASSIGN_OR_RETURN(const auto device, device_runner::CpuDevice::Create({}));
  const auto space = latbench::NasBench201Space();
  return RunQuickstart(options, *space, *device, embedded, std::cout);
}

}  // namespace
}  // namespace duet::quickstart

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::quickstart::kUsage);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "quickstart: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  std::signal(SIGINT, duet::quickstart::Interrupt);
  std::signal(SIGTERM, duet::quickstart::Interrupt);
  if (const double load = duet::device_runner::LoadAverage(); load > 1) {
    std::cerr << "quickstart: other programs are running (load average " << load
              << "); latencies will be too high and predictions worse\n";
  }
  const absl::Status status = duet::quickstart::Run();
  if (status.ok()) return 0;
  std::cerr << "quickstart: " << status.message() << "\n";
  if (duet::quickstart::is_interrupted != 0) return 130;
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
