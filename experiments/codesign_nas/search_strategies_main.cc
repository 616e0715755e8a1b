// What each strategy earns in one scenario, step by step, and how far from the true Pareto front it ends.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/search/model_evaluator.h"
#include "codesign/search/search_quality.h"
#include "codesign/search/strategies.h"
#include "common/status_macros.h"
#include "experiments/codesign_nas/search_space.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using namespace codesign;  // NOLINT: what all of this file speaks of

absl::StatusOr<Objective> ObjectiveOf(const RunContext& context) {
  Objective objective;
  ASSIGN_OR_RETURN(objective.weights.area, context.Real("weight_area"));
  ASSIGN_OR_RETURN(objective.weights.latency, context.Real("weight_latency"));
  ASSIGN_OR_RETURN(objective.weights.accuracy, context.Real("weight_accuracy"));
  ASSIGN_OR_RETURN(const std::string thresholds, context.Text("thresholds"));
  ASSIGN_OR_RETURN(objective.thresholds, ParseThresholds(thresholds));
  return objective;
}

absl::StatusOr<PairStrategyOptions> StrategyOptionsOf(const RunContext& context) {
  PairStrategyOptions options;
  ASSIGN_OR_RETURN(options.controller.hidden_size, context.Int("controller_hidden_size"));
  ASSIGN_OR_RETURN(options.controller.learning_rate, context.Real("controller_learning_rate"));
  ASSIGN_OR_RETURN(options.controller.baseline_momentum, context.Real("controller_baseline_momentum"));
  ASSIGN_OR_RETURN(options.controller.entropy_weight, context.Real("controller_entropy_weight"));
  ASSIGN_OR_RETURN(options.num_cell_steps, context.Int("phase_cell_steps"));
  ASSIGN_OR_RETURN(options.num_accelerator_steps, context.Int("phase_accelerator_steps"));
  ASSIGN_OR_RETURN(options.separate_cell_share, context.Real("separate_cell_share"));
  return options;
}

// The values that are known, `length` steps apart, each at its last step.
void AddCurve(RunResult& result, absl::string_view series, const Labels& labels,
              absl::Span<const std::optional<double>> values, int64_t length) {
  std::vector<double> x, y;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].has_value()) continue;
    x.push_back(static_cast<double>((i + 1) * length));
    y.push_back(*values[i]);
  }
  AddSeries(result, series, labels, x, y);
}

void AddStrategy(RunResult& result, const std::string& strategy, const Objective& objective,
                 const std::vector<Step>& steps, const std::vector<Metrics>& front, int64_t window) {
  const Labels labels = {{"strategy", strategy}};
  const std::vector<int64_t> order = ByReward(objective, front);
  const double reachable = Reward(objective, front[order[0]]);
  const Step* best = BestStep(steps);
  const double reward = best == nullptr ? kWorstReward : *best->reward;
  AddMeasurement(result, "best_reward", labels, reward);
  AddMeasurement(result, "regret", labels, reachable - reward);
  if (best != nullptr) {
    AddMeasurement(result, "front_distance", labels, DistanceToFront(objective.ranges, best->metrics, front));
    AddMeasurement(result, "accuracy_pct", labels, best->metrics.accuracy_pct);
    AddMeasurement(result, "latency_ms", labels, best->metrics.latency_ms);
    AddMeasurement(result, "area_mm2", labels, best->metrics.area_mm2);
    AddSeries(result, "found", labels, {best->metrics.latency_ms}, {best->metrics.accuracy_pct});
  }
  const std::vector<std::optional<double>> best_so_far = BestRewardSoFar(steps);
  std::vector<std::optional<double>> thinned;
  for (size_t i = window - 1; i < best_so_far.size(); i += window) thinned.push_back(best_so_far[i]);
  AddCurve(result, "best_reward_so_far", labels, thinned, window);
  AddCurve(result, "mean_reward", labels, MeanRewards(steps, window), window);
}

void AddFront(RunResult& result, const Objective& objective, const std::vector<Metrics>& front, int64_t num_top) {
  const std::vector<int64_t> order = ByReward(objective, front);
  const Metrics& best = front[order[0]];
  const Labels labels = {{"strategy", "true front"}};
  AddMeasurement(result, "best_reward", labels, Reward(objective, best));
  AddMeasurement(result, "accuracy_pct", labels, best.accuracy_pct);
  AddMeasurement(result, "latency_ms", labels, best.latency_ms);
  AddMeasurement(result, "area_mm2", labels, best.area_mm2);
  std::vector<double> latency_ms, accuracy_pct;
  for (int64_t i = 0; i < std::min<int64_t>(num_top, order.size()); ++i) {
    latency_ms.push_back(front[order[i]].latency_ms);
    accuracy_pct.push_back(front[order[i]].accuracy_pct);
  }
  AddSeries(result, "found", labels, latency_ms, accuracy_pct);
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(Objective objective, ObjectiveOf(context));
  ASSIGN_OR_RETURN(const PairStrategyOptions strategy_options, StrategyOptionsOf(context));
  ASSIGN_OR_RETURN(const std::string names, context.Text("strategies"));
  ASSIGN_OR_RETURN(const int64_t num_steps, context.Int("num_steps"));
  ASSIGN_OR_RETURN(const int64_t window, context.Int("window"));
  ASSIGN_OR_RETURN(const int64_t num_top, context.Int("num_top_front_pairs"));
  ASSIGN_OR_RETURN(const SearchedSpace searched, OpenSearchedSpace(context));
  objective.ranges = searched.ranges;
  RETURN_IF_ERROR(CheckObjective(objective));
  if (ByReward(objective, searched.front).empty()) {
    return absl::InvalidArgumentError("no pair of the front meets the thresholds");
  }
  ASSIGN_OR_RETURN(const ModelEvaluator evaluator,
                   ModelEvaluator::Create(searched.space.get(), searched.accuracy_pct, PublishedTables()));
  const PairProblem problem{searched.space.get(), &evaluator, objective};

  RunResult result;
  const std::vector<std::string> strategies = absl::StrSplit(names, ',');
  context.progress().Start("searching, steps", num_steps * strategies.size());
  for (const std::string& name : strategies) {
    ASSIGN_OR_RETURN(const std::unique_ptr<PairStrategy> strategy, CreatePairStrategy(name, strategy_options));
    PairSearchOptions options{num_steps, context.seed()};
    options.on_step = [&] { context.progress().Advance(); };
    ASSIGN_OR_RETURN(const std::vector<Step> steps, RunPairSearch(problem, *strategy, options));
    AddStrategy(result, name, objective, steps, searched.front, window);
  }
  AddFront(result, objective, searched.front, num_top);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
