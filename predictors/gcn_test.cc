#include "predictors/gcn.h"

#include <cmath>
#include <map>

#include "gtest/gtest.h"
#include "predictors/nasbench201_encoder.h"
#include "torch/torch.h"

namespace duet::predictors {
namespace {

using nasbench201::CellFromId;

// Keeps the gradients it is given instead of applying them.
class GradientRecorder : public Optimizer<double> {
 public:
  explicit GradientRecorder(int64_t num_parameters) : gradients(num_parameters, std::nan("")) {}
  void BeginStep() override {}
  void Update(int64_t offset, int64_t count, const double* values, double*) override {
    std::copy_n(values, count, gradients.begin() + offset);
  }
  std::vector<double> gradients;
};

std::vector<Graph> SomeGraphs() {
  std::vector<Graph> graphs;
  for (const int64_t id : {0, 3902, 7812, 11111, 15624}) graphs.push_back(NasBench201Graph(CellFromId(id)));
  return graphs;
}

GraphBatch Batch(const std::vector<Graph>& graphs) {
  std::vector<const Graph*> pointers;
  for (const Graph& graph : graphs) pointers.push_back(&graph);
  return MakeGraphBatch(pointers);
}

// The same network in LibTorch, one graph at a time with dense adjacency: an independent reference with autograd.
// `parameters`: the model's, as one leaf tensor. -> embeddings [B, D].
torch::Tensor ReferenceEmbed(const GcnOptions& options, const std::vector<Graph>& graphs, torch::Tensor parameters) {
  std::vector<torch::Tensor> embeddings;
  for (const Graph& graph : graphs) {
    const int64_t n = graph.num_nodes, d = options.num_hidden;
    torch::Tensor adjacency = torch::zeros({n, n}, torch::kDouble),
                  x = torch::zeros({n, options.num_features}, torch::kDouble);
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = 0; j < n; ++j) adjacency[i][j] = graph.adjacency[i * n + j];
      if (graph.labels[i] != Graph::kNoLabel) x[i][graph.labels[i]] = 1;
    }
    int64_t offset = 0;
    const auto take = [&](int64_t count) {
      offset += count;
      return parameters.slice(0, offset - count, offset);
    };
    for (int64_t l = 0; l < options.num_layers; ++l) {
      const int64_t num_inputs = x.size(1);
      torch::Tensor weights = take(num_inputs * d).view({num_inputs, d});
      torch::Tensor bias = take(d), gain = take(d), shift = take(d);
      x = torch::relu(torch::layer_norm(adjacency.mm(x.mm(weights)) + bias, {d}, gain, shift, 1e-5));
    }
    embeddings.push_back(x[0]);
  }
  return torch::stack(embeddings);
}

class GcnTest : public testing::Test {
 protected:
  GcnOptions options_{/*num_features=*/6, /*num_layers=*/3, /*num_hidden=*/48, /*dropout=*/0.0};
  std::vector<Graph> graphs_ = SomeGraphs();
  GraphBatch batch_ = Batch(graphs_);
};

TEST_F(GcnTest, EmbedsAsLibTorchDoes) {
  Gcn<double> gcn(options_, 1);
  const torch::Tensor parameters = torch::from_blob(gcn.parameters().data(), {gcn.num_parameters()}, torch::kDouble);
  const torch::Tensor expected = ReferenceEmbed(options_, graphs_, parameters);
  const Matrix<double> actual = gcn.Embed(batch_);
  ASSERT_EQ(actual.rows(), 5);
  for (int64_t i = 0; i < actual.rows(); ++i) {
    // Sums of 48 terms of order 1 in another order.
    for (int64_t j = 0; j < actual.cols(); ++j) EXPECT_NEAR(actual(i, j), expected[i][j].item<double>(), 1e-12);
  }
}

TEST_F(GcnTest, GradientIsLibTorchs) {
  Gcn<double> gcn(options_, 2);
  torch::Tensor parameters =
      torch::from_blob(gcn.parameters().data(), {gcn.num_parameters()}, torch::kDouble).clone().requires_grad_(true);
  torch::manual_seed(3);
  const torch::Tensor weight_of_output = torch::randn({5, options_.num_hidden}, torch::kDouble);
  (ReferenceEmbed(options_, graphs_, parameters) * weight_of_output).sum().backward();

  gcn.Forward(batch_, RandomStream(1, "dropout"));
  Matrix<double> d_embeddings(5, options_.num_hidden);
  for (int64_t i = 0; i < 5; ++i) {
    for (int64_t j = 0; j < options_.num_hidden; ++j) d_embeddings(i, j) = weight_of_output[i][j].item<double>();
  }
  GradientRecorder recorder(gcn.num_parameters());
  gcn.Backward(d_embeddings, recorder);
  for (int64_t i = 0; i < gcn.num_parameters(); ++i) {
    EXPECT_NEAR(recorder.gradients[i], parameters.grad()[i].item<double>(), 1e-11) << "parameter " << i;
  }
}

TEST_F(GcnTest, ForwardWithoutDropoutIsEmbed) {
  Gcn<float> gcn(options_, 3);
  EXPECT_TRUE(gcn.Forward(batch_, RandomStream(1, "dropout")).isApprox(gcn.Embed(batch_)));
}

