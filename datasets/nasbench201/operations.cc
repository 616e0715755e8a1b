#include "datasets/nasbench201/operations.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::nasbench201 {
namespace {

constexpr int kNumStacks = 3;

using networks::Value;

class StepWriter : public networks::StepWriter<OperationKind> {
 public:
  Value Add(const Value& x, const Value& y) {
    const Value sum = Apply(OperationKind::kAdd, x);
    AddInput(y);
    return sum;
  }
};

// `cell` is pruned and has a path.
Value WriteCell(const Cell& cell, const Value& input, StepWriter& writer) {
  std::array<std::optional<Value>, kNumNodes> nodes;
  nodes[0] = input;
  for (int e = 0; e < kNumEdges; ++e) {
    if (cell.ops[e] == Op::kNone) continue;
    const Value& source = *nodes[kEdges[e].source];
    Value value = source;
    if (cell.ops[e] == Op::kConv1x1) value = writer.Apply(OperationKind::kConv1x1Relu, source);
    if (cell.ops[e] == Op::kConv3x3) value = writer.Apply(OperationKind::kConv3x3Relu, source);
    if (cell.ops[e] == Op::kAvgPool3x3) value = writer.Apply(OperationKind::kAvgPool3x3, source);
    std::optional<Value>& target = nodes[kEdges[e].target];
    target = target.has_value() ? writer.Add(*target, value) : value;
  }
  return *nodes[kNumNodes - 1];
}

Value WriteReduction(const Value& input, StepWriter& writer) {
  const int64_t num_channels = 2 * input.num_channels;
  const int64_t size = input.size / 2;
  Value main = writer.Apply(OperationKind::kConv3x3, input, num_channels, size);
  main = writer.Apply(OperationKind::kConv3x3, main);
  Value residual = writer.Apply(OperationKind::kAvgPool2x2, input, input.num_channels, size);
  residual = writer.Apply(OperationKind::kConv1x1, residual, num_channels, size);
  return writer.Add(main, residual);
}

}  // namespace

absl::string_view KindName(OperationKind kind) {
  switch (kind) {
    case OperationKind::kConv1x1:
      return "conv1x1";
    case OperationKind::kConv1x1Relu:
      return "conv1x1_relu";
    case OperationKind::kConv3x3:
      return "conv3x3";
    case OperationKind::kConv3x3Relu:
      return "conv3x3_relu";
    case OperationKind::kAvgPool3x3:
      return "avgpool3x3";
    case OperationKind::kAvgPool2x2:
      return "avgpool2x2";
    case OperationKind::kGlobalAvgPool:
      return "global_avgpool";
    case OperationKind::kAdd:
      return "add";
    case OperationKind::kDense:
      return "dense";
  }
  return "";
}

absl::StatusOr<std::vector<Step>> NetworkSteps(const Cell& cell, const Skeleton& skeleton) {
  if (!HasPath(cell)) {
    return absl::InvalidArgumentError(
        absl::StrCat("cell ", ToString(cell), " has no path from its input to its output, so there is no network"));
  }
  const Cell pruned = Pruned(cell);
  StepWriter writer;
  Value value = {0, skeleton.num_image_channels, skeleton.image_size};
  value = writer.Apply(OperationKind::kConv3x3Relu, value, skeleton.num_stem_channels, skeleton.image_size);
  for (int stack = 0; stack < kNumStacks; ++stack) {
    if (stack > 0) value = WriteReduction(value, writer);
    for (int64_t i = 0; i < skeleton.num_cells_per_stack; ++i) value = WriteCell(pruned, value, writer);
  }
  value = writer.Apply(OperationKind::kGlobalAvgPool, value, value.num_channels, 1);
  writer.Apply(OperationKind::kDense, value, skeleton.num_classes, 1);
  return writer.steps();
}

absl::StatusOr<std::vector<OperationCount>> OperationsOf(const Cell& cell, const Skeleton& skeleton) {
  ASSIGN_OR_RETURN(const std::vector<Step> steps, NetworkSteps(cell, skeleton));
  return networks::CountOperations(steps);
}

std::vector<Operation> AllOperations(const Skeleton& skeleton) {
  std::vector<Operation> operations;
  for (const Op op : {Op::kConv1x1, Op::kConv3x3, Op::kAvgPool3x3}) {
    Cell cell;
    cell.ops.fill(op);
    networks::AddNewOperations(NetworkSteps(cell, skeleton).value(), operations);
  }
  return operations;
}

}  // namespace duet::nasbench201
