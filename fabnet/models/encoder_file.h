// An encoder's options and weights as one file, a Protobuf message (encoder_file.proto).

#ifndef FABNET_MODELS_ENCODER_FILE_H_
#define FABNET_MODELS_ENCODER_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "fabnet/models/encoder.h"

namespace duet::fabnet {

// Writes atomically; the status of writing.
absl::Status SaveEncoder(const Encoder& encoder, absl::string_view path);

// NotFound without the file; DataLoss, with the path, for one that is broken; InvalidArgument for options that
// CheckEncoderOptions rejects.
absl::StatusOr<Encoder> LoadEncoder(absl::string_view path);

// Weights alone, as LibTorch's archive; and into an encoder of the same options. InvalidArgument for other bytes,
// after which the weights are of no use.
std::string WeightsOf(const Encoder& encoder);
absl::Status SetWeights(absl::string_view bytes, Encoder& encoder);

}  // namespace duet::fabnet

#endif  // FABNET_MODELS_ENCODER_FILE_H_
