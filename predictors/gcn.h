// The graph convolutional network of BRP-NAS.
//
//   H_0 = one-hot labels                                       [R, F]   R: nodes of all graphs of a batch
//   H_l = Dropout(ReLU(LayerNorm(A H_{l-1} W_l + b_l)))        [R, D]   A: block-diagonal adjacency, not normalised
//   embedding = H_L of each graph's node 0 (global)            [B, D]   B: graphs
//
// The gradient is written out by hand (gcn_test.cc compares it with LibTorch's) so that a step at batch 1, which is
// bound by memory traffic, reads each weight once forward and once backward.
//
// Source: Dudziak et al. 2020 (BRP-NAS), section 3.1, and its released code: uniform initialisation within
// 1/sqrt(D) of weights and biases, LayerNorm epsilon 1e-5.

#ifndef PREDICTORS_GCN_H_
#define PREDICTORS_GCN_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/random.h"
#include "predictors/blas.h"
#include "predictors/encoding.h"
#include "predictors/optimizer.h"

namespace duet::predictors {

struct GcnOptions {
  int64_t num_features = 0;  // F
  int64_t num_layers = 4;    // L
  int64_t num_hidden = 600;  // D
  double dropout = 0.0;
};

// Graphs laid side by side: the nodes of graph g are rows first_node[g] .. first_node[g + 1].
struct GraphBatch {
  std::vector<int64_t> first_node;      // [B + 1]
  std::vector<int64_t> first_feature;   // [R + 1]
  std::vector<int64_t> features;        // columns of H_0 that are 1 in a row
  std::vector<int64_t> first_neighbor;  // [R + 1]
  std::vector<int64_t> neighbors;       // rows that a row reads, itself included

  int64_t num_graphs() const { return static_cast<int64_t>(first_node.size()) - 1; }
  int64_t num_nodes() const { return first_node.back(); }
};
GraphBatch MakeGraphBatch(absl::Span<const Graph* const> graphs);

// For a multilayer perceptron, which is this network on graphs of one node: the row of a graph is its one-hot labels
// [num_nodes, num_labels] and its adjacency [num_nodes, num_nodes], flattened. All graphs must have the same size.
GraphBatch MakeFlatBatch(absl::Span<const Graph* const> graphs, int64_t num_labels);

template <typename Scalar>
class Gcn {
 public:
  Gcn(const GcnOptions& options, uint64_t seed);

  const GcnOptions& options() const { return options_; }
  std::vector<Scalar>& parameters() { return parameters_; }
  const std::vector<Scalar>& parameters() const { return parameters_; }
  int64_t num_parameters() const { return static_cast<int64_t>(parameters_.size()); }

  // Embeddings [B, D] without dropout; remembers nothing.
  Matrix<Scalar> Embed(const GraphBatch& batch) const;

  // The same where the rows of each layer are given, not those of whole graphs: row i of layer l reads the rows
  // layers[l].neighbors of layer l - 1, and of the first layer those that first_feature and features describe. Only
  // these fields of the batches are read. Returns the rows of the last layer [R, D]. See shared_rows.h.
  Matrix<Scalar> EmbedLayers(absl::Span<const GraphBatch> layers) const;

  // Embeddings [B, D] with dropout drawn from `dropout`; remembers what Backward needs.
  const Matrix<Scalar>& Forward(const GraphBatch& batch, RandomStream dropout);

  // Hands the gradient of a loss to `optimizer`, whose offsets of these parameters start at 0. `d_embeddings` [B, D]:
  // the loss's derivative by the result of the last Forward, whose batch must still live.
  void Backward(const Matrix<Scalar>& d_embeddings, Optimizer<Scalar>& optimizer);

 private:
  struct Layer {
    int64_t num_inputs;
    int64_t weights, bias, gain, shift;  // offsets in the parameters; weights [num_inputs, D]
  };
  struct Activations {
    Matrix<Scalar> aggregated;  // A H, [rows, num_inputs]
    Matrix<Scalar> normalized;  // [rows, D]
    std::vector<Scalar> inverse_deviation;
    Matrix<Scalar> output;  // [rows, D]
    Matrix<Scalar> mask;    // 1/(1-dropout) where the output passes, 0 elsewhere
  };

  // Computes `layer` on the rows `rows` of the batch from `input`, the previous layer's output.
  void LayerForward(size_t layer, const GraphBatch& batch, absl::Span<const int64_t> rows, const Matrix<Scalar>& input,
                    RandomStream* dropout, Activations* activations) const;
  // Rows that layer l computes: all, but in the last layer only the graphs' node 0.
  std::vector<int64_t> RowsOf(size_t layer, const GraphBatch& batch) const;

  GcnOptions options_;
  std::vector<Layer> layers_;
  std::vector<Scalar> parameters_;
  const GraphBatch* batch_ = nullptr;
  std::vector<Activations> activations_;
};

// A dense layer on top: [B, num_inputs] -> [B, num_outputs]. Its parameters are weights [num_inputs, num_outputs] and
// bias; LibTorch's initialisation: uniform within 1/sqrt(num_inputs).
template <typename Scalar>
class Dense {
 public:
  Dense(int64_t num_inputs, int64_t num_outputs, RandomStream random);

  std::vector<Scalar>& parameters() { return parameters_; }
  const std::vector<Scalar>& parameters() const { return parameters_; }
  int64_t num_parameters() const { return static_cast<int64_t>(parameters_.size()); }

  Matrix<Scalar> Forward(const Matrix<Scalar>& x) const;
  // Returns the derivative by `x` given `d_y` by the output, and hands the parameters' gradient to `optimizer` at
  // `offset`.
  Matrix<Scalar> Backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, int64_t offset,
                          Optimizer<Scalar>& optimizer);

 private:
  int64_t num_inputs_, num_outputs_;
  std::vector<Scalar> parameters_;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_GCN_H_
