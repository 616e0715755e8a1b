// What a pair is worth by the models of codesign/accelerator and a list of accuracies; latencies by the table of
// codesign/enumerate, in about a microsecond a pair.

#ifndef CODESIGN_SEARCH_MODEL_EVALUATOR_H_
#define CODESIGN_SEARCH_MODEL_EVALUATOR_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/latency_table.h"
#include "codesign/search/objective.h"
#include "codesign/search/pair_space.h"

namespace duet::codesign {

class ModelEvaluator : public PairEvaluator {
 public:
  // `accuracy_pct` by the cell's number, NaN where it is not known. InvalidArgument if there are not as many as cells,
  // or for an accelerator that CheckAccelerator rejects. `space` must live as long.
  static absl::StatusOr<ModelEvaluator> Create(const PairSpace* space, std::vector<double> accuracy_pct,
                                               const Calibration& calibration);

  absl::StatusOr<Metrics> Evaluate(const Pair& pair) const override;

 private:
  ModelEvaluator() = default;

  const PairSpace* space_ = nullptr;
  std::vector<double> accuracy_pct_;
  std::vector<double> area_mm2_;               // by accelerator
  std::optional<LatencyTable> latency_table_;  // always there
};

}  // namespace duet::codesign

#endif  // CODESIGN_SEARCH_MODEL_EVALUATOR_H_
