#include "datasets/nasbench101/network.h"

#include <algorithm>

#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"

namespace duet::nasbench101 {
namespace {

OperationKind KindOf(Op op) {
  switch (op) {
    case Op::kConv3x3:
      return OperationKind::kConv3x3BnRelu;
    case Op::kConv1x1:
      return OperationKind::kConv1x1BnRelu;
    case Op::kMaxPool3x3:
      return OperationKind::kMaxPool3x3;
  }
  return OperationKind::kMaxPool3x3;
}

using networks::Value;

class StepWriter : public networks::StepWriter<OperationKind> {
 public:
  Value Project(const Value& x, int64_t num_channels) {
    return Apply(OperationKind::kConv1x1BnRelu, x, num_channels, x.size);
  }

  Value Truncate(const Value& x, int64_t num_channels) {
    return x.num_channels == num_channels ? x : Apply(OperationKind::kTruncate, x, num_channels, x.size);
  }

  // The sum of `terms`, of which there is one at least.
  Value Sum(const std::vector<Value>& terms) {
    Value sum = terms[0];
    for (size_t i = 1; i < terms.size(); ++i) {
      sum = Apply(OperationKind::kAdd, sum);
      AddInput(terms[i]);
    }
    return sum;
  }

  Value Concat(const std::vector<Value>& parts) {
    if (parts.size() == 1) return parts[0];
    Value all = parts[0];
    for (size_t i = 1; i < parts.size(); ++i) all.num_channels += parts[i].num_channels;
    const Value concatenation = Apply(OperationKind::kConcat, all);
    for (size_t i = 1; i < parts.size(); ++i) AddInput(parts[i]);
    return concatenation;
  }
};

// `cell` is one that CheckCell accepts.
Value WriteCell(const Cell& cell, const Value& input, int64_t num_channels, StepWriter& writer) {
  const std::array<int64_t, kMaxNumVertices> channels = VertexChannels(cell, input.num_channels, num_channels);
  const int64_t output = cell.output();
  std::vector<Value> values = {input};
  std::vector<Value> parts;
  for (int64_t v = 1; v < output; ++v) {
    std::vector<Value> terms;
    for (int64_t u = 1; u < v; ++u) {
      if (cell.HasEdge(u, v)) terms.push_back(writer.Truncate(values[u], channels[v]));
    }
    if (cell.HasEdge(0, v)) terms.push_back(writer.Project(input, channels[v]));
    values.push_back(writer.Apply(KindOf(cell.op(v)), writer.Sum(terms), channels[v], input.size));
    if (cell.HasEdge(v, output)) parts.push_back(values[v]);
  }
  std::vector<Value> terms;
  if (!parts.empty()) terms.push_back(writer.Concat(parts));
  if (cell.HasEdge(0, output)) terms.push_back(writer.Project(input, num_channels));
  return writer.Sum(terms);
}

}  // namespace

absl::string_view KindName(OperationKind kind) {
  switch (kind) {
    case OperationKind::kConv1x1BnRelu:
      return "conv1x1_bn_relu";
    case OperationKind::kConv3x3BnRelu:
      return "conv3x3_bn_relu";
    case OperationKind::kMaxPool3x3:
      return "maxpool3x3";
    case OperationKind::kMaxPool2x2:
      return "maxpool2x2";
    case OperationKind::kTruncate:
      return "truncate";
    case OperationKind::kAdd:
      return "add";
    case OperationKind::kConcat:
      return "concat";
    case OperationKind::kGlobalAvgPool:
      return "global_avgpool";
    case OperationKind::kDense:
      return "dense";
  }
  return "";
}

std::array<int64_t, kMaxNumVertices> VertexChannels(const Cell& cell, int64_t num_input_channels,
                                                    int64_t num_output_channels) {
  const int64_t output = cell.output();
  std::array<int64_t, kMaxNumVertices> channels = {};
  channels[0] = num_input_channels;
  channels[output] = num_output_channels;
  int64_t num_parts = 0;
  for (int64_t v = 1; v < output; ++v) num_parts += cell.HasEdge(v, output);
  int64_t part = 0;
  for (int64_t v = 1; v < output; ++v) {
    if (!cell.HasEdge(v, output)) continue;
    channels[v] = num_output_channels / num_parts + (part < num_output_channels % num_parts ? 1 : 0);
    ++part;
  }
  for (int64_t v = output - 1; v > 0; --v) {
    if (cell.HasEdge(v, output)) continue;
    for (int64_t w = v + 1; w < output; ++w) {
      if (cell.HasEdge(v, w)) channels[v] = std::max(channels[v], channels[w]);
    }
  }
  return channels;
}

absl::StatusOr<std::vector<Step>> NetworkSteps(const Cell& cell, const Skeleton& skeleton) {
  ASSIGN_OR_RETURN(const Cell pruned, Pruned(cell));
  StepWriter writer;
  int64_t num_channels = skeleton.num_stem_channels;
  Value value = {0, skeleton.num_image_channels, skeleton.image_size};
  value = writer.Apply(OperationKind::kConv3x3BnRelu, value, num_channels, value.size);
  for (int64_t stack = 0; stack < kNumStacks; ++stack) {
    if (stack > 0) {
      value = writer.Apply(OperationKind::kMaxPool2x2, value, num_channels, value.size / 2);
      num_channels *= 2;
    }
    for (int64_t i = 0; i < skeleton.num_cells_per_stack; ++i) value = WriteCell(pruned, value, num_channels, writer);
  }
  value = writer.Apply(OperationKind::kGlobalAvgPool, value, value.num_channels, 1);
  writer.Apply(OperationKind::kDense, value, skeleton.num_classes, 1);
  return writer.steps();
}

absl::StatusOr<std::vector<OperationCount>> OperationsOf(const Cell& cell, const Skeleton& skeleton) {
  ASSIGN_OR_RETURN(const std::vector<Step> steps, NetworkSteps(cell, skeleton));
  return networks::CountOperations(steps);
}

// What a vertex executes depends on its own operation and the graph, so that three cells a graph have it all.
std::vector<Operation> AllOperations(const Skeleton& skeleton) {
  std::vector<Operation> operations;
  for (Cell cell : EnumerateCells()) {
    // The first cell of each graph.
    if (cell.ops != decltype(cell.ops){}) continue;
    for (int64_t op = 0; op < kNumOps; ++op) {
      std::fill_n(cell.ops.begin(), cell.num_vertices - 2, static_cast<Op>(op));
      networks::AddNewOperations(NetworkSteps(cell, skeleton).value(), operations);
    }
  }
  return operations;
}

}  // namespace duet::nasbench101
