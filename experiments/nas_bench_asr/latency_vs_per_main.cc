// Latency of every network on this project's processor, predicted from a measured sample, beside the phone error rates
// of those that were trained.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "datasets/nasbench_asr/latencies.h"
#include "experiments/framework/run_experiment.h"
#include "experiments/nas_bench_asr/tables.h"
#include "nas/pareto.h"
#include "predictors/latency_predictor.h"
#include "predictors/latency_split.h"
#include "predictors/metrics.h"
#include "predictors/nasbench_asr_encoder.h"

namespace duet::experiments {
namespace {

using nasbench_asr::Cell;

absl::StatusOr<predictors::LatencySamples> MeasuredSamples(const std::string& path, const std::vector<Cell>& models) {
  ASSIGN_OR_RETURN(const nasbench_asr::MeasuredLatencies measured, nasbench_asr::ReadLatencies(path));
  std::vector<Cell> cells;
  for (const int64_t model : measured.models) cells.push_back(models[model]);
  return predictors::LatencySamples{predictors::EncodeNasBenchAsr(cells), measured.latency_ms};
}

// Learns from a part of the samples, reports how well the others are predicted, and returns all models' latencies.
absl::StatusOr<std::vector<double>> PredictAll(const RunContext& context, const std::string& recipe,
                                               const predictors::LatencySamples& samples,
                                               const predictors::EncodedArchitectures& all, RunResult& result) {
  ASSIGN_OR_RETURN(const double train_share, context.Real("train_share"));
  ASSIGN_OR_RETURN(const double validation_share, context.Real("validation_share"));
  const auto num_samples = static_cast<double>(samples.latency_ms.size());
  predictors::SplitOptions split_options;
  split_options.num_train = static_cast<int64_t>(train_share * num_samples);
  split_options.num_validation = static_cast<int64_t>(validation_share * num_samples);
  split_options.seed = context.seed();
  ASSIGN_OR_RETURN(const predictors::LatencySplit split,
                   predictors::SplitSamples(samples.architectures.size(), split_options));
  ASSIGN_OR_RETURN(const auto predictor, predictors::CreateLatencyPredictor(recipe));
  RETURN_IF_ERROR(predictor->Fit(Select(samples, split.train), Select(samples, split.validation), context.seed()));
  const predictors::LatencySamples test = Select(samples, split.test);
  ASSIGN_OR_RETURN(const std::vector<double> predicted_ms, predictor->PredictMs(test.architectures));
  const predictors::LatencyMetrics metrics = predictors::EvaluateLatency(predicted_ms, test.latency_ms);
  const Labels labels = {{"predictor", recipe}};
  AddMeasurement(result, "within_5_pct", labels, metrics.within_5_pct);
  AddMeasurement(result, "within_10_pct", labels, metrics.within_10_pct);
  AddMeasurement(result, "spearman", labels, metrics.spearman);
  return predictor->PredictMs(all);
}

void AddPareto(const NamedTable& table, const std::vector<double>& latency_ms, RunResult& result) {
  const int64_t epochs = table.LargestBudget();
  const std::vector<int64_t> models = table.trainings.TrainedModels(epochs);
  std::vector<nas::Objectives> points;
  std::vector<double> latencies, per_pct;
  for (const int64_t model : models) {
    latencies.push_back(latency_ms[model]);
    per_pct.push_back(*table.trainings.TestPerPct(model, {epochs, {}}));
    points.push_back({latencies.back(), per_pct.back()});
  }
  const std::vector<int64_t> fronts = nas::FrontsOf(points);
  std::vector<std::pair<double, double>> front;
  for (size_t i = 0; i < points.size(); ++i) {
    if (fronts[i] == 0) front.emplace_back(latencies[i], per_pct[i]);
  }
  std::sort(front.begin(), front.end());
  std::vector<double> front_ms, front_pct;
  for (const auto& [x, y] : front) {
    front_ms.push_back(x);
    front_pct.push_back(y);
  }
  AddSeries(result, "networks", {{"table", table.name}}, latencies, per_pct);
  AddSeries(result, "front", {{"table", table.name}}, front_ms, front_pct);
  Report(table, "num_on_front", {}, static_cast<double>(front.size()), result);
  Report(table, "latency_per_spearman", {}, predictors::SpearmanCorrelation(latencies, per_pct), result);
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<NamedTable> tables, OpenTables(context));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("latencies"));
  const std::vector<Cell> models = nasbench_asr::EnumerateModels();
  ASSIGN_OR_RETURN(const predictors::LatencySamples samples, MeasuredSamples(path, models));
  const predictors::EncodedArchitectures all = predictors::EncodeNasBenchAsr(models);
  RunResult result;
  std::vector<double> latency_ms;  // by the last, the best
  for (const std::string recipe : {"FLOPS", "ADDITIVE_RAW", "DUET"}) {
    ASSIGN_OR_RETURN(latency_ms, PredictAll(context, recipe, samples, all, result));
  }
  const auto [fastest, slowest] = std::minmax_element(latency_ms.begin(), latency_ms.end());
  AddMeasurement(result, "latency_ms", {{"network", "fastest"}}, *fastest);
  AddMeasurement(result, "latency_ms", {{"network", "slowest"}}, *slowest);
  AddMeasurement(result, "slowest_over_fastest", {}, *slowest / *fastest);
  for (const NamedTable& table : tables) AddPareto(table, latency_ms, result);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
