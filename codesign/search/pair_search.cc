#include "codesign/search/pair_search.h"

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::codesign {

absl::Status PairSearch::TakeStep(Step step) {
  if (num_left() == 0) {
    return absl::OutOfRangeError(absl::StrCat("all ", options_.num_steps, " steps have been taken"));
  }
  steps_.push_back(std::move(step));
  if (options_.on_step) options_.on_step();
  return absl::OkStatus();
}

absl::StatusOr<double> PairSearch::Try(const Pair& pair) {
  const int64_t index = space().IndexOf(pair);
  auto found = tried_.find(index);
  if (found == tried_.end()) {
    ASSIGN_OR_RETURN(const Metrics metrics, problem_.evaluator->Evaluate(pair));
    found = tried_.emplace(index, metrics).first;
  }
  const Metrics metrics = found->second;
  const double reward = Reward(problem_.objective, metrics);
  RETURN_IF_ERROR(TakeStep({pair, metrics, reward}));
  return reward;
}

absl::StatusOr<double> PairSearch::Try(const nas::Choices& choices) {
  const std::optional<int64_t> index = space().IndexOf(choices);
  if (index.has_value()) return Try(space().PairOf(*index));
  RETURN_IF_ERROR(TakeStep({std::nullopt, {}, kWorstReward}));
  return kWorstReward;
}

absl::StatusOr<std::optional<double>> PairSearch::TryCell(const nas::Choices& cell_choices) {
  const std::optional<int64_t> cell = space().cells().IndexOf(cell_choices);
  RETURN_IF_ERROR(TakeStep({}));
  if (!cell.has_value()) return std::nullopt;
  // Any accelerator: the accuracy does not depend on it.
  ASSIGN_OR_RETURN(const Metrics metrics, problem_.evaluator->Evaluate({*cell, 0}));
  return Normalise(problem_.objective.ranges, metrics).accuracy;
}

absl::StatusOr<std::vector<Step>> RunPairSearch(const PairProblem& problem, const PairStrategy& strategy,
                                                const PairSearchOptions& options) {
  if (options.num_steps < 1)
    return absl::InvalidArgumentError(absl::StrCat("a search of ", options.num_steps, " steps"));
  RETURN_IF_ERROR(CheckObjective(problem.objective));
  PairSearch search(problem, options);
  RETURN_IF_ERROR(strategy.Run(search));
  return search.TakeSteps();
}

const Step* BestStep(absl::Span<const Step> steps) {
  const Step* best = nullptr;
  for (const Step& step : steps) {
    if (step.pair.has_value() && (best == nullptr || *step.reward > *best->reward)) best = &step;
  }
  return best;
}

}  // namespace duet::codesign
