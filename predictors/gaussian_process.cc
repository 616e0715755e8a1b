#include "predictors/gaussian_process.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "predictors/blas.h"
#include "predictors/optimizer.h"

extern "C" {
void dpotrf_(const char* uplo, const int* n, double* a, const int* lda, int* info);
void dpotri_(const char* uplo, const int* n, double* a, const int* lda, int* info);
}

namespace duet::predictors {
namespace {

using Block = GaussianProcessState::Block;

constexpr double kStudentDegreesOfFreedom = 3;
constexpr double kJitter = 1e-8;

// Log hyper-parameters before any data; a normal prior of precision 2 * kPriorWeight around them keeps weights that
// the data do not determine in place. Chosen on one seed of three LatBench devices.
constexpr double kInitialLogConstant = 1.0;
constexpr double kInitialLogNoise = -3.0;
constexpr double kInitialLogVariance = -1.0;
constexpr double kInitialLogWeightOneHot = -1.5;
constexpr double kInitialLogWeightCount = -4.0;
constexpr double kPriorWeight = 0.02;

double InitialLogWeight(const Block& block) {
  return block.is_one_hot ? kInitialLogWeightOneHot : kInitialLogWeightCount;
}

// Columns multiplied by the root of their group's weight; two one-hot columns differ where a choice does, hence 1/2.
RowMajorMatrix Weighted(const Block& block, const RowMajorMatrix& inputs) {
  Eigen::RowVectorXd root(inputs.cols());
  for (int64_t c = 0; c < inputs.cols(); ++c) {
    root[c] = std::sqrt(std::exp(block.log_weight[block.group[c]]) * (block.is_one_hot ? 0.5 : 1.0));
  }
  return inputs * root.asDiagonal();
}

// exp(-|a_i - b_j|^2), [rows of a, rows of b].
RowMajorMatrix Correlation(const RowMajorMatrix& a, const RowMajorMatrix& b) {
  RowMajorMatrix k(a.rows(), b.rows());
  Multiply<double>(Transpose::kNo, a, Transpose::kYes, b, 0, k);
  const Eigen::VectorXd norm_a = a.rowwise().squaredNorm();
  const Eigen::RowVectorXd norm_b = b.rowwise().squaredNorm().transpose();
  for (int64_t i = 0; i < k.rows(); ++i) {
    k.row(i) = (2 * k.row(i).array() - norm_a[i] - norm_b.array()).min(0.0).exp();
  }
  return k;
}

RowMajorMatrix Scaled(const Block& block, const RowMajorMatrix& values) {
  return (values.rowwise() - block.mean) * block.scale.asDiagonal();
}

// Inverts a symmetric positive definite matrix in place; returns the logarithm of its determinant, or NaN.
double InvertInPlace(RowMajorMatrix& k) {
  const int n = k.rows();
  int info = 0;
  dpotrf_("L", &n, k.data(), &n, &info);
  if (info != 0) return std::nan("");
  const double log_determinant = 2 * k.diagonal().array().log().sum();
  dpotri_("L", &n, k.data(), &n, &info);
  if (info != 0) return std::nan("");
  // LAPACK's lower triangle is the upper one of a row-major matrix.
  k.triangularView<Eigen::StrictlyLower>() = k.transpose();
  return log_determinant;
}

struct Posterior {
  RowMajorMatrix inverse;                    // (K + noise)^-1
  Eigen::VectorXd dual;                      // inverse y
  std::vector<RowMajorMatrix> correlations;  // of each block
  double log_determinant = 0;
};

Posterior Condition(const GaussianProcessState& state, const Eigen::VectorXd& y,
                    const Eigen::VectorXd& relative_noise) {
  Posterior posterior;
  RowMajorMatrix& k = posterior.inverse;
  k.setConstant(y.size(), y.size(), std::exp(state.log_constant));
  for (const Block& block : state.blocks) {
    const RowMajorMatrix weighted = Weighted(block, block.inputs);
    posterior.correlations.push_back(Correlation(weighted, weighted));
    k += std::exp(block.log_variance) * posterior.correlations.back();
    if (block.is_one_hot) {
      const RowMajorMatrix linear = std::exp(0.5 * block.log_linear_variance) * block.inputs;
      Multiply<double>(Transpose::kNo, linear, Transpose::kYes, linear, 1, k);
    }
  }
  k.diagonal().array() += std::exp(state.log_noise) * relative_noise.array() + kJitter;
  posterior.log_determinant = InvertInPlace(k);
  posterior.dual = k * y;
  return posterior;
}

// sum_ij m_ij (x_ic - x_jc)^2 of each column c, for symmetric m.
Eigen::RowVectorXd WeightedSquaredDistances(const RowMajorMatrix& m, const RowMajorMatrix& x) {
  RowMajorMatrix product(x.rows(), x.cols());
  Multiply<double>(Transpose::kNo, m, Transpose::kNo, x, 0, product);
  const Eigen::VectorXd row_sums = m.rowwise().sum();
  return 2 * (row_sums.asDiagonal() * x.cwiseProduct(x)).colwise().sum() - 2 * x.cwiseProduct(product).colwise().sum();
}

double NegativeLogPosterior(const GaussianProcessState& state, const Eigen::VectorXd& y,
                            const Eigen::VectorXd& relative_noise, const Posterior& posterior,
                            std::vector<double>* gradient) {
  double value = 0.5 * y.dot(posterior.dual) + 0.5 * posterior.log_determinant;
  const RowMajorMatrix g = 0.5 * (posterior.inverse - posterior.dual * posterior.dual.transpose());
  gradient->clear();
  gradient->push_back(std::exp(state.log_constant) * g.sum());
  gradient->push_back(std::exp(state.log_noise) * g.diagonal().dot(relative_noise));
  for (size_t b = 0; b < state.blocks.size(); ++b) {
    const Block& block = state.blocks[b];
    const RowMajorMatrix m = std::exp(block.log_variance) * g.cwiseProduct(posterior.correlations[b]);
    gradient->push_back(m.sum());
    if (block.is_one_hot) {
      RowMajorMatrix product(block.inputs.rows(), block.inputs.cols());
      Multiply<double>(Transpose::kNo, g, Transpose::kNo, block.inputs, 0, product);
      gradient->push_back(std::exp(block.log_linear_variance) * block.inputs.cwiseProduct(product).sum());
    }
    const Eigen::RowVectorXd distances = WeightedSquaredDistances(m, block.inputs);
    std::vector<double> by_group(block.log_weight.size(), 0.0);
    for (int64_t c = 0; c < distances.size(); ++c) {
      by_group[block.group[c]] -=
          std::exp(block.log_weight[block.group[c]]) * (block.is_one_hot ? 0.5 : 1.0) * distances[c];
    }
    for (size_t group = 0; group < by_group.size(); ++group) {
      const double deviation = block.log_weight[group] - InitialLogWeight(block);
      value += kPriorWeight * deviation * deviation;
      gradient->push_back(by_group[group] + 2 * kPriorWeight * deviation);
    }
  }
  return value;
}

// Precisions of Student-t noise given the current fit, inverted: how much larger each sample's variance is.
void UpdateRelativeNoise(const GaussianProcessState& state, const Posterior& posterior,
                         Eigen::VectorXd* relative_noise) {
  const double noise = std::exp(state.log_noise);
  for (int64_t i = 0; i < relative_noise->size(); ++i) {
    const double own_noise = noise * (*relative_noise)[i];
    const double residual = own_noise * posterior.dual[i];
    const double variance = own_noise - own_noise * own_noise * posterior.inverse(i, i);
    const double nu = kStudentDegreesOfFreedom;
    (*relative_noise)[i] = (nu + (residual * residual + variance) / noise) / (nu + 1);
  }
}

GaussianProcessState SubsetOf(const GaussianProcessState& state, const std::vector<int64_t>& rows) {
  GaussianProcessState subset = state;
  for (size_t b = 0; b < state.blocks.size(); ++b) {
    subset.blocks[b].inputs.resize(rows.size(), state.blocks[b].inputs.cols());
    for (size_t i = 0; i < rows.size(); ++i) subset.blocks[b].inputs.row(i) = state.blocks[b].inputs.row(rows[i]);
  }
  return subset;
}

// Runs `num_steps` of Adam, the step size falling linearly from `first_rate` to `last_rate`.
absl::Status Optimize(const Eigen::VectorXd& y, const GaussianProcessOptions& options, int64_t num_steps,
                      double first_rate, double last_rate, GaussianProcessState* state,
                      Eigen::VectorXd* relative_noise) {
  constexpr int64_t kFirstNoiseUpdate = 10, kStepsPerNoiseUpdate = 3;
  std::vector<double> values = Hyperparameters(*state), gradient;
  AdamW<double> optimizer(values.size(), {first_rate, /*weight_decay=*/0});
  for (int64_t step = 0; step < num_steps; ++step) {
    const Posterior posterior = Condition(*state, y, *relative_noise);
    const double value = NegativeLogPosterior(*state, y, *relative_noise, posterior, &gradient);
    if (!std::isfinite(value)) {
      return absl::InternalError(absl::StrCat("Gaussian process: likelihood is not finite at step ", step));
    }
    optimizer.set_learning_rate(first_rate + (last_rate - first_rate) * step / num_steps);
    optimizer.BeginStep();
    optimizer.Update(0, values.size(), gradient.data(), values.data());
    if (options.noise == NoiseModel::kStudentT && step >= kFirstNoiseUpdate && step % kStepsPerNoiseUpdate == 0) {
      UpdateRelativeNoise(*state, posterior, relative_noise);
    }
    SetHyperparameters(values, state);
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<double> Hyperparameters(const GaussianProcessState& state) {
  std::vector<double> values = {state.log_constant, state.log_noise};
  for (const Block& block : state.blocks) {
    values.push_back(block.log_variance);
    if (block.is_one_hot) values.push_back(block.log_linear_variance);
    values.insert(values.end(), block.log_weight.begin(), block.log_weight.end());
  }
  return values;
}

void SetHyperparameters(const std::vector<double>& values, GaussianProcessState* state) {
  auto next = values.begin();
  state->log_constant = *next++;
  state->log_noise = *next++;
  for (Block& block : state->blocks) {
    block.log_variance = *next++;
    if (block.is_one_hot) block.log_linear_variance = *next++;
    for (double& weight : block.log_weight) weight = *next++;
  }
}

double NegativeLogPosterior(const GaussianProcessState& state, const Eigen::VectorXd& y,
                            const Eigen::VectorXd& relative_noise, std::vector<double>* gradient) {
  return NegativeLogPosterior(state, y, relative_noise, Condition(state, y, relative_noise), gradient);
}

absl::StatusOr<GaussianProcess> GaussianProcess::Fit(const std::vector<const FeatureBlock*>& blocks,
                                                     const Eigen::VectorXd& y, const GaussianProcessOptions& options,
                                                     uint64_t seed) {
  UseOneBlasThread();
  const int64_t n = y.size();
  if (n < 2) return absl::InvalidArgumentError(absl::StrCat("a Gaussian process needs 2 samples or more, got ", n));
  if (!y.allFinite()) return absl::InvalidArgumentError("a target of the Gaussian process is not finite");
  GaussianProcessState state;
  state.log_constant = kInitialLogConstant;
  state.log_noise = kInitialLogNoise;
  for (const FeatureBlock* source : blocks) {
    if (source->values.rows() != n || !source->values.allFinite()) {
      return absl::InvalidArgumentError(absl::StrCat("block \"", source->name, "\" has ", source->values.rows(),
                                                     " rows or a value that is not finite; expected ", n, " rows"));
    }
    Block block;
    block.is_one_hot = source->is_one_hot;
    block.group = source->group;
    const int64_t d = source->values.cols();
    block.mean = Eigen::RowVectorXd::Zero(d);
    block.scale = Eigen::RowVectorXd::Ones(d);
    if (!block.is_one_hot) {
      block.mean = source->values.colwise().mean();
      const Eigen::RowVectorXd variance =
          (source->values.rowwise() - block.mean).array().square().colwise().mean().matrix();
      for (int64_t c = 0; c < d; ++c) block.scale[c] = variance[c] > 0 ? 1 / std::sqrt(variance[c]) : 0.0;
    }
    block.log_variance = block.log_linear_variance = kInitialLogVariance;
    const int num_groups = block.group.empty() ? 0 : *std::max_element(block.group.begin(), block.group.end()) + 1;
    block.log_weight.assign(num_groups, InitialLogWeight(block));
    block.inputs = Scaled(block, source->values);
    state.blocks.push_back(std::move(block));
  }

  if (n > options.subset_size && options.num_subset_steps > 0) {
    const std::vector<int64_t> rows =
        RandomStream(seed, "gaussian process subset").SampleWithoutReplacement(n, options.subset_size);
    GaussianProcessState subset = SubsetOf(state, rows);
    Eigen::VectorXd subset_y(options.subset_size);
    for (int64_t i = 0; i < options.subset_size; ++i) subset_y[i] = y[rows[i]];
    Eigen::VectorXd noise = Eigen::VectorXd::Ones(options.subset_size);
    RETURN_IF_ERROR(Optimize(subset_y, options, options.num_subset_steps, options.learning_rate,
                             options.learning_rate / 4, &subset, &noise));
    SetHyperparameters(Hyperparameters(subset), &state);
  }
  Eigen::VectorXd relative_noise = Eigen::VectorXd::Ones(n);
  const bool refines = n > options.subset_size && options.num_subset_steps > 0;
  if (options.noise == NoiseModel::kStudentT) {
    UpdateRelativeNoise(state, Condition(state, y, relative_noise), &relative_noise);
  }
  RETURN_IF_ERROR(Optimize(y, options, refines ? options.num_steps : options.num_subset_steps + options.num_steps,
                           refines ? options.learning_rate / 4 : options.learning_rate, 0.005, &state,
                           &relative_noise));
  const Posterior posterior = Condition(state, y, relative_noise);
  if (!std::isfinite(posterior.log_determinant)) {
    return absl::InternalError("Gaussian process: the kernel matrix is not positive definite");
  }
  state.dual = posterior.dual;
  GaussianProcess process(std::move(state));
  process.leave_one_out_ = y - posterior.dual.cwiseQuotient(posterior.inverse.diagonal());
  return process;
}

absl::StatusOr<Eigen::VectorXd> GaussianProcess::Predict(const std::vector<const FeatureBlock*>& blocks) const {
  if (blocks.size() != state_.blocks.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the Gaussian process has ", state_.blocks.size(), " blocks of features, got ", blocks.size()));
  }
  for (size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b]->values.cols() != state_.blocks[b].inputs.cols() ||
        blocks[b]->values.rows() != blocks[0]->values.rows()) {
      return absl::InvalidArgumentError(absl::StrCat("block \"", blocks[b]->name, "\" has ", blocks[b]->values.rows(),
                                                     " x ", blocks[b]->values.cols(), " values, expected ",
                                                     blocks[0]->values.rows(), " x ", state_.blocks[b].inputs.cols()));
    }
  }
  UseOneBlasThread();
  constexpr int64_t kRowsPerChunk = 512;
  const int64_t m = blocks.empty() ? 0 : blocks[0]->values.rows();
  Eigen::VectorXd mean = Eigen::VectorXd::Constant(m, std::exp(state_.log_constant) * state_.dual.sum());
  for (size_t b = 0; b < blocks.size(); ++b) {
    const Block& block = state_.blocks[b];
    const RowMajorMatrix inputs = Scaled(block, blocks[b]->values);
    const RowMajorMatrix weighted = Weighted(block, inputs), weighted_training = Weighted(block, block.inputs);
    const Eigen::VectorXd dual = std::exp(block.log_variance) * state_.dual;
    for (int64_t first = 0; first < m; first += kRowsPerChunk) {
      const int64_t count = std::min(kRowsPerChunk, m - first);
      mean.segment(first, count) += Correlation(weighted.middleRows(first, count), weighted_training) * dual;
    }
    if (block.is_one_hot) {
      const Eigen::VectorXd weights = std::exp(block.log_linear_variance) * (block.inputs.transpose() * state_.dual);
      mean += inputs * weights;
    }
  }
  return mean;
}

}  // namespace duet::predictors
