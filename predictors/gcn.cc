#include "predictors/gcn.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace duet::predictors {
namespace {

constexpr double kLayerNormEpsilon = 1e-5;

// Rows of a weight matrix whose gradient is formed at once: 40 x 600 doubles are 192 kB and stay in the second-level
// cache between their product and the optimiser.
constexpr int64_t kWeightRowsPerBlock = 40;

template <typename Scalar>
void FillUniform(double bound, RandomStream& random, Scalar* values, int64_t count) {
  for (int64_t i = 0; i < count; ++i) values[i] = static_cast<Scalar>(bound * (2 * random.Uniform() - 1));
}

// Multiplies `mask` by independent factors: 0 with probability `rate`, else 1/(1-rate). The distances between zeros
// are drawn, so that a small rate needs few draws.
template <typename Scalar>
void ApplyDropout(double rate, RandomStream& random, Matrix<Scalar>* mask) {
  if (rate <= 0) return;
  *mask *= static_cast<Scalar>(1 / (1 - rate));
  const double log_keep = std::log1p(-rate);
  double position = -1;
  while (true) {
    position += 1 + std::floor(std::log(1 - random.Uniform()) / log_keep);
    if (position >= static_cast<double>(mask->size())) return;
    mask->data()[static_cast<int64_t>(position)] = 0;
  }
}

GraphBatch EmptyBatch() {
  GraphBatch batch;
  batch.first_node = batch.first_feature = batch.first_neighbor = {0};
  return batch;
}

template <typename Scalar>
using RowVector = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;

}  // namespace

GraphBatch MakeGraphBatch(absl::Span<const Graph* const> graphs) {
  GraphBatch batch = EmptyBatch();
  for (const Graph* graph : graphs) {
    const int64_t first = batch.first_node.back();
    batch.first_node.push_back(first + graph->num_nodes);
    for (int64_t row = 0; row < graph->num_nodes; ++row) {
      if (graph->labels[row] != Graph::kNoLabel) batch.features.push_back(graph->labels[row]);
      batch.first_feature.push_back(batch.features.size());
      for (int64_t column = 0; column < graph->num_nodes; ++column) {
        if (graph->adjacency[row * graph->num_nodes + column]) batch.neighbors.push_back(first + column);
      }
      batch.first_neighbor.push_back(batch.neighbors.size());
    }
  }
  return batch;
}

GraphBatch MakeFlatBatch(absl::Span<const Graph* const> graphs, int64_t num_labels) {
  GraphBatch batch = EmptyBatch();
  for (const Graph* graph : graphs) {
    for (int64_t node = 0; node < graph->num_nodes; ++node) {
      if (graph->labels[node] != Graph::kNoLabel) batch.features.push_back(node * num_labels + graph->labels[node]);
    }
    for (int64_t arc = 0; arc < graph->num_nodes * graph->num_nodes; ++arc) {
      if (graph->adjacency[arc]) batch.features.push_back(graph->num_nodes * num_labels + arc);
    }
    batch.first_feature.push_back(batch.features.size());
    batch.neighbors.push_back(batch.first_node.back());
    batch.first_neighbor.push_back(batch.neighbors.size());
    batch.first_node.push_back(batch.first_node.back() + 1);
  }
  return batch;
}

template <typename Scalar>
Gcn<Scalar>::Gcn(const GcnOptions& options, uint64_t seed) : options_(options) {
  int64_t size = 0;
  const int64_t width = options.num_hidden;
  for (int64_t l = 0; l < options.num_layers; ++l) {
    const int64_t num_inputs = l == 0 ? options.num_features : width;
    const int64_t weights = size;
    const int64_t bias = weights + num_inputs * width;
    layers_.push_back({num_inputs, weights, bias, bias + width, bias + 2 * width});
    size = bias + 3 * width;
  }
  parameters_.resize(size);
  const double bound = 1 / std::sqrt(static_cast<double>(width));
  for (size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    RandomStream random(seed, "gcn layer initialisation", l);
    FillUniform(bound, random, &parameters_[layer.weights], layer.gain - layer.weights);
    std::fill_n(&parameters_[layer.gain], width, Scalar{1});
    std::fill_n(&parameters_[layer.shift], width, Scalar{0});
  }
  activations_.resize(layers_.size());
}

template <typename Scalar>
std::vector<int64_t> Gcn<Scalar>::RowsOf(size_t layer, const GraphBatch& batch) const {
  if (layer + 1 == layers_.size()) return {batch.first_node.begin(), batch.first_node.end() - 1};
  std::vector<int64_t> rows(batch.num_nodes());
  std::iota(rows.begin(), rows.end(), int64_t{0});
  return rows;
}

