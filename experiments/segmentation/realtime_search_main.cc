// Searches for a segmentation network under a latency limit, and trains what was found and the baseline alike.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/portraits/portraits.h"
#include "datasets/segmentation_networks/layers.h"
#include "experiments/framework/run_experiment.h"
#include "nas/segmentation/find.h"
#include "nas/segmentation/latency.h"
#include "nas/segmentation/train.h"

namespace duet::experiments {
namespace {

using portraits::Split;

// The frames of the first seed for every run: seeds differ in weights and order.
constexpr uint64_t kFrameSeed = 1;

absl::StatusOr<std::vector<portraits::Frame>> Frames(const RunContext& context, Split split, absl::string_view count) {
  ASSIGN_OR_RETURN(const int64_t num_frames, context.Int(count));
  return portraits::MakeFrames(split, num_frames, kFrameSeed);
}

absl::StatusOr<segmentation::TrainOptions> Training(const RunContext& context, absl::string_view num_epochs) {
  segmentation::TrainOptions options;
  ASSIGN_OR_RETURN(options.num_epochs, context.Int(num_epochs));
  ASSIGN_OR_RETURN(options.batch_size, context.Int("batch_size"));
  ASSIGN_OR_RETURN(options.learning_rate, context.Real("learning_rate"));
  options.seed = context.seed();
  options.on_step = [&context] { context.progress().Advance(); };
  return options;
}

// Trains one network and tests it.
absl::StatusOr<RunResult> TrainOne(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string network, context.Text("network"));
  ASSIGN_OR_RETURN(const segmentation::LayerList layers, segmentation::LayersByName(network));
  ASSIGN_OR_RETURN(const auto train, Frames(context, Split::kTrain, "num_train_frames"));
  ASSIGN_OR_RETURN(const auto test, Frames(context, Split::kTest, "num_test_frames"));
  ASSIGN_OR_RETURN(segmentation::TrainOptions options, Training(context, "num_epochs"));
  ASSIGN_OR_RETURN(options.boundary_weight, context.Real("boundary_weight"));
  ASSIGN_OR_RETURN(const std::string latencies, context.DataPath("network_latencies"));
  ASSIGN_OR_RETURN(const double latency_ms, segmentation::ReadLatencyMs(latencies, network));
  context.progress().Start(network, NumSteps(options, train.size()));
  ASSIGN_OR_RETURN(const segmentation::TrainedWeights trained, Train(layers, train, options));
  ASSIGN_OR_RETURN(const double miou_pct, MeanIouPct(layers, trained.weights, test));

  ASSIGN_OR_RETURN(const std::string baseline, context.Text("baseline"));
  ASSIGN_OR_RETURN(const double baseline_ms, segmentation::ReadLatencyMs(latencies, baseline));
  RunResult result;
  AddMeasurement(result, "miou_pct", {}, miou_pct);
  AddMeasurement(result, "latency_ms", {}, latency_ms);
  AddMeasurement(result, "frames_per_second", {}, 1e3 / latency_ms);
  AddMeasurement(result, "speedup", {}, baseline_ms / latency_ms);
  AddMeasurement(result, "parameters", {}, 1e-3 * NumParameters(layers));
  AddMeasurement(result, "mega_macs", {}, 1e-6 * NumMacs(layers));
  return result;
}

absl::StatusOr<RunResult> Search(const RunContext& context) {
  ASSIGN_OR_RETURN(const int64_t num_searches, context.Int("num_searches"));
  if (static_cast<int64_t>(context.seed()) >= num_searches) return RunResult{};
  ASSIGN_OR_RETURN(const auto train, Frames(context, Split::kTrain, "num_short_frames"));
  ASSIGN_OR_RETURN(const auto validation, Frames(context, Split::kValidation, "num_validation_frames"));
  segmentation::FindOptions options;
  ASSIGN_OR_RETURN(options.training, Training(context, "num_short_epochs"));
  ASSIGN_OR_RETURN(options.num_candidates, context.Int("num_candidates"));
  ASSIGN_OR_RETURN(options.num_models, context.Int("num_models"));
  ASSIGN_OR_RETURN(options.num_iterations, context.Int("num_iterations"));
  ASSIGN_OR_RETURN(options.limit_ms, context.Real("latency_limit_ms"));
  options.seed = context.seed();
  ASSIGN_OR_RETURN(const std::string samples_path, context.DataPath("latencies"));
  ASSIGN_OR_RETURN(const predictors::LatencySamples samples, segmentation::ReadLatencySamples(samples_path));
  context.progress().Start("search", options.num_models * NumSteps(options.training, train.size()));
  ASSIGN_OR_RETURN(const std::vector<segmentation::Found> found, Find(samples, train, validation, options));

  ASSIGN_OR_RETURN(const std::string network, context.Text("network"));
  ASSIGN_OR_RETURN(const std::string small_network, context.Text("small_network"));
  const segmentation::Found& best = segmentation::BestWithin(found, options.limit_ms);
  const segmentation::Found& best_small = segmentation::BestWithin(found, 0.5 * options.limit_ms);
  RunResult result;
  double sum_random = 0, sum_ranked = 0, num_random = 0, num_ranked = 0;
  for (const segmentation::Found& one : found) {
    (one.round == 0 ? sum_random : sum_ranked) += one.miou_pct;
    (one.round == 0 ? num_random : num_ranked) += 1;
    AddSeries(result, "short trainings", {{"round", absl::StrCat(one.round)}, {"network", one.network}},
              {one.predicted_ms}, {one.miou_pct});
  }
  AddMeasurement(result, "short_miou_pct", {{"chosen", "at random"}}, sum_random / num_random);
  AddMeasurement(result, "short_miou_pct", {{"chosen", "by the ranking"}}, sum_ranked / num_ranked);
  AddMeasurement(result, "short_miou_pct", {{"chosen", "best"}}, best.miou_pct);
  AddMeasurement(result, "ranking_gain_pct", {}, sum_ranked / num_ranked - sum_random / num_random);
  AddMeasurement(result, "is_recorded_network", {{"which", "found"}}, best.network == network);
  AddMeasurement(result, "is_recorded_network", {{"which", "found, small"}}, best_small.network == small_network);
  return result;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  return context.configuration() == "search" ? Search(context) : TrainOne(context);
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
