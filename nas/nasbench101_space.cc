#include "nas/nasbench101_space.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"
#include "predictors/nasbench101_encoder.h"

namespace duet::nas {
namespace {

using nasbench101::Cell;
using nasbench101::EdgeNumber;
using nasbench101::kMaxNumInteriorVertices;
using nasbench101::kMaxNumVertices;
using nasbench101::kNumOps;
using nasbench101::Op;

constexpr int64_t kNumEdgeDecisions = kMaxNumVertices * (kMaxNumVertices - 1) / 2;
constexpr int64_t kNumDecisions = kNumEdgeDecisions + kMaxNumInteriorVertices;

constexpr std::array<int64_t, kNumDecisions> NumChoices() {
  std::array<int64_t, kNumDecisions> num_choices = {};
  for (int64_t i = 0; i < kNumDecisions; ++i) num_choices[i] = i < kNumEdgeDecisions ? 2 : kNumOps;
  return num_choices;
}
constexpr std::array<int64_t, kNumDecisions> kNumChoices = NumChoices();

}  // namespace

NasBench101Space::NasBench101Space(int64_t max_num_vertices) : cells_(nasbench101::EnumerateCells(max_num_vertices)) {}

absl::Span<const int64_t> NasBench101Space::num_choices() const { return kNumChoices; }

Choices NasBench101Space::ChoicesOf(int64_t index) const {
  const Cell& cell = cells_[index];
  Choices choices(kNumDecisions, 0);
  const auto vertex_of = [&](int64_t v) { return v == cell.output() ? kMaxNumVertices - 1 : v; };
  for (int64_t to = 1; to < cell.num_vertices; ++to) {
    for (int64_t from = 0; from < to; ++from) {
      if (cell.HasEdge(from, to)) choices[EdgeNumber(vertex_of(from), vertex_of(to))] = 1;
    }
    if (to < cell.output()) choices[kNumEdgeDecisions + to - 1] = static_cast<int8_t>(cell.op(to));
  }
  return choices;
}

std::optional<int64_t> NasBench101Space::IndexOf(const Choices& choices) const {
  Cell cell;
  cell.num_vertices = kMaxNumVertices;
  for (int64_t edge = 0; edge < kNumEdgeDecisions; ++edge) cell.edges |= static_cast<uint32_t>(choices[edge]) << edge;
  for (int64_t i = 0; i < kMaxNumInteriorVertices; ++i) cell.ops[i] = static_cast<Op>(choices[kNumEdgeDecisions + i]);
  const absl::StatusOr<int64_t> index = nasbench101::IndexOf(cell, cells_);
  return index.ok() ? std::optional(*index) : std::nullopt;
}

int64_t NasBench101Space::num_labels() const { return predictors::kNasBench101NumLabels; }

predictors::Graph NasBench101Space::GraphOf(int64_t index) const { return predictors::NasBench101Graph(cells_[index]); }

absl::StatusOr<NasBench101Evaluator> NasBench101Evaluator::Create(const NasBench101Space& space,
                                                                  const nasbench101::PublishedTable& published) {
  NasBench101Evaluator evaluator;
  ASSIGN_OR_RETURN(evaluator.candidates_, nasbench101::CellIndices(published, space.cells()));
  for (size_t i = 0; i < evaluator.candidates_.size(); ++i) {
    const nasbench101::PublishedCell& cell = published.cells(i);
    evaluator.validation_accuracy_pct_[evaluator.candidates_[i]] = cell.validation_accuracy_108_epochs_pct();
  }
  std::sort(evaluator.candidates_.begin(), evaluator.candidates_.end());
  return evaluator;
}

absl::StatusOr<Evaluation> NasBench101Evaluator::Evaluate(int64_t index) const {
  const auto found = validation_accuracy_pct_.find(index);
  if (found == validation_accuracy_pct_.end()) {
    return absl::NotFoundError(absl::StrCat("no accuracy of cell ", index, " of NAS-Bench-101 is published"));
  }
  return Evaluation{found->second, std::nullopt};
}

}  // namespace duet::nas
