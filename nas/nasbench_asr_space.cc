#include "nas/nasbench_asr_space.h"

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "predictors/nasbench_asr_encoder.h"

namespace duet::nas {
namespace {

using nasbench_asr::Cell;
using nasbench_asr::kNumNodes;
using nasbench_asr::kNumOps;
using nasbench_asr::SkipNumber;

// Operation and skips of each node in turn.
constexpr std::array<int64_t, 9> kNumChoices = {kNumOps, 2, kNumOps, 2, 2, kNumOps, 2, 2, 2};

}  // namespace

NasBenchAsrSpace::NasBenchAsrSpace() {
  nasbench_asr::NumberedModels models = nasbench_asr::NumberModels();
  models_ = std::move(models.cells);
  model_of_cell_ = std::move(models.model_of_cell);
}

absl::Span<const int64_t> NasBenchAsrSpace::num_choices() const { return kNumChoices; }

Choices NasBenchAsrSpace::ChoicesOf(int64_t index) const {
  const Cell& cell = models_[index];
  Choices choices;
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    choices.push_back(static_cast<int8_t>(cell.op(k)));
    for (int64_t i = 0; i < k; ++i) choices.push_back(cell.HasSkip(k, i) ? 1 : 0);
  }
  return choices;
}

std::optional<int64_t> NasBenchAsrSpace::IndexOf(const Choices& choices) const {
  Cell cell;
  size_t digit = 0;
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    cell.ops[k - 1] = static_cast<nasbench_asr::Op>(choices[digit++]);
    for (int64_t i = 0; i < k; ++i) cell.skips[SkipNumber(k, i)] = choices[digit++] == 1;
  }
  return model_of_cell_[CellId(cell)];
}

int64_t NasBenchAsrSpace::num_labels() const { return predictors::kNasBenchAsrNumLabels; }

predictors::Graph NasBenchAsrSpace::GraphOf(int64_t index) const {
  return predictors::NasBenchAsrGraph(models_[index]);
}

absl::StatusOr<Evaluation> NasBenchAsrEvaluator::Evaluate(int64_t index) const {
  const std::optional<double> validation_per_pct = table_->ValidationPerPct(index, {epochs_, std::nullopt}, {});
  const std::optional<double> test_per_pct = table_->TestPerPct(index, {epochs_, std::nullopt});
  if (!validation_per_pct.has_value() || !test_per_pct.has_value()) {
    return absl::NotFoundError(
        absl::StrCat("model ", index, " of NAS-Bench-ASR is not trained for ", epochs_, " epochs"));
  }
  return Evaluation{100 - *validation_per_pct, 100 - *test_per_pct};
}

}  // namespace duet::nas