template <typename Scalar>
void Gcn<Scalar>::LayerForward(size_t layer, const GraphBatch& batch, absl::Span<const int64_t> rows,
                               const Matrix<Scalar>& input, RandomStream* dropout, Activations* activations) const {
  const Layer& l = layers_[layer];
  const int64_t num_rows = rows.size(), width = options_.num_hidden;
  Activations& a = *activations;
  a.aggregated.setZero(num_rows, l.num_inputs);
  for (int64_t i = 0; i < num_rows; ++i) {
    for (int64_t k = batch.first_neighbor[rows[i]]; k < batch.first_neighbor[rows[i] + 1]; ++k) {
      const int64_t neighbor = batch.neighbors[k];
      if (layer > 0) {
        a.aggregated.row(i) += input.row(neighbor);
        continue;
      }
      for (int64_t f = batch.first_feature[neighbor]; f < batch.first_feature[neighbor + 1]; ++f) {
        a.aggregated(i, batch.features[f]) += 1;
      }
    }
  }
  const Eigen::Map<const RowVector<Scalar>> bias(&parameters_[l.bias], width), gain(&parameters_[l.gain], width),
      shift(&parameters_[l.shift], width);
  a.normalized = bias.replicate(num_rows, 1);
  Multiply<Scalar>(Transpose::kNo, a.aggregated, Transpose::kNo, {&parameters_[l.weights], l.num_inputs, width, width},
                   1, a.normalized);
  a.inverse_deviation.resize(num_rows);
  a.output.resize(num_rows, width);
  for (int64_t i = 0; i < num_rows; ++i) {
    auto row = a.normalized.row(i);
    row.array() -= row.mean();
    const Scalar inverse_deviation =
        1 / std::sqrt(row.squaredNorm() / static_cast<Scalar>(width) + static_cast<Scalar>(kLayerNormEpsilon));
    row *= inverse_deviation;
    a.inverse_deviation[i] = inverse_deviation;
    a.output.row(i) = (row.array() * gain.array() + shift.array()).max(Scalar{0});
  }
  if (dropout == nullptr) return;
  a.mask = (a.output.array() > Scalar{0}).template cast<Scalar>();
  ApplyDropout(options_.dropout, *dropout, &a.mask);
  a.output.array() *= a.mask.array();
}

template <typename Scalar>
Matrix<Scalar> Gcn<Scalar>::Embed(const GraphBatch& batch) const {
  Activations current, previous;
  for (size_t l = 0; l < layers_.size(); ++l) {
    LayerForward(l, batch, RowsOf(l, batch), previous.output, nullptr, &current);
    std::swap(current, previous);
  }
  return std::move(previous.output);
}

template <typename Scalar>
Matrix<Scalar> Gcn<Scalar>::EmbedLayers(absl::Span<const GraphBatch> layers) const {
  assert(layers.size() == layers_.size());
  Activations current, previous;
  for (size_t l = 0; l < layers_.size(); ++l) {
    std::vector<int64_t> rows(layers[l].first_neighbor.size() - 1);
    std::iota(rows.begin(), rows.end(), int64_t{0});
    LayerForward(l, layers[l], rows, previous.output, nullptr, &current);
    std::swap(current, previous);
  }
  return std::move(previous.output);
}

template <typename Scalar>
const Matrix<Scalar>& Gcn<Scalar>::Forward(const GraphBatch& batch, RandomStream dropout) {
  batch_ = &batch;
  for (size_t l = 0; l < layers_.size(); ++l) {
    LayerForward(l, batch, RowsOf(l, batch), activations_[l > 0 ? l - 1 : 0].output, &dropout, &activations_[l]);
  }
  return activations_.back().output;
}

