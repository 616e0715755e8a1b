#include "codesign/enumerate/cell_program.h"

#include <algorithm>

namespace duet::codesign {
namespace {

using nasbench101::Cell;
using nasbench101::OperationKind;

struct CellKind {
  int64_t num_input_channels, num_channels, size;
};

std::array<CellKind, kNumCellKinds> CellKinds() {
  const nasbench101::Skeleton skeleton;
  const int64_t channels = skeleton.num_stem_channels, size = skeleton.image_size;
  return {{{channels, channels, size},
           {channels, 2 * channels, size / 2},
           {2 * channels, 2 * channels, size / 2},
           {2 * channels, 4 * channels, size / 4},
           {4 * channels, 4 * channels, size / 4}}};
}

uint64_t KeyOf(OperationKind kind, int64_t num_input_channels, int64_t num_output_channels, int64_t size) {
  return static_cast<uint64_t>(kind) | num_input_channels << 8 | num_output_channels << 24 |
         static_cast<uint64_t>(size) << 40;
}

// A task while its cell is written down, in the order of nasbench101::NetworkSteps.
struct Draft {
  OperationKind kind;
  int64_t vertex;
  bool is_projection;
  std::vector<uint8_t> inputs;
  int64_t level = 1;
};

std::vector<Draft> DraftTasks(const Cell& cell) {
  std::vector<Draft> drafts;
  const auto append = [&](OperationKind kind, int64_t vertex, bool is_projection, std::vector<uint8_t> inputs) {
    drafts.push_back({kind, vertex, is_projection, std::move(inputs)});
    return static_cast<uint8_t>(drafts.size() - 1);
  };
  const auto project = [&](int64_t vertex) { return append(OperationKind::kConv1x1BnRelu, vertex, true, {}); };
  std::array<uint8_t, nasbench101::kMaxNumVertices> result = {};
  const int64_t output = cell.output();
  std::vector<uint8_t> parts;
  for (int64_t v = 1; v < output; ++v) {
    std::vector<uint8_t> terms;
    for (int64_t u = 1; u < v; ++u) {
      if (cell.HasEdge(u, v)) terms.push_back(result[u]);
    }
    if (cell.HasEdge(0, v)) terms.push_back(project(v));
    uint8_t sum = terms[0];
    for (size_t i = 1; i < terms.size(); ++i) sum = append(OperationKind::kAdd, v, false, {sum, terms[i]});
    const OperationKind kind = cell.op(v) == nasbench101::Op::kConv3x3   ? OperationKind::kConv3x3BnRelu
                               : cell.op(v) == nasbench101::Op::kConv1x1 ? OperationKind::kConv1x1BnRelu
                                                                         : OperationKind::kMaxPool3x3;
    result[v] = append(kind, v, false, {sum});
    if (cell.HasEdge(v, output)) parts.push_back(result[v]);
  }
  if (cell.HasEdge(0, output)) {
    const uint8_t projection = project(output);
    if (!parts.empty()) {
      parts.push_back(projection);
      append(OperationKind::kAdd, output, false, parts);
    }
  }
  return drafts;
}

// The order of ListSteps; returns positions of drafts.
std::vector<uint8_t> Order(std::vector<Draft>& drafts) {
  for (auto draft = drafts.rbegin(); draft != drafts.rend(); ++draft) {
    for (const uint8_t input : draft->inputs) drafts[input].level = std::max(drafts[input].level, draft->level + 1);
  }
  std::vector<uint8_t> order(drafts.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint8_t>(i);
  std::stable_sort(order.begin(), order.end(), [&](uint8_t a, uint8_t b) { return drafts[a].level > drafts[b].level; });
  return order;
}

Engine EngineOfKind(OperationKind kind) {
  switch (kind) {
    case OperationKind::kConv3x3BnRelu:
      return Engine::kConv3x3;
    case OperationKind::kMaxPool3x3:
      return Engine::kPool;
    default:
      return Engine::kConv1x1;  // sums as well
  }
}

}  // namespace

OperationIndex::OperationIndex() {
  static const OperationIndex* const kIndex = new OperationIndex(nasbench101::AllOperations());
  *this = *kIndex;
}

OperationIndex::OperationIndex(const std::vector<nasbench101::Operation>& operations) {
  for (const nasbench101::Operation& operation : operations) {
    const std::optional<Layer> layer = LayerOf(operation);
    if (!layer.has_value()) continue;
    const bool is_stem = operation.num_input_channels == nasbench101::Skeleton().num_image_channels;
    if (is_stem || operation.input_size != operation.output_size) {
      outside_.push_back(*layer);
      continue;
    }
    numbers_[KeyOf(operation.kind, operation.num_input_channels, operation.num_output_channels, operation.input_size)] =
        static_cast<uint8_t>(layers_.size());
    layers_.push_back(*layer);
  }
}

uint8_t OperationIndex::Find(OperationKind kind, int64_t num_input_channels, int64_t num_output_channels,
                             int64_t size) const {
  return numbers_.at(KeyOf(kind, num_input_channels, num_output_channels, size));
}

CellProgram Compile(const Cell& cell, const OperationIndex& operations) {
  static const std::array<CellKind, kNumCellKinds> kKinds = CellKinds();
  std::vector<Draft> drafts = DraftTasks(cell);
  const std::vector<uint8_t> order = Order(drafts);
  std::array<uint8_t, kMaxNumTasks> position = {};
  for (size_t i = 0; i < order.size(); ++i) position[order[i]] = static_cast<uint8_t>(i);

  CellProgram program;
  program.num_tasks = static_cast<int64_t>(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    const Draft& draft = drafts[order[i]];
    TaskCode& task = program.tasks[i];
    task.engine = EngineOfKind(draft.kind);
    if (draft.vertex == cell.output() && draft.kind == OperationKind::kAdd) {
      task.wait = Wait::kAll;  // the output waits for all that feeds it, and nothing else is left
    } else {
      task.wait = static_cast<Wait>(draft.inputs.size());
      for (size_t j = 0; j < draft.inputs.size(); ++j) task.inputs[j] = position[draft.inputs[j]];
    }
  }
  for (int64_t kind = 0; kind < kNumCellKinds; ++kind) {
    const auto& [num_input_channels, num_channels, size] = kKinds[kind];
    const auto channels = VertexChannels(cell, num_input_channels, num_channels);
    for (size_t i = 0; i < order.size(); ++i) {
      const Draft& draft = drafts[order[i]];
      const int64_t num_out = channels[draft.vertex];
      const int64_t num_in = draft.is_projection ? num_input_channels : num_out;
      program.tasks[i].operations[kind] = operations.Find(draft.kind, num_in, num_out, size);
    }
  }
  return program;
}

}  // namespace duet::codesign
