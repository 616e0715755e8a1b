// Writes CellAccuracies: the published ones of 30,001 cells, or those that a GCN trained on them predicts of all cells.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "codesign/enumerate/accuracies.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/published.h"

ABSL_FLAG(std::string, published, "", "The table //datasets/nasbench101:published_table. Required.");
ABSL_FLAG(std::string, output, "", "Where to write the accuracies. Required.");
ABSL_FLAG(bool, predict, false, "Predict those of all 423,624 cells.");

namespace duet::codesign {
namespace {

absl::Status Run() {
  ASSIGN_OR_RETURN(const auto published,
                   nasbench101::PublishedCells::Open(ResolveUserPath(absl::GetFlag(FLAGS_published))));
  ASSIGN_OR_RETURN(CellAccuracies accuracies, PublishedAccuracies(published.table()));
  if (absl::GetFlag(FLAGS_predict)) {
    ASSIGN_OR_RETURN(const PredictedAccuracies predicted, PredictAccuracies(accuracies, {}, /*seed=*/1));
    accuracies = predicted.accuracies;
  }
  return WriteFileAtomically(ResolveUserPath(absl::GetFlag(FLAGS_output)), accuracies.SerializeAsString());
}

}  // namespace
}  // namespace duet::codesign

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Accuracies of NAS-Bench-101's cells for //codesign/enumerate:enumerate.\n\n"
      "  accuracies --published=published_table.binpb --output=published.binpb\n"
      "  accuracies --published=published_table.binpb --predict --output=predicted.binpb");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::codesign::Run();
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}
