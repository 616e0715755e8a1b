// Tensors as messages: what files of models and checkpoints hold.

#ifndef ASR_TENSORS_H_
#define ASR_TENSORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "asr/model.pb.h"
#include "google/protobuf/repeated_field.h"
#include "torch/nn/module.h"
#include "torch/types.h"

namespace duet::asr {

// InvalidArgument with `name` for a tensor that is not of float32.
absl::StatusOr<NamedTensor> ToProto(const std::string& name, const torch::Tensor& tensor);

// Copies the values into `tensor`. InvalidArgument with the tensor's name if shape or number of bytes are others.
absl::Status CopyFromProto(const NamedTensor& proto, torch::Tensor tensor);

using NamedTensors = google::protobuf::RepeatedPtrField<NamedTensor>;

// All parameters and buffers of a network by name.
absl::Status SaveTensors(const torch::nn::Module& module, NamedTensors* tensors);

// Inverse of SaveTensors for a network of the same form; InvalidArgument if the names are not the network's.
absl::Status LoadTensors(const NamedTensors& tensors, torch::nn::Module& module);

}  // namespace duet::asr

#endif  // ASR_TENSORS_H_
