#include "nas/space_latency.h"

#include <cmath>
#include <limits>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/latbench/measurement_file.h"
#include "datasets/nasbench201/cell.h"
#include "predictors/latbench_samples.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::nas {
namespace {

using predictors::LatencyModel;
using predictors::LatencyPredictor;
using predictors::LatencySamples;
using predictors::LatencySplit;

absl::Status CheckIsLatency(const latbench::Setting& setting) {
  if (setting.quantity == latbench::Quantity::kLatency) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(setting.key, " is an energy in ", latbench::UnitOf(setting.quantity), ", not a latency"));
}

}  // namespace

absl::StatusOr<LatencyModel> LearnLatency(const latbench::LatBench& latbench, int64_t setting,
                                          const std::string& recipe, const predictors::SplitOptions& split_options) {
  const latbench::Setting& what = latbench.settings()[setting];
  RETURN_IF_ERROR(CheckIsLatency(what));
  ASSIGN_OR_RETURN(const std::unique_ptr<LatencyPredictor> predictor, predictors::CreateLatencyPredictor(recipe));
  const LatencySamples samples = predictors::SamplesOf(latbench, setting);
  const absl::StatusOr<LatencySplit> split = predictors::SplitSamples(samples.latency_ms.size(), split_options);
  if (!split.ok()) {
    return absl::Status(split.status().code(), absl::StrCat(what.key, ": ", split.status().message()));
  }
  RETURN_IF_ERROR(
      predictor->Fit(Select(samples, split->train), Select(samples, split->validation), split_options.seed));
  LatencyModel model = predictors::SaveLatencyPredictor(*predictor, samples.architectures.space);
  predictors::Provenance& provenance = *model.mutable_provenance();
  provenance.set_measurements(what.key);
  provenance.set_measurements_sha256(what.source_sha256);
  provenance.set_num_train_samples(split_options.num_train);
  provenance.set_num_validation_samples(split_options.num_validation);
  provenance.set_seed(split_options.seed);
  return model;
}

absl::StatusOr<predictors::LatencyMetrics> HeldOutMetrics(const latbench::LatBench& latbench, int64_t setting,
                                                          const LatencyModel& model) {
  const predictors::Provenance& provenance = model.provenance();
  const LatencySamples samples = predictors::SamplesOf(latbench, setting);
  ASSIGN_OR_RETURN(
      const LatencySplit split,
      predictors::SplitSamples(samples.latency_ms.size(), {provenance.num_train_samples(),
                                                           provenance.num_validation_samples(), provenance.seed()}));
  const LatencySamples test = Select(samples, split.test);
  ASSIGN_OR_RETURN(const std::unique_ptr<LatencyPredictor> predictor, predictors::LoadLatencyPredictor(model));
  ASSIGN_OR_RETURN(const std::vector<double> predicted_ms, predictor->PredictMs(test.architectures));
  return predictors::EvaluateLatency(predicted_ms, test.latency_ms);
}

absl::StatusOr<std::vector<double>> PredictSpaceMs(const LatencyModel& model, const NasBench201Space& space) {
  if (model.space() != space.name()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a latency model of the space \"", model.space(), "\", not of ", space.name()));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<LatencyPredictor> predictor, predictors::LoadLatencyPredictor(model));
  std::vector<nasbench201::Cell> cells;
  for (int64_t index = 0; index < space.size(); ++index) cells.push_back(space.CellOf(index));
  return predictor->PredictMs(predictors::EncodeNasBench201(cells));
}

absl::StatusOr<std::vector<double>> MeasuredSpaceMs(const latbench::LatBench& latbench, int64_t setting,
                                                    const NasBench201Space& space) {
  RETURN_IF_ERROR(CheckIsLatency(latbench.settings()[setting]));
  return space.FromCellIds(latbench.Values(setting));
}

absl::StatusOr<std::vector<double>> ReadMeasuredSpaceMs(absl::string_view path, const NasBench201Space& space) {
  ASSIGN_OR_RETURN(const std::vector<latbench::CellLatency> measured, latbench::ReadCellLatencies(path));
  std::vector<double> by_cell_id(nasbench201::kNumCells, std::numeric_limits<double>::quiet_NaN());
  for (const latbench::CellLatency& latency : measured) by_cell_id[CellId(latency.cell)] = latency.latency_ms;
  return space.FromCellIds(by_cell_id);
}

}  // namespace duet::nas
