#include "codesign/search/model_evaluator.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/latency.h"
#include "common/status_macros.h"

namespace duet::codesign {

absl::StatusOr<ModelEvaluator> ModelEvaluator::Create(const PairSpace* space, std::vector<double> accuracy_pct,
                                                      const Calibration& calibration) {
  if (static_cast<int64_t>(accuracy_pct.size()) != space->cells().size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(accuracy_pct.size(), " accuracies for ", space->cells().size(), " cells"));
  }
  for (int64_t i = 0; i < space->accelerators().size(); ++i) {
    RETURN_IF_ERROR(CheckAccelerator(space->accelerators().At(i)));
  }
  ModelEvaluator evaluator;
  evaluator.space_ = space;
  evaluator.accuracy_pct_ = std::move(accuracy_pct);
  evaluator.calibration_ = calibration;
  return evaluator;
}

absl::StatusOr<Metrics> ModelEvaluator::Evaluate(const Pair& pair) const {
  Metrics metrics;
  metrics.accuracy_pct = accuracy_pct_[pair.cell];
  if (std::isnan(metrics.accuracy_pct)) {
    return absl::NotFoundError(absl::StrCat("no accuracy of ", space_->cells().NameOf(pair.cell), " is known"));
  }
  const Accelerator accelerator = space_->accelerators().At(pair.accelerator);
  ASSIGN_OR_RETURN(metrics.latency_ms, LatencyMs(space_->cells().cells()[pair.cell], accelerator, calibration_));
  metrics.area_mm2 = AreaMm2(accelerator, calibration_);
  return metrics;
}

}  // namespace duet::codesign
