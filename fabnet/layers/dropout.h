// Dropout as LibTorch operations: fabnet/kernels/dropout.h on a CPU in float32, LibTorch's own elsewhere. Keys come
// from LibTorch's global generator, so torch::manual_seed decides everything.

#ifndef FABNET_LAYERS_DROPOUT_H_
#define FABNET_LAYERS_DROPOUT_H_

#include "torch/types.h"

namespace duet::fabnet {

// x with values dropped with probability p and the others divided by 1 - p; x itself unless `is_training` and p > 0.
torch::Tensor Dropout(const torch::Tensor& x, double p, bool is_training);

// addend + Dropout(x, p, is_training), in one pass. Of one shape.
torch::Tensor AddDropout(const torch::Tensor& addend, const torch::Tensor& x, double p, bool is_training);

}  // namespace duet::fabnet

#endif  // FABNET_LAYERS_DROPOUT_H_
