// Enumerates one shard of all pairs of cell and accelerator, or merges shards; see --help.

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/enumerate.h"
#include "codesign/enumerate/front_table.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"

ABSL_FLAG(std::string, accuracies, "", "Table of accuracies (CellAccuracies). Needed to enumerate.");
ABSL_FLAG(std::string, calibration, "", "Calibration in text form. Default: published tables.");
ABSL_FLAG(std::string, output, "", "Where to write the front (FrontTable). Required.");
ABSL_FLAG(int64_t, shard, 0, "Which part of the accelerators, from 0.");
ABSL_FLAG(int64_t, num_shards, 1, "How many parts.");
ABSL_FLAG(int, threads, 1, "How many threads. The output does not depend on it.");
ABSL_FLAG(bool, prune, true, "Leave out what cannot be on the front.");
ABSL_FLAG(std::vector<std::string>, merge, {}, "Shards to merge, in place of enumerating.");

namespace duet::codesign {
namespace {

absl::Status Merge(const std::vector<std::string>& paths, const std::string& output) {
  std::vector<Enumeration> shards;
  FrontTable table;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(table, ReadFrontTable(ResolveUserPath(path)));
    shards.push_back(FromTable(table));
  }
  ASSIGN_OR_RETURN(const Enumeration merged, MergeShards(shards));
  table.clear_points();
  CellAccuracies about;
  about.set_source(table.accuracy_source());
  about.set_is_predicted(table.accuracy_is_predicted());
  about.mutable_cell()->Resize(static_cast<int>(table.num_cells()), 0);
  return WriteFileAtomically(output, ToTable(merged, table.calibration(), about).SerializeAsString());
}

absl::Status Run() {
  if (absl::GetFlag(FLAGS_output).empty()) return absl::InvalidArgumentError("--output is required");
  const std::string output = ResolveUserPath(absl::GetFlag(FLAGS_output));
  if (!absl::GetFlag(FLAGS_merge).empty()) return Merge(absl::GetFlag(FLAGS_merge), output);
  if (absl::GetFlag(FLAGS_accuracies).empty()) return absl::InvalidArgumentError("--accuracies or --merge is required");
  ASSIGN_OR_RETURN(const CellAccuracies accuracies,
                   ReadCellAccuracies(ResolveUserPath(absl::GetFlag(FLAGS_accuracies))));
  Calibration calibration = PublishedTables();
  if (!absl::GetFlag(FLAGS_calibration).empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(ResolveUserPath(absl::GetFlag(FLAGS_calibration))));
    ASSIGN_OR_RETURN(calibration, ParseCalibration(text));
  }
  ASSIGN_OR_RETURN(const std::vector<RatedCell> cells, RateCells(accuracies, nasbench101::EnumerateCells()));
  Progress progress;
  EnumerationOptions options;
  options.shard = absl::GetFlag(FLAGS_shard);
  options.num_shards = absl::GetFlag(FLAGS_num_shards);
  options.num_threads = absl::GetFlag(FLAGS_threads);
  options.prunes = absl::GetFlag(FLAGS_prune);
  options.progress = &progress;
  ASSIGN_OR_RETURN(const Enumeration enumeration, Enumerate(cells, AcceleratorSpace(), calibration, options));
  return WriteFileAtomically(output, ToTable(enumeration, calibration.name(), accuracies).SerializeAsString());
}

}  // namespace
}  // namespace duet::codesign

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "The Pareto front over accuracy, latency and area of all pairs of a cell with a known accuracy and one of 8,640\n"
      "accelerators.\n\n"
      "  enumerate --accuracies=cells.binpb --threads=2 --output=front.binpb\n"
      "  enumerate --accuracies=cells.binpb --shard=0 --num_shards=4 --output=part0.binpb    (and 1, 2, 3)\n"
      "  enumerate --merge=part0.binpb,part1.binpb,part2.binpb,part3.binpb --output=front.binpb");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::codesign::Run();
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}
