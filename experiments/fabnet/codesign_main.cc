// FABNet's codesign: every pair of network and design, its latency by the cycle models, whether it fits the FPGA, the
// accuracy of its network as trained here or predicted from those, and which pair is chosen.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "codesign/fabnet/accuracy_predictor.h"
#include "codesign/fabnet/pair.h"
#include "codesign/fabnet/pair_costs.h"
#include "codesign/fabnet/pair_front.h"
#include "common/status_macros.h"
#include "experiments/fabnet/recorded_trainings.h"
#include "experiments/framework/run_experiment.h"
#include "hw/synth/report_file.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::experiments {
namespace {

using codesign::FabnetNetwork;
using codesign::RatedNetwork;
using codesign::RatedPair;

// Networks with the accuracy that they were trained to, or else predicted.
absl::StatusOr<std::vector<RatedNetwork>> RateNetworks(const std::vector<RecordedTraining>& trainings, uint64_t seed,
                                                       RunResult& result) {
  std::vector<RatedNetwork> rated;
  std::vector<FabnetNetwork> others;
  for (const FabnetNetwork& network : codesign::Networks({})) {
    const MeanAccuracy mean = MeanTestAccuracy(trainings, false, network);
    if (mean.num_seeds == 0) {
      others.push_back(network);
    } else {
      rated.push_back({network, mean.test_pct});
    }
  }
  ASSIGN_OR_RETURN(const codesign::PredictedAccuracies predicted, PredictAccuracies(rated, others, seed));
  AddMeasurement(result, "num_trained", {}, rated.size());
  AddMeasurement(result, "num_predicted", {}, others.size());
  AddMeasurement(result, "left_out_error_points", {}, predicted.leave_one_out_error_points);
  AddMeasurement(result, "left_out_spearman", {}, predicted.leave_one_out_spearman);
  for (size_t i = 0; i < others.size(); ++i) rated.push_back({others[i], predicted.accuracy_pct[i]});
  return rated;
}

absl::StatusOr<std::vector<hw::SynthesisReport>> Reports(const RunContext& context, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, context.DataPaths(name));
  return hw::ReadSynthesisReports(paths);
}

absl::StatusOr<codesign::FpgaResources> Limits(const RunContext& context) {
  codesign::FpgaResources limits;
  ASSIGN_OR_RETURN(limits.lut, context.Real("max_lut"));
  ASSIGN_OR_RETURN(limits.ff, context.Real("max_ff"));
  ASSIGN_OR_RETURN(limits.dsp, context.Real("max_dsp"));
  ASSIGN_OR_RETURN(limits.bram36, context.Real("max_bram36"));
  return limits;
}

void AddPair(RunResult& result, absl::string_view series, const RatedPair& pair) {
  AddSeries(result, series,
            {{"network", ToString(pair.rated.network)},
             {"design", ToString(pair.design)},
             {"blocks", pair.rated.network.num_abfly_blocks > 0 ? "with ABfly" : "FBfly alone"}},
            {pair.latency_ms}, {pair.rated.accuracy_pct});
}

void AddChosen(RunResult& result, const std::string& choice, const RatedPair& pair) {
  const Labels labels = {
      {"choice", choice}, {"network", ToString(pair.rated.network)}, {"design", ToString(pair.design)}};
  AddMeasurement(result, "accuracy_pct", labels, pair.rated.accuracy_pct);
  AddMeasurement(result, "latency_ms", labels, pair.latency_ms);
  AddMeasurement(result, "dsp", labels, pair.resources.dsp);
  AddMeasurement(result, "bram36", labels, pair.resources.bram36);
  AddMeasurement(result, "lut", labels, pair.resources.lut);
}

