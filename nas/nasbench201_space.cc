#include "nas/nasbench201_space.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::nas {
namespace {

using nasbench201::Cell;
using nasbench201::CellFromId;
using nasbench201::kNumEdges;
using nasbench201::kNumOps;
using nasbench201::Op;

constexpr int64_t kNone = -1;
constexpr std::array<int64_t, kNumEdges> kNumChoices = {kNumOps, kNumOps, kNumOps, kNumOps, kNumOps, kNumOps};
constexpr int64_t kNumEpochs = 200;

}  // namespace

NasBench201Space::NasBench201Space() : index_of_id_(nasbench201::kNumCells, kNone) {
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
    if (!HasPath(CellFromId(id))) continue;
    index_of_id_[id] = cell_ids_.size();
    cell_ids_.push_back(id);
  }
}

absl::Span<const int64_t> NasBench201Space::num_choices() const { return kNumChoices; }

Choices NasBench201Space::ChoicesOf(int64_t index) const {
  Choices choices;
  for (const Op op : CellOf(index).ops) choices.push_back(static_cast<int8_t>(op));
  return choices;
}

std::optional<int64_t> NasBench201Space::IndexOf(const Choices& choices) const {
  Cell cell;
  for (int64_t edge = 0; edge < kNumEdges; ++edge) cell.ops[edge] = static_cast<Op>(choices[edge]);
  const int64_t index = index_of_id_[CellId(cell)];
  return index == kNone ? std::nullopt : std::optional(index);
}

int64_t NasBench201Space::num_labels() const { return predictors::kNasBench201NumLabels; }

predictors::Graph NasBench201Space::GraphOf(int64_t index) const { return predictors::NasBench201Graph(CellOf(index)); }

std::vector<double> NasBench201Space::FromCellIds(absl::Span<const double> by_cell_id) const {
  std::vector<double> values;
  for (const int64_t id : cell_ids_) values.push_back(by_cell_id[id]);
  return values;
}

absl::StatusOr<Evaluation> NasBench201Evaluator::Evaluate(int64_t index) const {
  const int64_t id = space_->CellIdOf(index);
  const std::optional<double> validation_pct = benchmark_->ValidationAccuracyPct(id, image_set_, kNumEpochs);
  if (!validation_pct.has_value()) {
    return absl::NotFoundError(absl::StrCat("NAS-Bench-201 has no validation accuracy of ", space_->NameOf(index),
                                            " on ", nasbench201::ImageSetName(image_set_)));
  }
  return Evaluation{*validation_pct, benchmark_->TestAccuracyPct(id, image_set_, kNumEpochs)};
}

}  // namespace duet::nas
