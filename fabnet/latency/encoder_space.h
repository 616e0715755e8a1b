// Encoders for the device runner: embedding, blocks and classifier of ten classes at batch 1 in float32, with random
// weights, on random tokens without padding.

#ifndef FABNET_LATENCY_ENCODER_SPACE_H_
#define FABNET_LATENCY_ENCODER_SPACE_H_

#include <memory>

#include "datasets/device_runner/space.h"

namespace duet::fabnet {

// Its networks are those of encoder_key.h; any other encoder that ParseEncoderKey knows can be named as well.
std::unique_ptr<device_runner::Space> EncoderSpace();

}  // namespace duet::fabnet

#endif  // FABNET_LATENCY_ENCODER_SPACE_H_
