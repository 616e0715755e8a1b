// Accuracies of networks that were not trained, from those that were: a Gaussian process
// (predictors/gaussian_process.h) over log2 D, log2 R, N_total and N_ABfly, with a length scale of its own for each.

#ifndef CODESIGN_FABNET_ACCURACY_PREDICTOR_H_
#define CODESIGN_FABNET_ACCURACY_PREDICTOR_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/fabnet/pair.h"
#include "codesign/fabnet/pair_front.h"

namespace duet::codesign {

struct PredictedAccuracies {
  std::vector<double> accuracy_pct;  // of the networks asked for
  // Of the trained networks, each predicted from the others: mean absolute error, and Spearman's rank correlation.
  double leave_one_out_error_points = 0;
  double leave_one_out_spearman = 0;
};

// InvalidArgument for fewer than four trained networks or accuracies that are all the same.
absl::StatusOr<PredictedAccuracies> PredictAccuracies(absl::Span<const RatedNetwork> trained,
                                                      absl::Span<const FabnetNetwork> networks, uint64_t seed);

}  // namespace duet::codesign

#endif  // CODESIGN_FABNET_ACCURACY_PREDICTOR_H_
