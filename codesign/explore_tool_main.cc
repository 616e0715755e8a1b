// Finds the best pairs of network and accelerator: bazel run //codesign:explore -- --help

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/front_table.h"
#include "codesign/explore.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"

ABSL_FLAG(std::optional<double>, max_area_mm2, std::nullopt, "largest accelerator, in square millimetres");
ABSL_FLAG(std::optional<double>, max_latency_ms, std::nullopt, "longest latency of one image, in milliseconds");
ABSL_FLAG(std::optional<double>, min_accuracy, std::nullopt, "lowest accuracy, in percent");
ABSL_FLAG(std::optional<double>, min_perf_per_area, std::nullopt, "fewest images per second and square centimetre");
ABSL_FLAG(std::string, sort_by, "accuracy", "what comes first: accuracy, latency, area or perf_per_area");
ABSL_FLAG(int64_t, num_pairs, 20, "pairs to print; --output has all");
ABSL_FLAG(std::string, cells, "published",
          "published: the 30,001 cells that were trained; all: 423,624, most predicted");
ABSL_FLAG(std::string, accelerators, "", "your accelerator space, a textproto; default: that of Codesign-NAS");
ABSL_FLAG(std::string, costs, "published",
          "published: calibrated on CHaiDNN's tables; own_rtl: on //hw/conv_engine; else your cost table, a textproto");
ABSL_FLAG(std::string, output, "", "file for a CSV of all pairs found");
ABSL_FLAG(int, threads, 0, "threads, 0 for as many as there are cores; what is found does not depend on it");
ABSL_FLAG(std::string, published_accuracies, "", "table of published accuracies; set by the build");
ABSL_FLAG(std::string, predicted_accuracies, "", "table of predicted accuracies; set by the build");

namespace duet::codesign {
namespace {

constexpr char kUsage[] = R"(finds the best pairs of network and accelerator under limits

  bazel run //codesign:explore -- --max_area_mm2=130 --max_latency_ms=10 --min_accuracy=93.5

prints the pairs that meet the limits and that no other pair betters in accuracy, latency and area at once. All pairs
of the space are looked at; leave a limit out and it does not count. Networks are NAS-Bench-101's, on CIFAR-10;
accelerators have a convolution engine as CHaiDNN's, on an FPGA.

  --sort_by=perf_per_area --num_pairs=5     the five with most images per second and square centimetre first
  --cells=all                               cells that nobody trained too, by predicted accuracy (PROXY DATA)
  --output=pairs.csv                        all of them, as a table

Your accelerators and costs:

  --accelerators=my_space.textproto    which values each parameter may have; codesign/examples/small_space.textproto
  --costs=my_costs.textproto           clock, overheads, silicon per block; codesign/examples/faster_clock.textproto
  --costs=own_rtl                      those of this project's engine, //hw/conv_engine, as simulated and synthesised

What a file does not name stays as it is. codesign/accelerator/accelerator_space.proto and calibration.proto explain
every field.)";

absl::StatusOr<AcceleratorSpace> SpaceOfFlags() {
  const std::string path = absl::GetFlag(FLAGS_accelerators);
  if (path.empty()) return AcceleratorSpace();
  ASSIGN_OR_RETURN(const std::string text, ReadFile(ResolveUserPath(path)));
  const absl::StatusOr<AcceleratorSpace> space = ParseAcceleratorSpace(text);
  if (!space.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", space.status().message()));
  return space;
}

absl::StatusOr<Calibration> CostsOfFlags() {
  const std::string path = absl::GetFlag(FLAGS_costs);
  if (path == "published") return PublishedTables();
  if (path == "own_rtl") return OwnRtl();
  ASSIGN_OR_RETURN(const std::string text, ReadFile(ResolveUserPath(path)));
  const absl::StatusOr<Calibration> costs = ParseCalibration(text);
  if (!costs.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", costs.status().message()));
  return costs;
}

absl::StatusOr<std::vector<Candidate>> CandidatesOfFlags() {
  const std::string which = absl::GetFlag(FLAGS_cells);
  if (which != "published" && which != "all") {
    return absl::InvalidArgumentError(absl::StrCat("unknown --cells=", which, "; known: published, all"));
  }
  const std::vector<nasbench101::Cell> cells = nasbench101::EnumerateCells();
  std::vector<std::optional<Candidate>> by_cell(cells.size());
  const auto add = [&](const std::string& path) -> absl::Status {
    ASSIGN_OR_RETURN(const CellAccuracies accuracies, ReadCellAccuracies(path));
    ASSIGN_OR_RETURN(const std::vector<RatedCell> rated, RateCells(accuracies, cells));
    for (const RatedCell& cell : rated) {
      by_cell[cell.index] = {cell.cell, cell.accuracy_pct, !accuracies.is_predicted()};
    }
    return absl::OkStatus();
  };
  if (which == "all") RETURN_IF_ERROR(add(absl::GetFlag(FLAGS_predicted_accuracies)));
  RETURN_IF_ERROR(add(absl::GetFlag(FLAGS_published_accuracies)));  // instead of a prediction
  std::vector<Candidate> candidates;
  for (const std::optional<Candidate>& candidate : by_cell) {
    if (candidate.has_value()) candidates.push_back(*candidate);
  }
  return candidates;
}

absl::Status Run(const std::vector<char*>& arguments) {
  if (arguments.size() > 1) {
    return absl::InvalidArgumentError(absl::StrCat("unexpected argument \"", arguments[1], "\"; see --help"));
  }
  if (absl::GetFlag(FLAGS_num_pairs) < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("--num_pairs is ", absl::GetFlag(FLAGS_num_pairs), ", not 1 or more"));
  }
  Progress progress;
  ExploreOptions options;
  options.limits.max_area_mm2 = absl::GetFlag(FLAGS_max_area_mm2);
  options.limits.max_latency_ms = absl::GetFlag(FLAGS_max_latency_ms);
  options.limits.min_accuracy_pct = absl::GetFlag(FLAGS_min_accuracy);
  options.limits.min_perf_per_area = absl::GetFlag(FLAGS_min_perf_per_area);
  ASSIGN_OR_RETURN(options.sort_by, ParseSortBy(absl::GetFlag(FLAGS_sort_by)));
  const int num_threads = absl::GetFlag(FLAGS_threads);
  options.num_threads = num_threads > 0 ? num_threads : std::max(1u, std::thread::hardware_concurrency());
  options.progress = &progress;
  ASSIGN_OR_RETURN(const AcceleratorSpace space, SpaceOfFlags());
  ASSIGN_OR_RETURN(const Calibration costs, CostsOfFlags());
  ASSIGN_OR_RETURN(const std::vector<Candidate> candidates, CandidatesOfFlags());
  ASSIGN_OR_RETURN(const Exploration exploration, Explore(candidates, space, costs, options));
  std::cout << "costs: " << costs.name() << "\n\n" << ExplorationText(exploration, absl::GetFlag(FLAGS_num_pairs));
  const std::string output = absl::GetFlag(FLAGS_output);
  if (output.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(WriteFileAtomically(ResolveUserPath(output), ExplorationCsv(exploration)));
  std::cout << "wrote " << exploration.pairs.size() << " pairs to " << ResolveUserPath(output) << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::codesign

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::codesign::kUsage);
  const absl::Status status = duet::codesign::Run(absl::ParseCommandLine(argc, argv));
  if (status.ok()) return 0;
  std::cerr << "explore: " << status.message() << "\n";
  return 1;
}
