// An accuracy for every cell of NAS-Bench-101: the published one where there is one (30,001 cells of 423,624), for the
// others what a GCN that learnt from those predicts. What rests on a predicted one is PROXY DATA.
//
// The GCN is that of gcn_predictor.h on the graphs of nasbench101_encoder.h; it learns log(100 % - accuracy), since a
// tenth of a percentage point matters at 94 % and not at 60 %. Some published cells are held out to say how good it is.
// Limits: published accuracies are of one training each, so that equal cells would differ by some tenths of a point.

#ifndef PREDICTORS_NASBENCH101_ACCURACIES_H_
#define PREDICTORS_NASBENCH101_ACCURACIES_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/published.h"
#include "predictors/nasbench101_accuracies.pb.h"

namespace duet::predictors {

// Raised with every change after which an old table would be misread.
constexpr int32_t kCellAccuracyVersion = 1;

struct CellAccuracyOptions {
  int64_t num_held_out = 1'000;
  int64_t num_epochs = 12;
  int64_t num_hidden = 128;
  int64_t batch_size = 32;
  double learning_rate = 2e-3;
  std::function<void(int64_t epoch, int64_t num_epochs)> on_epoch = nullptr;
};

// `cells` as nasbench101::EnumerateCells returns them, of any number of vertices. InvalidArgument unless more published
// cells are among them than are held out, and at least one is.
absl::StatusOr<CellAccuracyTable> PredictCellAccuracies(absl::Span<const nasbench101::Cell> cells,
                                                        const nasbench101::PublishedTable& published,
                                                        const CellAccuracyOptions& options, uint64_t seed);

// Reads a table; errors name the path. InvalidArgument for another version, or lists of different lengths.
absl::StatusOr<CellAccuracyTable> ReadCellAccuracies(absl::string_view path);

}  // namespace duet::predictors

#endif  // PREDICTORS_NASBENCH101_ACCURACIES_H_
