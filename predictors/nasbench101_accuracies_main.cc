// Writes the table of accuracies of all cells of NAS-Bench-101; an action of the build.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench101/published.h"
#include "predictors/nasbench101_accuracies.h"

ABSL_FLAG(std::string, published, "", "table of //datasets/nasbench101:published_table");
ABSL_FLAG(std::string, output, "", "where to write the table");

namespace duet::predictors {
namespace {

absl::Status Run() {
  ASSIGN_OR_RETURN(const auto published, nasbench101::PublishedCells::Open(absl::GetFlag(FLAGS_published)));
  Progress progress;
  CellAccuracyOptions options;
  options.on_epoch = [&](int64_t epoch, int64_t num_epochs) {
    if (epoch == 1) progress.Start("training, epochs", num_epochs);
    progress.Advance();
  };
  ASSIGN_OR_RETURN(const CellAccuracyTable table,
                   PredictCellAccuracies(nasbench101::EnumerateCells(), published.table(), options, /*seed=*/1));
  progress.Finish();
  return WriteFileAtomically(absl::GetFlag(FLAGS_output), table.SerializeAsString());
}

}  // namespace
}  // namespace duet::predictors

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("predicts the accuracy of every cell of NAS-Bench-101 from the published ones");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::predictors::Run();
  if (status.ok()) return 0;
  std::cerr << "nasbench101_accuracies: " << status.message() << "\n";
  return 1;
}
