// Ordinary least squares: y ~ X b, minimising the sum of squared residuals.

#ifndef HW_SYNTH_LINEAR_FIT_H_
#define HW_SYNTH_LINEAR_FIT_H_

#include <vector>

#include "absl/status/statusor.h"

namespace duet::hw {

struct LinearFit {
  std::vector<double> coefficients;  // [features]
  std::vector<double> residuals;     // [points] y - X b
  double Predict(const std::vector<double>& features) const;
};

// features: [points][features], values: [points]. InvalidArgument if sizes differ, if there are fewer points than
// features, or if the features of these points depend on each other.
absl::StatusOr<LinearFit> FitLinear(const std::vector<std::vector<double>>& features,
                                    const std::vector<double>& values);

}  // namespace duet::hw

#endif  // HW_SYNTH_LINEAR_FIT_H_