TEST_F(GcnTest, FlatBatchHoldsLabelsAndAdjacency) {
  const Graph graph{/*num_nodes=*/2, /*adjacency=*/{1, 1, 0, 1}, /*labels=*/{2, Graph::kNoLabel}};
  const GraphBatch flat = MakeFlatBatch({&graph, &graph}, /*num_labels=*/3);
  EXPECT_EQ(flat.num_graphs(), 2);
  EXPECT_EQ(flat.num_nodes(), 2);
  // Label 2 of node 0; then, from column 6 on, the arcs 0, 1 and 3.
  EXPECT_EQ(flat.features, (std::vector<int64_t>{2, 6, 7, 9, 2, 6, 7, 9}));
  EXPECT_EQ(flat.neighbors, (std::vector<int64_t>{0, 1}));
}

TEST_F(GcnTest, DropoutZeroesItsShareAndKeepsTheMean) {
  options_.dropout = 0.25;
  options_.num_layers = 1;
  options_.num_hidden = 4000;
  Gcn<double> gcn(options_, 4);
  const Matrix<double> clean = gcn.Embed(batch_);
  const Matrix<double> dropped = gcn.Forward(batch_, RandomStream(5, "dropout"));
  int64_t num_active = 0, num_dropped = 0;
  for (int64_t i = 0; i < clean.size(); ++i) {
    if (clean.data()[i] == 0) continue;
    ++num_active;
    num_dropped += dropped.data()[i] == 0;
    if (dropped.data()[i] != 0) {
      EXPECT_NEAR(dropped.data()[i], clean.data()[i] / 0.75, 1e-12);
    }
  }
  // Binomial with about 10,000 trials: standard deviation 0.0043; five of them.
  EXPECT_NEAR(static_cast<double>(num_dropped) / num_active, 0.25, 0.022);
}

TEST_F(GcnTest, HasTheParametersOfTheRelease) {
  // 6x600 + 3 x 600x600 weights, 4 x 3 x 600 of bias and LayerNorm, 601 of the last layer: 1,091,401.
  const Gcn<float> gcn({/*num_features=*/6}, 1);
  const Dense<float> head(600, 1, RandomStream(1, "head"));
  EXPECT_EQ(gcn.num_parameters() + head.num_parameters(), 1'091'401);
}

TEST(DenseTest, GradientIsLibTorchs) {
  Dense<double> dense(7, 3, RandomStream(1, "head"));
  Matrix<double> x = Matrix<double>::Random(4, 7), d_y = Matrix<double>::Random(4, 3);
  torch::Tensor tx = torch::from_blob(x.data(), {4, 7}, torch::kDouble).clone().requires_grad_(true);
  torch::Tensor tw = torch::from_blob(dense.parameters().data(), {7, 3}, torch::kDouble).clone().requires_grad_(true);
  torch::Tensor tb = torch::from_blob(dense.parameters().data() + 21, {3}, torch::kDouble).clone().requires_grad_(true);
  const torch::Tensor ty = tx.mm(tw) + tb;
  (ty * torch::from_blob(d_y.data(), {4, 3}, torch::kDouble)).sum().backward();
  EXPECT_NEAR(dense.Forward(x)(3, 2), ty[3][2].item<double>(), 1e-12);
  GradientRecorder recorder(24);
  const Matrix<double> d_x = dense.Backward(x, d_y, 0, recorder);
  EXPECT_NEAR(d_x(2, 5), tx.grad()[2][5].item<double>(), 1e-12);
  EXPECT_NEAR(recorder.gradients[3 * 3 + 1], tw.grad()[3][1].item<double>(), 1e-12);
  EXPECT_NEAR(recorder.gradients[21 + 2], tb.grad()[2].item<double>(), 1e-12);
}

TEST(AdamWTest, StepsAsLibTorchDoes) {
  std::vector<double> parameters = {0.5, -1.0, 2.0};
  torch::Tensor reference = torch::tensor(parameters, torch::kDouble).requires_grad_(true);
  torch::optim::AdamW reference_optimizer({reference}, torch::optim::AdamWOptions(0.01).weight_decay(0.1));
  AdamW<double> optimizer(3, {/*learning_rate=*/0.01, /*weight_decay=*/0.1});
  for (int step = 0; step < 20; ++step) {
    const std::vector<double> gradients = {std::sin(step), std::cos(step), 1e-4 * step};
    optimizer.BeginStep();
    optimizer.Update(0, 1, gradients.data(), parameters.data());
    optimizer.Update(1, 2, gradients.data() + 1, parameters.data() + 1);
    reference.mutable_grad() = torch::tensor(gradients, torch::kDouble);
    reference_optimizer.step();
  }
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(parameters[i], reference[i].item<double>(), 1e-12);
}

TEST(ReduceOnPlateauTest, HalvesAfterPatienceRunsOut) {
  ReduceOnPlateau schedule(0.4, {/*factor=*/0.5, /*patience=*/2, /*threshold=*/0.01});
  schedule.Step(1.0);
  schedule.Step(0.995);  // within the threshold: no improvement
  schedule.Step(1.1);
  EXPECT_EQ(schedule.learning_rate(), 0.4);
  schedule.Step(1.2);
  EXPECT_EQ(schedule.learning_rate(), 0.2);
  schedule.Step(0.5);
  EXPECT_EQ(schedule.learning_rate(), 0.2);
}

TEST(CosineLearningRateTest, FallsFromFullToNothing) {
  EXPECT_DOUBLE_EQ(CosineLearningRate(0.2, 0, 10), 0.2);
  EXPECT_NEAR(CosineLearningRate(0.2, 5, 10), 0.1, 1e-15);
  EXPECT_NEAR(CosineLearningRate(0.2, 10, 10), 0.0, 1e-15);
}

}  // namespace
}  // namespace duet::predictors
