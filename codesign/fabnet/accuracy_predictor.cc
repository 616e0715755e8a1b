#include "codesign/fabnet/accuracy_predictor.h"

#include <cmath>

#include "Eigen/Core"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "predictors/encoding.h"
#include "predictors/gaussian_process.h"
#include "predictors/metrics.h"

namespace duet::codesign {
namespace {

predictors::FeatureBlock Features(absl::Span<const FabnetNetwork> networks) {
  predictors::FeatureBlock block;
  block.name = "sizes";
  block.group = {0, 1, 2, 3};
  block.values.resize(networks.size(), 4);
  for (size_t i = 0; i < networks.size(); ++i) {
    block.values.row(i) << std::log2(networks[i].hidden), std::log2(networks[i].expansion), networks[i].num_blocks,
        networks[i].num_abfly_blocks;
  }
  return block;
}

}  // namespace

absl::StatusOr<PredictedAccuracies> PredictAccuracies(absl::Span<const RatedNetwork> trained,
                                                      absl::Span<const FabnetNetwork> networks, uint64_t seed) {
  const int64_t n = trained.size();
  if (n < 4) return absl::InvalidArgumentError(absl::StrCat(n, " trained networks; 4 at least"));
  std::vector<FabnetNetwork> trained_networks;
  std::vector<double> truth;
  for (const RatedNetwork& rated : trained) {
    trained_networks.push_back(rated.network);
    truth.push_back(rated.accuracy_pct);
  }
  const Eigen::VectorXd accuracy = Eigen::Map<const Eigen::VectorXd>(truth.data(), n);
  const double center = accuracy.mean();
  const double scale = std::sqrt((accuracy.array() - center).square().mean());
  if (scale == 0) return absl::InvalidArgumentError(absl::StrCat("all accuracies are ", center, " %"));

  const predictors::FeatureBlock known = Features(trained_networks), asked = Features(networks);
  ASSIGN_OR_RETURN(const predictors::GaussianProcess process,
                   predictors::GaussianProcess::Fit({&known}, (accuracy.array() - center) / scale, {}, seed));
  PredictedAccuracies predicted;
  const Eigen::VectorXd left_out = center + scale * process.leave_one_out().array();
  const std::vector<double> left_out_pct(left_out.begin(), left_out.end());
  predicted.leave_one_out_error_points = predictors::MeanAbsoluteError(left_out_pct, truth);
  predicted.leave_one_out_spearman = predictors::SpearmanCorrelation(left_out_pct, truth);
  if (networks.empty()) return predicted;
  ASSIGN_OR_RETURN(const Eigen::VectorXd f, process.Predict({&asked}));
  for (const double value : f) predicted.accuracy_pct.push_back(center + scale * value);
  return predicted;
}

}  // namespace duet::codesign
