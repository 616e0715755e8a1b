#include "predictors/relation_head.h"

#include <algorithm>
#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/torch.h"

namespace duet::predictors {
namespace {

using ::testing::ElementsAre;

constexpr std::array<Relation, 4> kRelations = {Relation::kSoftmax, Relation::kOneWay, Relation::kOneWayHard,
                                                Relation::kNaive};
constexpr int64_t kNumInputs = 5;

class GradientRecorder : public Optimizer<double> {
 public:
  explicit GradientRecorder(int64_t num_parameters) : gradients(num_parameters, std::nan("")) {}
  void BeginStep() override {}
  void Update(int64_t offset, int64_t count, const double* values, double*) override {
    std::copy_n(values, count, gradients.begin() + offset);
  }
  std::vector<double> gradients;
};

// By hand, for accuracies 0.9 and 0.4: e^0.9 / (e^0.9 + e^0.4) = 1 / (1 + e^-0.5) = 0.62246.
TEST(RelationTargetTest, ByHand) {
  EXPECT_NEAR(RelationTarget(Relation::kSoftmax, 0.9, 0.4), 0.62246, 5e-6);
  EXPECT_NEAR(RelationTarget(Relation::kNaive, 0.4, 0.9), 0.37754, 5e-6);
  EXPECT_DOUBLE_EQ(RelationTarget(Relation::kOneWay, 0.9, 0.4), 0.75);
  EXPECT_DOUBLE_EQ(RelationTarget(Relation::kOneWay, 0.4, 0.9), 0.25);
  EXPECT_EQ(RelationTarget(Relation::kOneWayHard, 0.9, 0.4), 1);
  EXPECT_EQ(RelationTarget(Relation::kOneWayHard, 0.4, 0.4), 0);
}

// The network of the released code, two embeddings at a time, from the head's parameters: -> sum over pairs of
// KLDivLoss(log p, q).
torch::Tensor ReferenceLoss(Relation relation, torch::Tensor embeddings, torch::Tensor parameters,
                            const std::vector<double>& accuracies, const std::vector<GraphPair>& pairs) {
  torch::Tensor loss = torch::zeros({}, torch::kDouble);
  for (const auto [i, j] : pairs) {
    torch::Tensor log_p, q;
    if (relation == Relation::kSoftmax || relation == Relation::kNaive) {
      torch::Tensor logits;
      if (relation == Relation::kSoftmax) {
        const torch::Tensor weights = parameters.slice(0, 0, 4 * kNumInputs).view({kNumInputs, 4});
        // Linear(2D, 2): its weights of the first embedding are columns 0 and 1, of the second columns 2 and 3.
        const torch::Tensor linear = torch::cat({weights.slice(1, 0, 2), weights.slice(1, 2, 4)});
        logits = torch::cat({embeddings[i], embeddings[j]}).matmul(linear) + parameters.slice(0, 4 * kNumInputs);
      } else {
        const torch::Tensor scores = embeddings.matmul(parameters.slice(0, 0, kNumInputs)) + parameters[kNumInputs];
        logits = torch::stack({scores[i], scores[j]});
      }
      log_p = torch::log_softmax(logits, 0);
      q = torch::softmax(torch::tensor({accuracies[i], accuracies[j]}, torch::kDouble), 0);
    } else {
      const torch::Tensor weights = parameters.slice(0, 0, 2 * kNumInputs).view({kNumInputs, 2}).t().reshape(-1);
      const torch::Tensor p =
          torch::sigmoid(torch::cat({embeddings[i], embeddings[j]}).dot(weights) + parameters[2 * kNumInputs]);
      const double target = relation == Relation::kOneWay ? (accuracies[i] - accuracies[j] + 1) / 2
                                                          : static_cast<double>(accuracies[i] > accuracies[j]);
      log_p = torch::log(torch::stack({p, 1 - p}));
      q = torch::tensor({target, 1 - target}, torch::kDouble);
    }
    loss = loss + torch::nn::functional::kl_div(log_p, q, torch::nn::functional::KLDivFuncOptions(torch::kSum));
  }
  return loss;
}

TEST(RelationHeadTest, LossAndGradientAreLibTorchsOfTheConcatenatedEmbeddings) {
  const std::vector<double> accuracies = {0.1, 1.0, 0.0, 0.7};
  const std::vector<GraphPair> pairs = {{0, 1}, {1, 0}, {2, 1}, {3, 2}, {0, 3}};
  for (const Relation relation : kRelations) {
    RelationHead<double> head(relation, kNumInputs, RandomStream(1, "head"));
    std::vector<double>& weights = head.parameters();
    const int64_t num_parameters = weights.size();
    RandomStream random(2, "embeddings");
    Matrix<double> embeddings(4, kNumInputs);
    for (int64_t i = 0; i < embeddings.size(); ++i) embeddings.data()[i] = random.Normal();
    torch::Tensor e = torch::from_blob(embeddings.data(), {4, kNumInputs}, torch::kDouble).clone().requires_grad_(true);
    torch::Tensor w = torch::from_blob(weights.data(), {num_parameters}, torch::kDouble).clone().requires_grad_(true);
    const torch::Tensor loss = ReferenceLoss(relation, e, w, accuracies, pairs);
    loss.backward();

    EXPECT_NEAR(head.Loss(embeddings, accuracies, pairs), loss.item<double>(), 1e-12);
    GradientRecorder recorder(num_parameters + 3);
    const Matrix<double> d_embeddings = head.Backward(embeddings, accuracies, pairs, /*offset=*/3, recorder);
    for (int64_t k = 0; k < num_parameters; ++k) {
      EXPECT_NEAR(recorder.gradients[3 + k], w.grad()[k].item<double>(), 1e-12)
          << "parameter " << k << " of relation " << static_cast<int>(relation);
    }
    for (int64_t i = 0; i < 4; ++i) {
      for (int64_t k = 0; k < kNumInputs; ++k) {
        EXPECT_NEAR(d_embeddings(i, k), e.grad()[i][k].item<double>(), 1e-12);
      }
    }
  }
}

TEST(RelationHeadTest, HasTheParametersOfTheRelease) {
  const RandomStream random(1, "head");
  EXPECT_EQ(RelationHead<float>(Relation::kSoftmax, 600, random).parameters().size(), 1200 * 2 + 2);
  EXPECT_EQ(RelationHead<float>(Relation::kOneWay, 600, random).parameters().size(), 1200 + 1);
  EXPECT_EQ(RelationHead<float>(Relation::kNaive, 600, random).parameters().size(), 600 + 1);
}

// Two terms a graph, so the relation need not be transitive: graph 0 is below 1, 1 below 2, and 2 below 0.
TEST(RelationHeadTest, RanksWhereTheRelationGoesInACircle) {
  RelationHead<double> head(Relation::kOneWay, kNumInputs, RandomStream(1, "head"));
  head.parameters().assign(head.parameters().size(), 0.0);
  Matrix<double> terms(3, 2);
  terms << -2, 1,  //
      0, 1,        //
      -1, -1;
  EXPECT_LT(head.Margin(terms, 0, 1), 0);
  EXPECT_LT(head.Margin(terms, 1, 2), 0);
  EXPECT_EQ(head.Margin(terms, 2, 0), 0);
  terms(2, 0) = -1.5;
  EXPECT_LT(head.Margin(terms, 2, 0), 0);
  // 1 against 0: margin 1, stays behind; 2 against 0: margin -0.5, goes first.
  EXPECT_THAT(head.Rank(terms), ElementsAre(2, 0, 1));
}

TEST(RelationHeadTest, RanksByAScoreWhereItHasOne) {
  RelationHead<double> head(Relation::kNaive, 1, RandomStream(1, "head"));
  head.parameters() = {2.0, -7.0};
  Matrix<double> embeddings(4, 1);
  embeddings << 0.3, -1, 5, 0.3;
  EXPECT_THAT(head.Rank(head.Terms(embeddings)), ElementsAre(1, 0, 3, 2));
}

}  // namespace
}  // namespace duet::predictors
