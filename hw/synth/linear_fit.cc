#include "hw/synth/linear_fit.h"

#include <numeric>

#include "Eigen/Dense"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace duet::hw {

double LinearFit::Predict(const std::vector<double>& features) const {
  return std::inner_product(features.begin(), features.end(), coefficients.begin(), 0.0);
}

absl::StatusOr<LinearFit> FitLinear(const std::vector<std::vector<double>>& features,
                                    const std::vector<double>& values) {
  const size_t num_points = features.size();
  if (num_points == 0 || values.size() != num_points) {
    return absl::InvalidArgumentError(absl::StrCat(num_points, " points with ", values.size(), " values"));
  }
  const size_t num_features = features[0].size();
  Eigen::MatrixXd x(num_points, num_features);
  for (size_t i = 0; i < num_points; ++i) {
    if (features[i].size() != num_features) {
      return absl::InvalidArgumentError(
          absl::StrCat("point ", i, " has ", features[i].size(), " features, point 0 has ", num_features));
    }
    for (size_t j = 0; j < num_features; ++j) x(i, j) = features[i][j];
  }
  const Eigen::Map<const Eigen::VectorXd> y(values.data(), num_points);
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(x);
  if (qr.rank() < static_cast<Eigen::Index>(num_features)) {
    return absl::InvalidArgumentError(
        absl::StrCat("rank ", qr.rank(), " of ", num_features, " features at ", num_points, " points"));
  }
  const Eigen::VectorXd b = qr.solve(y);
  const Eigen::VectorXd residuals = y - x * b;
  return LinearFit{{b.begin(), b.end()}, {residuals.begin(), residuals.end()}};
}

}  // namespace duet::hw
