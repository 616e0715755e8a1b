// The latency of every network of NAS-Bench-201 on a device, by number in the search space: as a model predicts it that
// has learned from some measurements, and as it was measured.

#ifndef NAS_SPACE_LATENCY_H_
#define NAS_SPACE_LATENCY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/latbench/latbench.h"
#include "nas/nasbench201_space.h"
#include "predictors/latency_model.pb.h"
#include "predictors/latency_predictor.h"
#include "predictors/latency_split.h"
#include "predictors/metrics.h"

namespace duet::nas {

// A model of `recipe` (predictors/latency_predictor.h) that learned the latency of a setting of LatBench from the
// training samples of `split`. InvalidArgument for a setting that is no latency or has too few measurements, or an
// unknown recipe.
absl::StatusOr<predictors::LatencyModel> LearnLatency(const latbench::LatBench& latbench, int64_t setting,
                                                      const std::string& recipe, const predictors::SplitOptions& split);

// How well such a model predicts the measurements of the setting that it did not learn from.
absl::StatusOr<predictors::LatencyMetrics> HeldOutMetrics(const latbench::LatBench& latbench, int64_t setting,
                                                          const predictors::LatencyModel& model);

// Milliseconds of every network. InvalidArgument for a model of another space.
absl::StatusOr<std::vector<double>> PredictSpaceMs(const predictors::LatencyModel& model,
                                                   const NasBench201Space& space);

// Milliseconds of the networks that a setting of LatBench, or a file with columns arch,latency_ms, has; NaN of others.
// InvalidArgument for a setting that is no latency, and the errors of reading the file.
absl::StatusOr<std::vector<double>> MeasuredSpaceMs(const latbench::LatBench& latbench, int64_t setting,
                                                    const NasBench201Space& space);
absl::StatusOr<std::vector<double>> ReadMeasuredSpaceMs(absl::string_view path, const NasBench201Space& space);

}  // namespace duet::nas

#endif  // NAS_SPACE_LATENCY_H_
