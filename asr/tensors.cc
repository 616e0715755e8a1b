#include "asr/tensors.h"

#include <cstring>
#include <utility>
#include <vector>

#include "ATen/ATen.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

std::vector<std::pair<std::string, torch::Tensor>> TensorsOf(const torch::nn::Module& module) {
  std::vector<std::pair<std::string, torch::Tensor>> tensors;
  for (const auto& parameter : module.named_parameters()) tensors.emplace_back(parameter.key(), parameter.value());
  for (const auto& buffer : module.named_buffers()) tensors.emplace_back(buffer.key(), buffer.value());
  return tensors;
}

}  // namespace

absl::StatusOr<NamedTensor> ToProto(const std::string& name, const torch::Tensor& tensor) {
  if (tensor.scalar_type() != at::kFloat) {
    return absl::InvalidArgumentError(absl::StrCat("tensor ", name, " is not of float32"));
  }
  NamedTensor proto;
  proto.set_name(name);
  for (const int64_t size : tensor.sizes()) proto.add_shape(size);
  const torch::Tensor contiguous = tensor.detach().contiguous();
  proto.set_values(contiguous.data_ptr<float>(), contiguous.numel() * sizeof(float));
  return proto;
}

absl::Status CopyFromProto(const NamedTensor& proto, torch::Tensor tensor) {
  const at::IntArrayRef shape(proto.shape().data(), proto.shape_size());
  if (tensor.scalar_type() != at::kFloat || tensor.sizes() != shape ||
      proto.values().size() != tensor.numel() * sizeof(float)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "tensor ", proto.name(), " has shape [", absl::StrJoin(proto.shape(), ", "), "] and ", proto.values().size(),
        " bytes; the network's has shape [", absl::StrJoin(tensor.sizes(), ", "), "]"));
  }
  torch::Tensor values = at::empty(tensor.sizes(), at::kFloat);
  std::memcpy(values.data_ptr<float>(), proto.values().data(), proto.values().size());
  tensor.detach().copy_(values);
  return absl::OkStatus();
}

absl::Status SaveTensors(const torch::nn::Module& module, NamedTensors* tensors) {
  for (const auto& [name, tensor] : TensorsOf(module)) {
    ASSIGN_OR_RETURN(*tensors->Add(), ToProto(name, tensor));
  }
  return absl::OkStatus();
}

absl::Status LoadTensors(const NamedTensors& tensors, torch::nn::Module& module) {
  const auto expected = TensorsOf(module);
  if (tensors.size() != static_cast<int>(expected.size())) {
    return absl::InvalidArgumentError(absl::StrCat(tensors.size(), " tensors; the network has ", expected.size()));
  }
  for (int i = 0; i < tensors.size(); ++i) {
    if (tensors[i].name() != expected[i].first) {
      return absl::InvalidArgumentError(
          absl::StrCat("tensor \"", tensors[i].name(), "\" where the network has \"", expected[i].first, "\""));
    }
    RETURN_IF_ERROR(CopyFromProto(tensors[i], expected[i].second));
  }
  return absl::OkStatus();
}

}  // namespace duet::asr
