#include "predictors/gaussian_process_predictor.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "predictors/metrics.h"

namespace duet::predictors {
namespace {

constexpr double kSelectionBound = 0.10;

std::vector<const FeatureBlock*> Blocks(const EncodedArchitectures& architectures) {
  std::vector<const FeatureBlock*> blocks = {&architectures.choices, &architectures.effective_choices};
  for (const FeatureBlock& block : architectures.counts) blocks.push_back(&block);
  return blocks;
}

std::vector<double> ToMs(const Eigen::VectorXd& f, double log_center, double log_scale) {
  std::vector<double> latency_ms(f.size());
  for (int64_t i = 0; i < f.size(); ++i) latency_ms[i] = std::exp(log_center + log_scale * f[i]);
  return latency_ms;
}

Eigen::RowVectorXd RowOf(const google::protobuf::RepeatedField<double>& values) {
  return Eigen::Map<const Eigen::RowVectorXd>(values.data(), values.size());
}

}  // namespace

absl::Status GaussianProcessPredictor::Fit(const LatencySamples& train, const LatencySamples&, uint64_t seed) {
  Eigen::VectorXd y(train.latency_ms.size());
  for (int64_t i = 0; i < y.size(); ++i) {
    if (!(train.latency_ms[i] > 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("latency ", train.latency_ms[i], " ms of ", train.architectures.names[i], " is not positive"));
    }
    y[i] = std::log(train.latency_ms[i]);
  }
  if (y.size() < 2) return absl::InvalidArgumentError(absl::StrCat("2 training samples at least, got ", y.size()));
  std::vector<double> sorted(y.begin(), y.end());
  std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
  log_center_ = sorted[sorted.size() / 2];
  const double deviation = std::sqrt((y.array() - y.mean()).square().mean());
  log_scale_ = deviation > 0 ? deviation : 1.0;
  y = (y.array() - log_center_) / log_scale_;

  double best_pct = -1;
  for (const NoiseModel noise : {NoiseModel::kNormal, NoiseModel::kStudentT}) {
    GaussianProcessOptions options;
    options.noise = noise;
    ASSIGN_OR_RETURN(GaussianProcess process, GaussianProcess::Fit(Blocks(train.architectures), y, options, seed));
    const double pct =
        WithinBoundPct(ToMs(process.leave_one_out(), log_center_, log_scale_), train.latency_ms, kSelectionBound);
    if (pct <= best_pct) continue;
    best_pct = pct;
    process_ = std::move(process);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<double>> GaussianProcessPredictor::PredictMs(
    const EncodedArchitectures& architectures) const {
  if (!process_) return absl::FailedPreconditionError("the predictor has not been trained");
  ASSIGN_OR_RETURN(const Eigen::VectorXd f, process_->Predict(Blocks(architectures)));
  return ToMs(f, log_center_, log_scale_);
}

void GaussianProcessPredictor::Save(LatencyModel* model) const {
  model->set_recipe("DUET");
  GaussianProcessModel& gp = *model->mutable_gaussian_process();
  gp.set_log_center(log_center_);
  gp.set_log_scale(log_scale_);
  if (!process_) return;
  const GaussianProcessState& state = process_->state();
  const std::vector<double> hyperparameters = Hyperparameters(state);
  gp.mutable_log_hyperparameters()->Assign(hyperparameters.begin(), hyperparameters.end());
  gp.mutable_dual()->Assign(state.dual.begin(), state.dual.end());
  for (const GaussianProcessState::Block& source : state.blocks) {
    GaussianProcessModel::Block& block = *gp.add_blocks();
    block.set_is_one_hot(source.is_one_hot);
    block.mutable_group()->Assign(source.group.begin(), source.group.end());
    block.mutable_mean()->Assign(source.mean.begin(), source.mean.end());
    block.mutable_scale()->Assign(source.scale.begin(), source.scale.end());
    block.mutable_inputs()->Assign(source.inputs.data(), source.inputs.data() + source.inputs.size());
  }
}

absl::Status GaussianProcessPredictor::Load(const LatencyModel& model) {
  const GaussianProcessModel& gp = model.gaussian_process();
  GaussianProcessState state;
  state.dual = RowOf(gp.dual()).transpose();
  size_t num_hyperparameters = 2;
  for (const GaussianProcessModel::Block& source : gp.blocks()) {
    GaussianProcessState::Block block;
    const int64_t d = source.group_size();
    block.is_one_hot = source.is_one_hot();
    block.group.assign(source.group().begin(), source.group().end());
    block.mean = RowOf(source.mean());
    block.scale = RowOf(source.scale());
    int num_groups = 0;
    for (const int group : block.group) {
      if (group < 0 || group >= d) return absl::InvalidArgumentError(absl::StrCat("feature group ", group));
      num_groups = std::max(num_groups, group + 1);
    }
    if (block.mean.size() != d || block.scale.size() != d || source.inputs_size() != d * state.dual.size()) {
      return absl::InvalidArgumentError("the sizes of a block of the Gaussian process contradict each other");
    }
    block.inputs = Eigen::Map<const RowMajorMatrix>(source.inputs().data(), state.dual.size(), d);
    block.log_weight.resize(num_groups);
    num_hyperparameters += 1 + block.is_one_hot + num_groups;
    state.blocks.push_back(std::move(block));
  }
  if (state.dual.size() == 0 || gp.log_hyperparameters_size() != static_cast<int64_t>(num_hyperparameters)) {
    return absl::InvalidArgumentError(absl::StrCat("recipe DUET needs a Gaussian process with ", num_hyperparameters,
                                                   " hyper-parameters, got ", gp.log_hyperparameters_size()));
  }
  SetHyperparameters({gp.log_hyperparameters().begin(), gp.log_hyperparameters().end()}, &state);
  log_center_ = gp.log_center();
  log_scale_ = gp.log_scale();
  process_.emplace(std::move(state));
  return absl::OkStatus();
}

}  // namespace duet::predictors
