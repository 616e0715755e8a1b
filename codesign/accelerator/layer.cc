#include "codesign/accelerator/layer.h"

namespace duet::codesign {

int64_t NumMacs(const Layer& layer) {
  if (layer.kind != LayerKind::kConv) return 0;
  return layer.kernel_size * layer.kernel_size * layer.num_input_channels / layer.num_groups *
         layer.num_output_channels * layer.output_size * layer.output_size;
}

std::optional<Layer> LayerOf(const nasbench101::Operation& operation) {
  using nasbench101::OperationKind;
  Layer layer;
  layer.num_input_channels = operation.num_input_channels;
  layer.input_size = operation.input_size;
  layer.num_output_channels = operation.num_output_channels;
  layer.output_size = operation.output_size;
  layer.name = Key(operation);
  switch (operation.kind) {
    case OperationKind::kConv1x1BnRelu:
      return layer;
    case OperationKind::kConv3x3BnRelu:
      layer.kernel_size = 3;
      return layer;
    case OperationKind::kMaxPool3x3:
      layer.kind = LayerKind::kMaxPool;
      layer.kernel_size = 3;
      return layer;
    case OperationKind::kMaxPool2x2:
      layer.kind = LayerKind::kMaxPool;
      layer.kernel_size = 2;
      layer.stride = 2;
      return layer;
    case OperationKind::kGlobalAvgPool:
      layer.kind = LayerKind::kAvgPool;
      layer.kernel_size = operation.input_size;
      return layer;
    case OperationKind::kAdd:
      layer.kind = LayerKind::kAdd;
      return layer;
    case OperationKind::kTruncate:
    case OperationKind::kConcat:
    case OperationKind::kDense:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace duet::codesign
