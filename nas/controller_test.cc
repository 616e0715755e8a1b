#include "nas/controller.h"

#include <cmath>
#include <numeric>

#include "gtest/gtest.h"

namespace duet::nas {
namespace {

constexpr int64_t kNumChoices[] = {2, 3, 1, 4, 2};

// All lists of choices of kNumChoices: 48.
std::vector<Choices> AllLists() {
  std::vector<Choices> lists = {{}};
  for (const int64_t n : kNumChoices) {
    std::vector<Choices> longer;
    for (const Choices& list : lists) {
      for (int64_t k = 0; k < n; ++k) {
        longer.push_back(list);
        longer.back().push_back(static_cast<int8_t>(k));
      }
    }
    lists = longer;
  }
  return lists;
}

ControllerOptions LargeWeights() {
  ControllerOptions options;
  options.hidden_size = 7;
  options.initial_scale = 0.8;  // far from uniform
  return options;
}

// The network again, one number at a time, in double precision.
double SlowObjective(absl::Span<const float> w, int64_t h, const Choices& choices, double advantage, double beta) {
  const int64_t num_decisions = choices.size(), c = std::accumulate(std::begin(kNumChoices), std::end(kNumChoices), 0);
  const auto recurrent = [&](int64_t row, int64_t column) { return w[row + 4 * h * column]; };
  const auto input = [&](int64_t row, int64_t column) { return w[4 * h * h + row + 4 * h * column]; };
  const auto head = [&](int64_t choice, int64_t row) { return w[4 * h * (h + c + 1) + row + h * choice]; };
  const auto bias = [&](int64_t choice) { return w[w.size() - c + choice]; };
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  std::vector<double> hidden(h, 0.0), cell(h, 0.0);
  double sum = 0;
  int64_t first = 0, before = c;
  for (int64_t t = 0; t < num_decisions; ++t) {
    std::vector<double> z(4 * h);
    for (int64_t row = 0; row < 4 * h; ++row) {
      z[row] = input(row, before);
      for (int64_t k = 0; k < h; ++k) z[row] += recurrent(row, k) * hidden[k];
    }
    for (int64_t k = 0; k < h; ++k) {
      cell[k] = sigmoid(z[h + k]) * cell[k] + sigmoid(z[k]) * std::tanh(z[3 * h + k]);
      hidden[k] = sigmoid(z[2 * h + k]) * std::tanh(cell[k]);
    }
    std::vector<double> p(kNumChoices[t]);
    double total = 0;
    for (int64_t choice = 0; choice < kNumChoices[t]; ++choice) {
      double logit = bias(first + choice);
      for (int64_t k = 0; k < h; ++k) logit += head(first + choice, k) * hidden[k];
      total += p[choice] = std::exp(logit);
    }
    for (double& q : p) q /= total;
    sum += advantage * std::log(p[choices[t]]);
    for (const double q : p) sum -= beta * q * std::log(q);
    before = first + choices[t];
    first += kNumChoices[t];
  }
  return sum;
}

TEST(ControllerTest, ProbabilitiesOfAllListsAddUpToOne) {
  Controller controller(kNumChoices, LargeWeights(), /*seed=*/1);
  double sum = 0;
  for (const Choices& list : AllLists()) sum += std::exp(controller.LogProbability(list));
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST(ControllerTest, AgreesWithTheNetworkOneNumberAtATime) {
  Controller controller(kNumChoices, LargeWeights(), /*seed=*/2);
  const std::vector<float> weights(controller.weights().begin(), controller.weights().end());
  for (const Choices& list : AllLists()) {
    EXPECT_NEAR(controller.LogProbability(list), SlowObjective(weights, 7, list, 1, 0), 1e-5);
    EXPECT_NEAR(controller.Entropy(list), SlowObjective(weights, 7, list, 0, 1), 1e-5);
  }
}

TEST(ControllerTest, GradientAgreesWithDifferences) {
  ControllerOptions options = LargeWeights();
  options.entropy_weight = 0.3;
  Controller controller(kNumChoices, options, /*seed=*/3);
  const Choices list = {1, 2, 0, 3, 0};
  const double advantage = 1.7;
  const std::vector<float> gradient = controller.Gradient(list, advantage);
  std::vector<float> weights(controller.weights().begin(), controller.weights().end());
  for (size_t k = 0; k < weights.size(); ++k) {
    const float weight = weights[k];
    // The step as single precision has it; the error of a central difference is of its square.
    weights[k] = weight + 0.01f;
    const double up = weights[k], above = SlowObjective(weights, 7, list, advantage, options.entropy_weight);
    weights[k] = weight - 0.01f;
    const double down = weights[k], below = SlowObjective(weights, 7, list, advantage, options.entropy_weight);
    weights[k] = weight;
    ASSERT_NEAR(gradient[k], (above - below) / (up - down), 5e-4) << "weight " << k;
  }
}

TEST(ControllerTest, DrawsAsOftenAsItSays) {
  Controller controller(kNumChoices, LargeWeights(), /*seed=*/4);
  RandomStream random(1, "draws");
  constexpr int kNumDraws = 20'000;
  const Choices list = controller.Greedy();
  int num_drawn = 0;
  for (int i = 0; i < kNumDraws; ++i) num_drawn += controller.Draw(random) == list;
  const double p = std::exp(controller.LogProbability(list));
  // Five standard deviations of a binomial.
  EXPECT_NEAR(static_cast<double>(num_drawn) / kNumDraws, p, 5 * std::sqrt(p * (1 - p) / kNumDraws));
}

TEST(ControllerTest, LearnsWhatIsRewarded) {
  ControllerOptions options;
  options.hidden_size = 20;
  options.learning_rate = 0.01;
  Controller controller(kNumChoices, options, /*seed=*/5);
  RandomStream random(1, "learning");
  // The last choice is right if it equals the first: the network must remember.
  for (int step = 0; step < 1500; ++step) {
    const Choices list = controller.Draw(random);
    controller.Learn(list, (list[1] == 2) + (list[4] == list[0]));
  }
  double probability = 0;
  for (const Choices& list : AllLists()) {
    if (list[1] == 2 && list[4] == list[0]) probability += std::exp(controller.LogProbability(list));
  }
  EXPECT_GT(probability, 0.9);
}

TEST(ControllerTest, EntropyBonusAloneMakesDrawsUniform) {
  ControllerOptions options = LargeWeights();
  options.learning_rate = 0.01;
  options.entropy_weight = 1;
  Controller controller(kNumChoices, options, /*seed=*/6);
  RandomStream random(1, "learning");
  for (int step = 0; step < 1000; ++step) controller.Learn(controller.Draw(random), /*reward=*/0.5);
  for (const Choices& list : AllLists()) {
    EXPECT_NEAR(controller.LogProbability(list), -std::log(48), 0.2);
  }
}

TEST(ControllerTest, IsAFunctionOfTheSeed) {
  const auto draw_after_learning = [](uint64_t seed) {
    Controller controller(kNumChoices, {}, seed);
    RandomStream random(seed, "draws");
    for (int step = 0; step < 20; ++step) controller.Learn(controller.Draw(random), step % 3);
    return std::vector<float>(controller.weights().begin(), controller.weights().end());
  };
  EXPECT_EQ(draw_after_learning(1), draw_after_learning(1));
  EXPECT_NE(draw_after_learning(1), draw_after_learning(2));
}

}  // namespace
}  // namespace duet::nas
