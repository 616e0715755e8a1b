// What the searches of Codesign-NAS run on: every pair of cell and accelerator with its accuracy, and the true Pareto
// front to measure them against.

#ifndef EXPERIMENTS_CODESIGN_NAS_SEARCH_SPACE_H_
#define EXPERIMENTS_CODESIGN_NAS_SEARCH_SPACE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "codesign/search/objective.h"
#include "codesign/search/pair_space.h"
#include "experiments/framework/run_context.h"

namespace duet::experiments {

struct SearchedSpace {
  std::unique_ptr<codesign::PairSpace> space;
  std::vector<double> accuracy_pct;  // by cell, predicted: PROXY DATA
  std::vector<codesign::Metrics> front;
  codesign::MetricRanges ranges;  // over all pairs
};

// Of cells of at most `max_num_vertices` vertices, a parameter, with the data "accuracies" (CellAccuracies of all
// cells). The front of all cells is the data "front" (FrontTable); that of fewer is enumerated here. InvalidArgument if
// an accuracy is missing or the front is of other pairs.
absl::StatusOr<SearchedSpace> OpenSearchedSpace(const RunContext& context);

// "none", or thresholds as in "min_accuracy_pct=92,max_area_mm2=100". InvalidArgument for another name or no number.
absl::StatusOr<codesign::Thresholds> ParseThresholds(absl::string_view text);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_CODESIGN_NAS_SEARCH_SPACE_H_
