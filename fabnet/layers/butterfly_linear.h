// The butterfly linear layer as a LibTorch module: y = B x + bias. What B is: fabnet/kernels/butterfly.h, whose kernels
// run on a CPU in float32; other devices and types use LibTorch's own operations.
//
// At first weights are N(0, 1) / sqrt 2, so that outputs are as large as inputs, and biases uniform within
// +- 1 / sqrt(inputs). Source: torch_butterfly (HazyResearch/butterfly).

#ifndef FABNET_LAYERS_BUTTERFLY_LINEAR_H_
#define FABNET_LAYERS_BUTTERFLY_LINEAR_H_

#include "fabnet/kernels/butterfly.h"
#include "torch/nn/cloneable.h"
#include "torch/nn/pimpl.h"

namespace duet::fabnet {

class ButterflyLinearImpl : public torch::nn::Cloneable<ButterflyLinearImpl> {
 public:
  explicit ButterflyLinearImpl(const ButterflyShape& shape);
  void reset() override;

  // x: [..., inputs] -> [..., outputs].
  torch::Tensor forward(const torch::Tensor& x);

  const ButterflyShape& shape() const { return shape_; }

  torch::Tensor weight;  // [stacks, log2 n, n / 2, 2, 2]
  torch::Tensor bias;    // [outputs]

 private:
  ButterflyShape shape_;
};
TORCH_MODULE(ButterflyLinear);

// The same by LibTorch's operations, on any device and type: the reference of the kernels. weight, bias as above.
torch::Tensor ButterflyByTensors(const ButterflyShape& shape, const torch::Tensor& weight, const torch::Tensor& bias,
                                 const torch::Tensor& x);

}  // namespace duet::fabnet

#endif  // FABNET_LAYERS_BUTTERFLY_LINEAR_H_
