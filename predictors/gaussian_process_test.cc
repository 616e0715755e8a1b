#include "predictors/gaussian_process.h"

#include <cmath>

#include "Eigen/LU"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

// Two choices of three values each, one-hot, and two counts.
struct Problem {
  FeatureBlock choices{"choices", true, {0, 0, 0, 1, 1, 1}, {}};
  FeatureBlock counts{"counts", false, {0, 1}, {}};
  Eigen::VectorXd y;

  std::vector<const FeatureBlock*> blocks() const { return {&choices, &counts}; }
};

// y depends on the first choice and the first count alone; the other two are noise.
Problem MakeProblem(int64_t n, uint64_t seed) {
  RandomStream random(seed, "problem");
  Problem problem;
  problem.choices.values.setZero(n, 6);
  problem.counts.values.resize(n, 2);
  problem.y.resize(n);
  for (int64_t i = 0; i < n; ++i) {
    const int64_t a = random.UniformInt(3), b = random.UniformInt(3);
    problem.choices.values(i, a) = problem.choices.values(i, 3 + b) = 1;
    problem.counts.values(i, 0) = random.UniformInt(6);
    problem.counts.values(i, 1) = random.UniformInt(6);
    problem.y[i] = 0.8 * (static_cast<double>(a) - 1) + std::sin(problem.counts.values(i, 0)) + 0.01 * random.Normal();
  }
  return problem;
}

GaussianProcessState SmallState(const Problem& problem) {
  GaussianProcessOptions options;
  options.num_subset_steps = 0;
  options.num_steps = 1;
  return GaussianProcess::Fit(problem.blocks(), problem.y, options, 1)->state();
}

TEST(GaussianProcessTest, GradientIsTheFiniteDifference) {
  const Problem problem = MakeProblem(30, 1);
  GaussianProcessState state = SmallState(problem);
  Eigen::VectorXd relative_noise = Eigen::VectorXd::Ones(30);
  relative_noise[3] = 5;
  std::vector<double> values = Hyperparameters(state), gradient, ignored;
  NegativeLogPosterior(state, problem.y, relative_noise, &gradient);
  ASSERT_EQ(gradient.size(), values.size());
  constexpr double kStep = 1e-5;
  for (size_t i = 0; i < values.size(); ++i) {
    const auto at = [&](double value) {
      std::vector<double> moved = values;
      moved[i] = value;
      SetHyperparameters(moved, &state);
      return NegativeLogPosterior(state, problem.y, relative_noise, &ignored);
    };
    const double difference = (at(values[i] + kStep) - at(values[i] - kStep)) / (2 * kStep);
    // Central differences: error of order step^2, and rounding of order 1e-13 * |value| / step.
    EXPECT_NEAR(gradient[i], difference, 1e-5 * (1 + std::abs(difference))) << "hyper-parameter " << i;
  }
}

TEST(GaussianProcessTest, LearnsAndIgnoresWhatDoesNotMatter) {
  const Problem train = MakeProblem(200, 2), test = MakeProblem(200, 3);
  GaussianProcessOptions options;
  options.subset_size = 100;
  const auto process = GaussianProcess::Fit(train.blocks(), train.y, options, 1);
  ASSERT_TRUE(process.ok()) << process.status();
  const Eigen::VectorXd predicted = *process->Predict(test.blocks());
  const double error = std::sqrt((predicted - test.y).squaredNorm() / 200);
  EXPECT_LT(error, 0.05);  // the target's deviation is about 1, its noise 0.01
  const auto& counts = process->state().blocks[1];
  EXPECT_GT(counts.log_weight[0], counts.log_weight[1] + 1) << "the first count matters, the second does not";
}

TEST(GaussianProcessTest, LeaveOneOutIsTheFitWithoutTheSample) {
  const Problem problem = MakeProblem(25, 4);
  GaussianProcessOptions options;
  options.num_steps = 5;
  const auto process = GaussianProcess::Fit(problem.blocks(), problem.y, options, 1);
  ASSERT_TRUE(process.ok());
  // The same hyper-parameters and inputs without sample 7, by brute force: condition on the other 24.
  const int64_t left_out = 7;
  GaussianProcessState state = process->state();
  const GaussianProcessState full = state;
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < 25; ++i) {
    if (i != left_out) rows.push_back(i);
  }
  // Kernel values through predictions from unit duals.
  const auto kernel_column = [&](int64_t j) {
    GaussianProcessState unit = full;
    unit.dual = Eigen::VectorXd::Unit(25, j);
    return *GaussianProcess(unit).Predict(problem.blocks());
  };
  Eigen::MatrixXd k(25, 25);
  for (int64_t j = 0; j < 25; ++j) k.col(j) = kernel_column(j);
  const double noise = std::exp(full.log_noise) + 1e-8;
  Eigen::MatrixXd k_rest(24, 24);
  Eigen::VectorXd y_rest(24), k_left(24);
  for (int64_t i = 0; i < 24; ++i) {
    for (int64_t j = 0; j < 24; ++j) k_rest(i, j) = k(rows[i], rows[j]) + (i == j ? noise : 0.0);
    y_rest[i] = problem.y[rows[i]];
    k_left[i] = k(left_out, rows[i]);
  }
  const double expected = k_left.dot(k_rest.inverse() * y_rest);
  EXPECT_NEAR(process->leave_one_out()[left_out], expected, 1e-8);
}

TEST(GaussianProcessTest, StudentTNoiseShrugsOffOutliers) {
  Problem train = MakeProblem(200, 5);
  const Problem test = MakeProblem(200, 6);
  for (int64_t i = 0; i < 200; i += 12) train.y[i] += 4;
  double error[2];
  for (const NoiseModel noise : {NoiseModel::kNormal, NoiseModel::kStudentT}) {
    GaussianProcessOptions options;
    options.noise = noise;
    options.subset_size = 150;
    const auto process = GaussianProcess::Fit(train.blocks(), train.y, options, 1);
    ASSERT_TRUE(process.ok()) << process.status();
    error[noise == NoiseModel::kStudentT] = (*process->Predict(test.blocks()) - test.y).norm();
  }
  EXPECT_LT(error[1], 0.5 * error[0]);
}

TEST(GaussianProcessTest, RejectsBadInput) {
  Problem problem = MakeProblem(10, 7);
  const auto status = [&] { return GaussianProcess::Fit(problem.blocks(), problem.y, {}, 1).status(); };
  problem.y[4] = std::nan("");
  EXPECT_EQ(status().code(), absl::StatusCode::kInvalidArgument);
  problem.y.resize(9);
  problem.y.setOnes();
  EXPECT_THAT(std::string(status().message()), testing::HasSubstr("10 rows"));
  problem.y.resize(1);
  EXPECT_THAT(std::string(status().message()), testing::HasSubstr("2 samples or more"));
}

}  // namespace
}  // namespace duet::predictors
