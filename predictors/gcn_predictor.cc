#include "predictors/gcn_predictor.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "predictors/gcn.h"
#include "predictors/optimizer.h"

namespace duet::predictors {
namespace {

// A trunk and the dense layer that reads its embeddings.
template <typename Scalar>
struct Network {
  Gcn<Scalar> trunk;
  Dense<Scalar> head;

  Network(const GcnOptions& options, uint64_t seed)
      : trunk(options, seed), head(options.num_hidden, 1, RandomStream(seed, "gcn head initialisation")) {}
};

int64_t NumFeatures(const EncodedArchitectures& architectures, bool is_flat) {
  if (!is_flat) return architectures.num_labels;
  const int64_t num_nodes = architectures.graphs.empty() ? 0 : architectures.graphs[0].num_nodes;
  return num_nodes * (architectures.num_labels + num_nodes);
}

GraphBatch BatchOf(const EncodedArchitectures& architectures, absl::Span<const int64_t> rows, bool is_flat) {
  std::vector<const Graph*> graphs;
  for (const int64_t row : rows) graphs.push_back(&architectures.graphs[row]);
  return is_flat ? MakeFlatBatch(graphs, architectures.num_labels) : MakeGraphBatch(graphs);
}

// Outputs [n] of the network in evaluation mode.
template <typename Scalar>
std::vector<double> Evaluate(const Network<Scalar>& network, const EncodedArchitectures& architectures, bool is_flat) {
  constexpr int64_t kBatchSize = 256;
  std::vector<double> outputs;
  for (int64_t first = 0; first < architectures.size(); first += kBatchSize) {
    std::vector<int64_t> rows(std::min(kBatchSize, architectures.size() - first));
    std::iota(rows.begin(), rows.end(), first);
    const Matrix<Scalar> y = network.head.Forward(network.trunk.Embed(BatchOf(architectures, rows, is_flat)));
    outputs.insert(outputs.end(), y.data(), y.data() + y.size());
  }
  return outputs;
}

template <typename Scalar>
void SaveWeights(const Network<Scalar>& network, GcnModel* model) {
  model->mutable_trunk()->Assign(network.trunk.parameters().begin(), network.trunk.parameters().end());
  model->mutable_head()->Assign(network.head.parameters().begin(), network.head.parameters().end());
}

}  // namespace

template <typename Scalar>
absl::Status GcnPredictor::FitAs(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) {
  UseOneBlasThread();
  const auto normalized = [&](double latency_ms) {
    return (latency_ms - model_.min_ms()) / (model_.max_ms() - model_.min_ms());
  };
  const GcnOptions shape{model_.num_labels(), options_.num_layers, options_.num_hidden, options_.dropout};
  Network<Scalar> network(shape, seed);
  AdamW<Scalar> optimizer(network.trunk.num_parameters() + network.head.num_parameters(),
                          {options_.learning_rate, options_.weight_decay});
  ReduceOnPlateau plateau(options_.learning_rate, {});
  double best_loss = INFINITY, best_watched_loss = INFINITY;
  int64_t num_bad_epochs = 0, step = 0;
  std::vector<int64_t> order(train.architectures.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  for (int64_t epoch = 0; epoch < options_.num_epochs; ++epoch) {
    optimizer.set_learning_rate(options_.schedule == Schedule::kCosine
                                    ? CosineLearningRate(options_.learning_rate, epoch, options_.num_epochs)
                                    : plateau.learning_rate());
    RandomStream(seed, "gcn epoch order", epoch).Shuffle(order);
    for (size_t first = 0; first < order.size(); first += options_.batch_size, ++step) {
      const auto rows = absl::MakeConstSpan(order).subspan(first, options_.batch_size);
      const GraphBatch batch = BatchOf(train.architectures, rows, options_.is_flat);
      const Matrix<Scalar>& embeddings = network.trunk.Forward(batch, RandomStream(seed, "gcn dropout", step));
      const Matrix<Scalar> y = network.head.Forward(embeddings);
      Matrix<Scalar> d_y(y.rows(), 1);
      for (int64_t i = 0; i < y.rows(); ++i) {
        const double error = static_cast<double>(y(i, 0)) - normalized(train.latency_ms[rows[i]]);
        d_y(i, 0) = (error > 0) - (error < 0);
      }
      optimizer.BeginStep();
      network.trunk.Backward(network.head.Backward(embeddings, d_y, network.trunk.num_parameters(), optimizer),
                             optimizer);
    }
    const std::vector<double> outputs = Evaluate(network, validation.architectures, options_.is_flat);
    double loss = 0;
    for (size_t i = 0; i < outputs.size(); ++i) loss += std::abs(outputs[i] - normalized(validation.latency_ms[i]));
    if (!std::isfinite(loss)) return absl::InternalError(absl::StrCat("the loss is not finite in epoch ", epoch));
    if (on_epoch_) on_epoch_(epoch + 1, options_.num_epochs, loss / outputs.size());
    if (options_.keeps_best_epoch && loss < best_loss) SaveWeights(network, &model_);
    best_loss = std::min(best_loss, loss);
    if (epoch < options_.first_watched_epoch) continue;
    plateau.Step(loss);
    num_bad_epochs = loss < best_watched_loss ? 0 : num_bad_epochs + 1;
    best_watched_loss = std::min(best_watched_loss, loss);
    if (num_bad_epochs >= options_.stop_patience) break;
  }
  if (!options_.keeps_best_epoch) SaveWeights(network, &model_);
  return absl::OkStatus();
}

absl::Status GcnPredictor::Fit(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) {
  if (train.latency_ms.empty() || validation.latency_ms.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("recipe ", options_.recipe,
                                                   " needs training and validation samples, got ",
                                                   train.latency_ms.size(), " and ", validation.latency_ms.size()));
  }
  model_.Clear();
  model_.set_min_ms(std::min(*std::min_element(train.latency_ms.begin(), train.latency_ms.end()),
                             *std::min_element(validation.latency_ms.begin(), validation.latency_ms.end())));
  model_.set_max_ms(std::max(*std::max_element(train.latency_ms.begin(), train.latency_ms.end()),
                             *std::max_element(validation.latency_ms.begin(), validation.latency_ms.end())));
  if (model_.min_ms() == model_.max_ms()) return absl::InvalidArgumentError("all latencies are the same");
  model_.set_num_labels(NumFeatures(train.architectures, options_.is_flat));
  model_.set_num_layers(options_.num_layers);
  model_.set_num_hidden(options_.num_hidden);
  return options_.precision == Precision::kFloat64 ? FitAs<double>(train, validation, seed)
                                                   : FitAs<float>(train, validation, seed);
}

absl::StatusOr<std::vector<double>> GcnPredictor::PredictMs(const EncodedArchitectures& architectures) const {
  if (model_.trunk().empty()) return absl::FailedPreconditionError("the predictor has not been trained");
  if (NumFeatures(architectures, options_.is_flat) != model_.num_labels() && architectures.size() > 0) {
    return absl::InvalidArgumentError(absl::StrCat("the predictor knows ", model_.num_labels(),
                                                   " features, the architectures have ",
                                                   NumFeatures(architectures, options_.is_flat)));
  }
  UseOneBlasThread();
  // Rounding to float32 changes a prediction by parts in a million, and halves the time.
  Network<float> network({model_.num_labels(), model_.num_layers(), model_.num_hidden()}, /*seed=*/0);
  std::copy(model_.trunk().begin(), model_.trunk().end(), network.trunk.parameters().begin());
  std::copy(model_.head().begin(), model_.head().end(), network.head.parameters().begin());
  std::vector<double> latency_ms = Evaluate(network, architectures, options_.is_flat);
  for (double& value : latency_ms) value = model_.min_ms() + (model_.max_ms() - model_.min_ms()) * value;
  return latency_ms;
}

void GcnPredictor::Save(LatencyModel* model) const {
  model->set_recipe(options_.recipe);
  *model->mutable_gcn() = model_;
}

absl::Status GcnPredictor::Load(const LatencyModel& model) {
  constexpr int64_t kMaxSize = 1 << 16;
  const GcnModel& gcn = model.gcn();
  if (gcn.num_labels() < 1 || gcn.num_labels() > kMaxSize || gcn.num_layers() < 1 || gcn.num_layers() > 64 ||
      gcn.num_hidden() < 1 || gcn.num_hidden() > kMaxSize || !(gcn.min_ms() < gcn.max_ms())) {
    return absl::InvalidArgumentError(absl::StrCat("recipe ", model.recipe(), " needs the shape of a network, got ",
                                                   gcn.num_layers(), " layers of ", gcn.num_hidden()));
  }
  const int64_t width = gcn.num_hidden();
  const int64_t trunk_size = (gcn.num_labels() + 3 + (gcn.num_layers() - 1) * (width + 3)) * width;
  if (gcn.trunk_size() != trunk_size || gcn.head_size() != width + 1) {
    return absl::InvalidArgumentError(absl::StrCat("the network needs ", trunk_size, " and ", width + 1,
                                                   " weights, the model has ", gcn.trunk_size(), " and ",
                                                   gcn.head_size()));
  }
  model_ = gcn;
  return absl::OkStatus();
}

}  // namespace duet::predictors
