// A NAS-Bench-201 network with random weights, for timing its inference with LibTorch on the CPU. What it executes is
// said in datasets/nasbench201/operations.h.
//
// Tensors are channels-last in memory, as in LatBench's own configuration: LibTorch's average pooling is 5 to 10 times
// faster so.
// Differs from the release: a convolution of stride 2 pads one pixel on every side, as PyTorch and the benchmark do,
// and not only at the end, as TensorFlow does; the cost is the same. Not supported: training, other devices.

#ifndef DATASETS_NASBENCH201_NETWORK_H_
#define DATASETS_NASBENCH201_NETWORK_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/operations.h"

namespace at {
class Tensor;  // LibTorch's headers take long to compile, so they stay in the .cc
}

namespace duet::nasbench201 {

// One operation with its weights. Letters: B batch, C channels, S height and width, as in Operation.
class Layer {
 public:
  // Uniform random weights that keep the scale of what passes through them.
  Layer(const Operation& operation, uint64_t seed, uint64_t index);
  Layer(Layer&&) noexcept;
  ~Layer();

  // x: [B, C, S, S] float32 -> [B, C', S', S']; y, for kAdd: as x. For kDense: [B, C'].
  at::Tensor Forward(const at::Tensor& x, const at::Tensor* y = nullptr) const;

  // Weights [C', C, K, K]; of kDense [C', C] and the bias [C']; empty for the others.
  const std::vector<at::Tensor>& parameters() const;

 private:
  Operation operation_;
  std::unique_ptr<std::vector<at::Tensor>> parameters_;
};

class Network {
 public:
  // InvalidArgument for a cell without a path from input to output.
  static absl::StatusOr<Network> Create(const Cell& cell, const Skeleton& skeleton, uint64_t seed);

  // images: [B, 3, 32, 32] float32 (as the skeleton says) -> [B, 100] logits. No gradient is recorded.
  at::Tensor Forward(const at::Tensor& images) const;

  // One for each step of NetworkSteps.
  const std::vector<Layer>& layers() const { return layers_; }

  int64_t NumParameters() const;

 private:
  Network(std::vector<Step> steps, uint64_t seed);

  std::vector<Step> steps_;
  std::vector<Layer> layers_;
  std::vector<std::vector<int64_t>> dead_values_;  // by step: what no later step reads
};

// Uniform values in [0, 1) of the input's shape [1, C, S, S], channels-last. A sum gets its one input twice.
at::Tensor RandomInput(const Operation& operation, uint64_t seed, uint64_t index);

}  // namespace duet::nasbench201

#endif  // DATASETS_NASBENCH201_NETWORK_H_
