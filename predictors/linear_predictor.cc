#include "predictors/linear_predictor.h"

#include "Eigen/Cholesky"
#include "absl/strings/str_cat.h"

namespace duet::predictors {
namespace {

// The one-hot columns and, for every two groups, the product of each column of one with each of the other.
RowMajorMatrix WithPairs(const FeatureBlock& block) {
  const int64_t d = block.values.cols();
  std::vector<std::pair<int64_t, int64_t>> pairs;
  for (int64_t a = 0; a < d; ++a) {
    for (int64_t b = a + 1; b < d; ++b) {
      if (block.group[a] != block.group[b]) pairs.emplace_back(a, b);
    }
  }
  RowMajorMatrix x(block.values.rows(), d + static_cast<int64_t>(pairs.size()));
  x.leftCols(d) = block.values;
  for (size_t p = 0; p < pairs.size(); ++p) {
    x.col(d + p) = block.values.col(pairs[p].first).cwiseProduct(block.values.col(pairs[p].second));
  }
  return x;
}

// [n, features]
RowMajorMatrix Features(const EncodedArchitectures& architectures, LinearFeatures features) {
  switch (features) {
    case LinearFeatures::kFlops:
      return Eigen::Map<const Eigen::VectorXd>(architectures.mega_flops.data(), architectures.size());
    case LinearFeatures::kOperations: {
      RowMajorMatrix x = RowMajorMatrix::Zero(architectures.size(), architectures.operation_names.size());
      for (int64_t i = 0; i < architectures.size(); ++i) {
        for (const auto& [index, count] : architectures.operations[i]) x(i, index) += count;
      }
      return x;
    }
    case LinearFeatures::kChoices:
      return architectures.choices.values;
    case LinearFeatures::kEffectiveChoices:
      return architectures.effective_choices.values;
    case LinearFeatures::kChoicePairs:
      return WithPairs(architectures.choices);
    case LinearFeatures::kEffectiveChoicePairs:
      return WithPairs(architectures.effective_choices);
  }
  return {};
}

absl::StatusOr<std::vector<double>> Apply(const RowMajorMatrix& x, const Eigen::VectorXd& weights, double intercept) {
  if (weights.size() == 0) return absl::FailedPreconditionError("the predictor has not been trained");
  if (x.cols() != weights.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the predictor knows ", weights.size(), " features, the architectures have ", x.cols()));
  }
  const Eigen::VectorXd y = (x * weights).array() + intercept;
  return std::vector<double>(y.begin(), y.end());
}

}  // namespace

absl::Status LinearPredictor::Fit(const LatencySamples& train, const LatencySamples&, uint64_t) {
  if (train.latency_ms.empty()) return absl::InvalidArgumentError("no training samples");
  RowMajorMatrix x = Features(train.architectures, options_.features);
  Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(train.latency_ms.data(), train.latency_ms.size());
  Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(x.cols());
  double mean_y = 0;
  if (options_.has_intercept) {
    mean = x.colwise().mean();
    mean_y = y.mean();
    x.rowwise() -= mean;
    y.array() -= mean_y;
  }
  Eigen::MatrixXd normal = x.transpose() * x;
  normal.diagonal().array() += options_.ridge;
  weights_ms_ = normal.ldlt().solve(x.transpose() * y);
  intercept_ms_ = mean_y - mean.dot(weights_ms_);
  if (!weights_ms_.allFinite()) return absl::InvalidArgumentError("the training samples do not determine the weights");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<double>> LinearPredictor::PredictMs(const EncodedArchitectures& architectures) const {
  return Apply(Features(architectures, options_.features), weights_ms_, intercept_ms_);
}

void LinearPredictor::Save(LatencyModel* model) const {
  model->set_recipe(options_.recipe);
  model->mutable_linear()->set_intercept_ms(intercept_ms_);
  model->mutable_linear()->mutable_weights_ms()->Assign(weights_ms_.begin(), weights_ms_.end());
}

absl::Status LinearPredictor::Load(const LatencyModel& model) {
  if (!model.has_linear() || model.linear().weights_ms().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("recipe ", model.recipe(), " needs linear weights"));
  }
  intercept_ms_ = model.linear().intercept_ms();
  weights_ms_ = Eigen::Map<const Eigen::VectorXd>(model.linear().weights_ms().data(), model.linear().weights_ms_size());
  return absl::OkStatus();
}

absl::Status LayerWisePredictor::Fit(const LatencySamples& train, const LatencySamples&, uint64_t) {
  weights_ms_.clear();
  for (const std::string& name : train.architectures.operation_names) {
    const auto found = operation_latency_ms_.find(name);
    if (found == operation_latency_ms_.end()) {
      weights_ms_.clear();
      return absl::FailedPreconditionError(
          absl::StrCat("layer-wise prediction needs a measurement of the operation ", name));
    }
    weights_ms_.push_back(found->second);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<double>> LayerWisePredictor::PredictMs(const EncodedArchitectures& architectures) const {
  return Apply(Features(architectures, LinearFeatures::kOperations),
               Eigen::Map<const Eigen::VectorXd>(weights_ms_.data(), weights_ms_.size()), 0);
}

void LayerWisePredictor::Save(LatencyModel* model) const {
  model->set_recipe("LAYER_WISE");
  model->mutable_linear()->mutable_weights_ms()->Assign(weights_ms_.begin(), weights_ms_.end());
}

absl::Status LayerWisePredictor::Load(const LatencyModel& model) {
  if (!model.has_linear() || model.linear().weights_ms().empty()) {
    return absl::InvalidArgumentError("recipe LAYER_WISE needs the operations' latencies");
  }
  weights_ms_.assign(model.linear().weights_ms().begin(), model.linear().weights_ms().end());
  return absl::OkStatus();
}

}  // namespace duet::predictors