template <typename Scalar>
void Gcn<Scalar>::Backward(const Matrix<Scalar>& d_embeddings, Optimizer<Scalar>& optimizer) {
  assert(batch_ != nullptr && d_embeddings.rows() == batch_->num_graphs());
  const int64_t width = options_.num_hidden;
  Matrix<Scalar> d_output = d_embeddings, d_aggregated, block;
  for (size_t index = layers_.size(); index-- > 0;) {
    const Layer& l = layers_[index];
    const Activations& a = activations_[index];
    const int64_t num_rows = d_output.rows();
    // Through dropout and ReLU (the mask holds both) and LayerNorm; d_output becomes the derivative by A H W + b.
    d_output.array() *= a.mask.array();
    RowVector<Scalar> d_gain = (d_output.array() * a.normalized.array()).colwise().sum();
    RowVector<Scalar> d_shift = d_output.colwise().sum();
    const Eigen::Map<RowVector<Scalar>> gain(&parameters_[l.gain], width);
    for (int64_t i = 0; i < num_rows; ++i) {
      auto row = d_output.row(i);
      row.array() *= gain.array();
      const Scalar mean = row.mean();
      const Scalar projection = row.dot(a.normalized.row(i)) / static_cast<Scalar>(width);
      row = a.inverse_deviation[i] * (row.array() - mean - a.normalized.row(i).array() * projection).matrix();
    }
    const RowVector<Scalar> d_bias = d_output.colwise().sum();
    // A block of weight rows at a time: the derivative by its input, from the old weights, then its own gradient.
    d_aggregated.resize(num_rows, l.num_inputs);
    for (int64_t first = 0; first < l.num_inputs; first += kWeightRowsPerBlock) {
      const int64_t count = std::min(kWeightRowsPerBlock, l.num_inputs - first);
      Scalar* weights = &parameters_[l.weights + first * width];
      if (index > 0) {
        Multiply<Scalar>(Transpose::kNo, d_output, Transpose::kYes, {weights, count, width, width}, 0,
                         {d_aggregated.data() + first, num_rows, count, l.num_inputs});
      }
      block.resize(count, width);
      Multiply<Scalar>(Transpose::kYes, {a.aggregated.data() + first, num_rows, count, l.num_inputs}, Transpose::kNo,
                       d_output, 0, block);
      optimizer.Update(l.weights + first * width, count * width, block.data(), weights);
    }
    optimizer.Update(l.bias, width, d_bias.data(), &parameters_[l.bias]);
    optimizer.Update(l.gain, width, d_gain.data(), &parameters_[l.gain]);
    optimizer.Update(l.shift, width, d_shift.data(), &parameters_[l.shift]);
    if (index == 0) return;
    // Through the aggregation: every row that was read gets its readers' derivatives.
    const std::vector<int64_t> rows = RowsOf(index, *batch_);
    d_output.setZero(batch_->num_nodes(), width);
    for (int64_t i = 0; i < num_rows; ++i) {
      for (int64_t k = batch_->first_neighbor[rows[i]]; k < batch_->first_neighbor[rows[i] + 1]; ++k) {
        d_output.row(batch_->neighbors[k]) += d_aggregated.row(i);
      }
    }
  }
}

template <typename Scalar>
Dense<Scalar>::Dense(int64_t num_inputs, int64_t num_outputs, RandomStream random)
    : num_inputs_(num_inputs), num_outputs_(num_outputs), parameters_((num_inputs + 1) * num_outputs) {
  FillUniform(1 / std::sqrt(static_cast<double>(num_inputs)), random, parameters_.data(), num_parameters());
}

template <typename Scalar>
Matrix<Scalar> Dense<Scalar>::Forward(const Matrix<Scalar>& x) const {
  Matrix<Scalar> y = Eigen::Map<const RowVector<Scalar>>(&parameters_[num_inputs_ * num_outputs_], num_outputs_)
                         .replicate(x.rows(), 1);
  Multiply<Scalar>(Transpose::kNo, x, Transpose::kNo, {parameters_.data(), num_inputs_, num_outputs_, num_outputs_}, 1,
                   y);
  return y;
}

template <typename Scalar>
Matrix<Scalar> Dense<Scalar>::Backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, int64_t offset,
                                       Optimizer<Scalar>& optimizer) {
  Matrix<Scalar> d_x(x.rows(), num_inputs_);
  Multiply<Scalar>(Transpose::kNo, d_y, Transpose::kYes, {parameters_.data(), num_inputs_, num_outputs_, num_outputs_},
                   0, d_x);
  std::vector<Scalar> gradient(num_parameters());
  Multiply<Scalar>(Transpose::kYes, x, Transpose::kNo, d_y, 0,
                   {gradient.data(), num_inputs_, num_outputs_, num_outputs_});
  Eigen::Map<RowVector<Scalar>>(&gradient[num_inputs_ * num_outputs_], num_outputs_) = d_y.colwise().sum();
  optimizer.Update(offset, num_parameters(), gradient.data(), parameters_.data());
  return d_x;
}

template class Gcn<float>;
template class Gcn<double>;
template class Dense<float>;
template class Dense<double>;

}  // namespace duet::predictors
