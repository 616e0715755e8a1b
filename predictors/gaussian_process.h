// Gaussian-process regression over blocks of features, hyper-parameters by marginal likelihood.
//
//   k(x, x') = c + sum over blocks b of  v_b exp(-sum over groups g of w_bg |x_bg - x'_bg|^2)
//                + sum over one-hot blocks of  u_b <x_b, x'_b>
//   y_i = f(x_i) + noise,  noise normal, or Student-t with 3 degrees of freedom where outliers are expected
//
// Groups that do not matter get w = 0 by themselves (automatic relevance determination). Student-t noise is fitted by
// expectation-maximisation over one precision a sample. Cost: O(n^3) a step for n samples, about 0.1 s at n = 900.
//
// Source: Rasmussen & Williams 2006, eqs. 2.25, 5.8, 5.9 and (leave-one-out) 5.12; the Student-t noise as a scale
// mixture: Lange, Little & Taylor 1989.

#ifndef PREDICTORS_GAUSSIAN_PROCESS_H_
#define PREDICTORS_GAUSSIAN_PROCESS_H_

#include <cstdint>
#include <vector>

#include "Eigen/Core"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "predictors/encoding.h"

namespace duet::predictors {

enum class NoiseModel { kNormal, kStudentT };

struct GaussianProcessOptions {
  NoiseModel noise = NoiseModel::kNormal;
  // Steps of Adam on the log hyper-parameters: first on a random subset of `subset_size` samples, then on all.
  int64_t num_subset_steps = 45;
  int64_t num_steps = 20;
  int64_t subset_size = 450;
  double learning_rate = 0.1;
};

// What is learned; the hyper-parameters are logarithms.
struct GaussianProcessState {
  struct Block {
    bool is_one_hot = false;
    std::vector<int> group;          // [d]
    Eigen::RowVectorXd mean, scale;  // [d]: a column is used as (x - mean) * scale
    double log_variance = 0;         // v
    double log_linear_variance = 0;  // u; one-hot blocks only
    std::vector<double> log_weight;  // w, [groups]
    RowMajorMatrix inputs;           // [n, d], scaled
  };
  std::vector<Block> blocks;
  double log_constant = 0;  // c
  double log_noise = 0;
  Eigen::VectorXd dual;  // K^-1 y, [n]
};

class GaussianProcess {
 public:
  // Fits y [n], about zero mean and unit variance, given each block's rows [n, d]. InvalidArgument if sizes differ,
  // n < 2 or a value is not finite.
  static absl::StatusOr<GaussianProcess> Fit(const std::vector<const FeatureBlock*>& blocks, const Eigen::VectorXd& y,
                                             const GaussianProcessOptions& options, uint64_t seed);

  explicit GaussianProcess(GaussianProcessState state) : state_(std::move(state)) {}

  // Posterior means [m] given the same blocks of m other inputs.
  absl::StatusOr<Eigen::VectorXd> Predict(const std::vector<const FeatureBlock*>& blocks) const;

  // What the fit without sample i would have predicted for it, [n]; empty for a loaded process.
  const Eigen::VectorXd& leave_one_out() const { return leave_one_out_; }

  const GaussianProcessState& state() const { return state_; }

 private:
  GaussianProcessState state_;
  Eigen::VectorXd leave_one_out_;
};

// The negative logarithm of the posterior of the hyper-parameters given y, up to a constant, and its gradient by
// Hyperparameters(state). `relative_noise` [n] multiplies the noise variance of each sample.
double NegativeLogPosterior(const GaussianProcessState& state, const Eigen::VectorXd& y,
                            const Eigen::VectorXd& relative_noise, std::vector<double>* gradient);

// The hyper-parameters as one vector, and back.
std::vector<double> Hyperparameters(const GaussianProcessState& state);
void SetHyperparameters(const std::vector<double>& values, GaussianProcessState* state);

}  // namespace duet::predictors

#endif  // PREDICTORS_GAUSSIAN_PROCESS_H_