// What the chosen pair is worth beside `pairs`.
absl::Status AddAdvantage(const RunContext& context, const RatedPair& chosen, const std::vector<RatedPair>& pairs,
                          const std::string& beside, RunResult& result) {
  ASSIGN_OR_RETURN(const double latency_share, context.Real("similar_latency_share"));
  ASSIGN_OR_RETURN(const double accuracy_points, context.Real("similar_accuracy_points"));
  const codesign::Advantage advantage = AdvantageOf(chosen, pairs, latency_share, accuracy_points);
  AddMeasurement(result, "more_accurate_points", {{"beside", beside}}, advantage.accuracy_points);
  AddMeasurement(result, "speedup", {{"beside", beside}}, advantage.speedup);
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const int64_t seq_len, context.Int("seq_len"));
  ASSIGN_OR_RETURN(const double loss_points, context.Real("max_loss_points"));
  ASSIGN_OR_RETURN(const int64_t num_units, context.Int("plotted_units"));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("trainings"));
  ASSIGN_OR_RETURN(const std::vector<RecordedTraining> trainings, ReadRecordedTrainings(path));
  ASSIGN_OR_RETURN(const bool is_own_rtl, context.Flag("own_rtl"));
  ASSIGN_OR_RETURN(const std::vector<hw::SynthesisReport> butterflies, Reports(context, "butterfly_reports"));
  ASSIGN_OR_RETURN(const std::vector<hw::SynthesisReport> attention, Reports(context, "attention_reports"));
  ASSIGN_OR_RETURN(const codesign::ResourceCosts costs,
                   codesign::ResourceCosts::Create(
                       is_own_rtl ? codesign::ButterflyCosts::kOwnRtl : codesign::ButterflyCosts::kPublished,
                       butterflies, attention));
  ASSIGN_OR_RETURN(const codesign::FpgaResources limits, Limits(context));

  RunResult result;
  const MeanAccuracy transformer = MeanTestAccuracy(trainings, true, {64, 2, 2, 0});
  if (transformer.num_seeds == 0) return absl::FailedPreconditionError(absl::StrCat(path, " has no Transformer"));
  const double min_accuracy_pct = transformer.test_pct - loss_points;
  AddMeasurement(result, "transformer_accuracy_pct", {}, transformer.test_pct);
  AddMeasurement(result, "min_accuracy_pct", {}, min_accuracy_pct);

  ASSIGN_OR_RETURN(const std::vector<RatedNetwork> networks, RateNetworks(trainings, context.seed(), result));
  ASSIGN_OR_RETURN(const codesign::PairEnumeration pairs,
                   EnumeratePairs({&costs, limits, seq_len}, networks, codesign::Designs({})));
  const std::vector<int64_t> front = ParetoFront(pairs.fitting);
  AddMeasurement(result, "num_pairs", {}, pairs.num_pairs);
  AddMeasurement(result, "num_runnable", {}, pairs.num_runnable);
  AddMeasurement(result, "num_fitting", {}, pairs.fitting.size());
  AddMeasurement(result, "num_front", {}, front.size());
  if (front.empty()) return absl::FailedPreconditionError("no pair fits the limits");

  std::vector<RatedPair> plotted;
  for (const RatedPair& pair : pairs.fitting) {
    if (pair.design.num_engines * pair.design.units_per_engine != num_units) continue;
    plotted.push_back(pair);
    const bool shows = pair.rated.network.num_abfly_blocks > 0
                           ? pair.design.qk_multipliers == pair.design.sv_multipliers
                           : pair.design.qk_multipliers == 0;
    if (shows) AddPair(result, "pairs", pair);
  }
  for (const int64_t i : front) AddPair(result, "front", pairs.fitting[i]);

  // By rising latency and accuracy: the first that is accurate enough is the fastest.
  const auto chosen = std::find_if(front.begin(), front.end(),
                                   [&](int64_t i) { return pairs.fitting[i].rated.accuracy_pct >= min_accuracy_pct; });
  AddChosen(result, "fastest of all", pairs.fitting[front.front()]);
  AddChosen(result, "most accurate", pairs.fitting[front.back()]);
  const RatedPair& best = pairs.fitting[chosen == front.end() ? front.back() : *chosen];
  AddMeasurement(result, "meets_limit", {}, chosen != front.end());
  AddChosen(result, "chosen", best);
  AddPair(result, "chosen", best);
  RETURN_IF_ERROR(AddAdvantage(context, best, pairs.fitting, "all that fit", result));
  RETURN_IF_ERROR(AddAdvantage(context, best, plotted, "those plotted", result));
  RETURN_IF_ERROR(
      AddAdvantage(context, best, FastestOfEachNetwork(pairs.fitting), "each network on its fastest design", result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
