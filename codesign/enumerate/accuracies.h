// Accuracies of NAS-Bench-101's cells: those published, and predictions for all cells.
//
// Published is the validation accuracy after 108 epochs of one training each, of 30,001 cells. Predictions are those of
// a GCN that learned from them how cells rank: its target is a cell's rank among the published ones, from 0 to 1, which
// the quantiles of the published accuracies turn back into percent. On accuracies themselves a few cells of 10 percent
// would leave the rest no room. Ranks beyond 0 and 1 are the worst and best published accuracy. Predictions lack the
// noise of a training and what makes single cells stand out: fronts of the two are not comparable. All that rests on
// predictions is PROXY DATA.

#ifndef CODESIGN_ENUMERATE_ACCURACIES_H_
#define CODESIGN_ENUMERATE_ACCURACIES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/enumerate/front_table.pb.h"
#include "datasets/nasbench101/published.pb.h"

namespace duet::codesign {

// The published cells by index, ascending. NotFound for a key that is no cell's.
absl::StatusOr<CellAccuracies> PublishedAccuracies(const nasbench101::PublishedTable& published);

struct AccuracyModelOptions {
  int64_t num_epochs = 6;
  int64_t num_hidden = 64;
  int64_t num_layers = 4;
  int64_t batch_size = 64;
  double learning_rate = 3e-3;
  double validation_share = 0.05;
  int64_t max_num_cells = 0;  // predicts only the first; 0: all 423,624
};

struct PredictedAccuracies {
  CellAccuracies accuracies;
  // Of the cells that were held out of training: rank correlation of prediction and publication, and mean error.
  double spearman = 0;
  double mean_error_pct = 0;
  int64_t num_held_out = 0;
};

// InvalidArgument for fewer than 100 published cells; or the error of the predictor.
absl::StatusOr<PredictedAccuracies> PredictAccuracies(const CellAccuracies& published,
                                                      const AccuracyModelOptions& options, uint64_t seed);

}  // namespace duet::codesign

#endif  // CODESIGN_ENUMERATE_ACCURACIES_H_
