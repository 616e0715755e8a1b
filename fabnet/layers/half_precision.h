// Training as if values between layers had half precision: 5 bits of exponent, 10 of fraction.
//
//   forward   the nearest half-precision number, ties to even; beyond 65,504 that
//   backward  the gradient, rounded up or down at random such that its mean is exact
//
// Weights stay in float32. Source: the emulation in the released accuracy code (SamsungLabs/Butterfly_Acc).
// Differs: its rounding library also has numbers from 65,504 to 131,008, which no half-precision number has.

#ifndef FABNET_LAYERS_HALF_PRECISION_H_
#define FABNET_LAYERS_HALF_PRECISION_H_

#include "torch/types.h"

namespace duet::fabnet {

// Rounds as above. x: any shape, float32 or float64. Random numbers come from LibTorch's global generator.
torch::Tensor RoundToHalf(const torch::Tensor& x);

// One of the two half-precision numbers around each value, the nearer one the likelier; without gradient.
torch::Tensor RoundToHalfAtRandom(const torch::Tensor& x);

}  // namespace duet::fabnet

#endif  // FABNET_LAYERS_HALF_PRECISION_H_
