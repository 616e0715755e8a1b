#include "codesign/search/model_evaluator.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "codesign/accelerator/area.h"
#include "common/status_macros.h"

namespace duet::codesign {

absl::StatusOr<ModelEvaluator> ModelEvaluator::Create(const PairSpace* space, std::vector<double> accuracy_pct,
                                                      const Calibration& calibration) {
  if (static_cast<int64_t>(accuracy_pct.size()) != space->cells().size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(accuracy_pct.size(), " accuracies for ", space->cells().size(), " cells"));
  }
  ModelEvaluator evaluator;
  std::vector<Accelerator> accelerators;
  for (int64_t i = 0; i < space->accelerators().size(); ++i) {
    accelerators.push_back(space->accelerators().At(i));
    RETURN_IF_ERROR(CheckAccelerator(accelerators.back()));
    evaluator.area_mm2_.push_back(AreaMm2(accelerators.back(), calibration));
  }
  evaluator.space_ = space;
  evaluator.accuracy_pct_ = std::move(accuracy_pct);
  ASSIGN_OR_RETURN(evaluator.latency_table_, LatencyTable::Create(accelerators, calibration.latency()));
  return evaluator;
}

absl::StatusOr<Metrics> ModelEvaluator::Evaluate(const Pair& pair) const {
  Metrics metrics;
  metrics.accuracy_pct = accuracy_pct_[pair.cell];
  if (std::isnan(metrics.accuracy_pct)) {
    return absl::NotFoundError(absl::StrCat("no accuracy of ", space_->cells().NameOf(pair.cell), " is known"));
  }
  const CellProgram program = Compile(space_->cells().cells()[pair.cell], latency_table_->operations());
  metrics.latency_ms = latency_table_->MsOf(latency_table_->CyclesOf(program, pair.accelerator));
  metrics.area_mm2 = area_mm2_[pair.accelerator];
  return metrics;
}

}  // namespace duet::codesign
