#include "nas/low_rank/rank_search.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "nas/evaluator.h"
#include "nas/random_search.h"
#include "nas/recurrent_reinforce.h"
#include "nas/search.h"

namespace duet::nas {
namespace {

// Fractions that `uniform` tries where only the error is limited.
constexpr int64_t kUniformSteps = 20;

// Remembers errors, and counts them.
class Scores {
 public:
  explicit Scores(const RankScorer& scorer) : scorer_(scorer) {}

  absl::StatusOr<double> ErrorPct(const asr::Ranks& ranks) const {
    const std::string key = ToString(ranks);
    if (const auto found = errors_pct_.find(key); found != errors_pct_.end()) return found->second;
    ASSIGN_OR_RETURN(const double error_pct, scorer_.ErrorPct(ranks));
    errors_pct_[key] = error_pct;
    return error_pct;
  }
  int64_t count() const { return static_cast<int64_t>(errors_pct_.size()); }

 private:
  const RankScorer& scorer_;
  mutable absl::flat_hash_map<std::string, double> errors_pct_;
};

class RankProblem {
 public:
  RankProblem(const RankSpace& space, const Scores& scores, const RankObjective& objective)
      : space_(space), scores_(scores), objective_(objective) {}

  absl::StatusOr<double> Reward(const asr::Ranks& ranks) const {
    return RankReward(objective_, asr::NumWeights(space_.matrices(), ranks),
                      asr::NumWeights(space_.matrices(), asr::Ranks(space_.matrices().size())),
                      [&] { return scores_.ErrorPct(ranks); });
  }

  // Of ranks that are within the limits.
  absl::StatusOr<FoundRanks> Found(const asr::Ranks& ranks) const {
    ASSIGN_OR_RETURN(const double reward, Reward(ranks));
    if (reward < 0) {
      return absl::NotFoundError(absl::StrCat("no network is within the limits; the best has the ranks ",
                                              ToString(ranks), " and a reward of ", reward));
    }
    FoundRanks found;
    found.ranks = ranks;
    found.num_weights = asr::NumWeights(space_.matrices(), ranks);
    ASSIGN_OR_RETURN(found.error_pct, scores_.ErrorPct(ranks));
    found.num_scored = scores_.count();
    return found;
  }

  const RankSpace& space() const { return space_; }
  const RankObjective& objective() const { return objective_; }
  bool IsSmallEnough(const asr::Ranks& ranks) const {
    return !objective_.max_weights.has_value() || asr::NumWeights(space_.matrices(), ranks) <= *objective_.max_weights;
  }

 private:
  const RankSpace& space_;
  const Scores& scores_;
  const RankObjective& objective_;
};

class RewardEvaluator : public Evaluator {
 public:
  explicit RewardEvaluator(const RankProblem& problem, std::function<void()> on_network)
      : problem_(problem), on_network_(std::move(on_network)) {}

  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override {
    const RankSpace& space = problem_.space();
    ASSIGN_OR_RETURN(const double reward, problem_.Reward(space.RanksOf(space.ChoicesOf(index))));
    if (on_network_) on_network_();
    return Evaluation{100 * reward, std::nullopt};
  }

 private:
  const RankProblem& problem_;
  const std::function<void()> on_network_;
};

// Of `candidates`, from the largest network to the smallest, the last within the limits: by bisection, as errors grow
// where weights go. The first that is small enough if only the size is limited.
absl::StatusOr<FoundRanks> LastWithin(const RankProblem& problem, std::vector<asr::Ranks> candidates) {
  const auto first_small = std::find_if(candidates.begin(), candidates.end(),
                                        [&](const auto& ranks) { return problem.IsSmallEnough(ranks); });
  if (first_small == candidates.end()) return problem.Found(candidates.back());
  candidates.erase(candidates.begin(), first_small);
  if (problem.objective().max_weights.has_value()) return problem.Found(candidates.front());
  size_t low = 0, high = candidates.size();
  while (high - low > 1) {
    const size_t middle = (low + high) / 2;
    ASSIGN_OR_RETURN(const double reward, problem.Reward(candidates[middle]));
    (reward < 0 ? high : low) = middle;
  }
  return problem.Found(candidates[low]);
}

absl::StatusOr<FoundRanks> Uniform(const RankProblem& problem) {
  const RankSpace& space = problem.space();
  if (problem.objective().max_weights.has_value()) {
    return problem.Found(asr::RanksAtFraction(
        space.matrices(), asr::UniformFraction(space.matrices(), *problem.objective().max_weights)));
  }
  std::vector<asr::Ranks> candidates;
  for (int64_t step = kUniformSteps; step > 0; --step) {
    candidates.push_back(asr::RanksAtFraction(space.matrices(), static_cast<double>(step) / kUniformSteps));
  }
  return LastWithin(problem, std::move(candidates));
}

// Counts what `scorer` is asked through `scores`.
class RememberingScorer : public RankScorer {
 public:
  explicit RememberingScorer(const Scores& scores) : scores_(scores) {}
  absl::StatusOr<double> ErrorPct(const asr::Ranks& ranks) const override { return scores_.ErrorPct(ranks); }

 private:
  const Scores& scores_;
};

absl::StatusOr<FoundRanks> Greedy(const RankProblem& problem, const Scores& scores) {
  ASSIGN_OR_RETURN(const Sensitivity sensitivity, MeasureSensitivity(problem.space(), RememberingScorer(scores)));
  std::vector<asr::Ranks> candidates;
  for (const Choices& choices : GreedyPath(problem.space(), sensitivity)) {
    candidates.push_back(problem.space().RanksOf(choices));
  }
  return LastWithin(problem, std::move(candidates));
}

absl::StatusOr<FoundRanks> SearchByReward(const RankProblem& problem, const SearchStrategy& strategy,
                                          const RankSearchOptions& options) {
  const RewardEvaluator evaluator(problem, options.on_network);
  const SearchProblem search = {&problem.space(), &evaluator, {}, Candidates::kWholeSpace};
  SearchOptions search_options;
  search_options.budget = options.budget;
  search_options.seed = options.seed;
  ASSIGN_OR_RETURN(const Trace trace, RunSearch(search, strategy, search_options));
  const TrainedNetwork* best = &trace.networks(0);
  std::vector<double> rewards;
  for (const TrainedNetwork& network : trace.networks()) {
    rewards.push_back(network.validation_accuracy_pct() / 100);
    if (network.validation_accuracy_pct() > best->validation_accuracy_pct()) best = &network;
  }
  ASSIGN_OR_RETURN(FoundRanks found, problem.Found(problem.space().RanksOf(problem.space().ChoicesOf(best->index()))));
  found.rewards = std::move(rewards);
  return found;
}

}  // namespace

absl::StatusOr<double> RankReward(const RankObjective& objective, int64_t num_weights, int64_t num_dense_weights,
                                  const std::function<absl::StatusOr<double>()>& error_pct) {
  if (objective.max_weights.has_value() && num_weights > *objective.max_weights) {
    return -std::min(1., static_cast<double>(num_weights) / static_cast<double>(*objective.max_weights) - 1);
  }
  ASSIGN_OR_RETURN(const double error, error_pct());
  if (objective.max_error_pct.has_value() && error > *objective.max_error_pct) {
    return -std::min(1., (error - *objective.max_error_pct) / 100);
  }
  // An error can be above 100 %: then nothing is better than what it is worth.
  if (objective.max_weights.has_value()) return std::max(0., 1 - error / 100);
  return 1 - static_cast<double>(num_weights) / static_cast<double>(num_dense_weights);
}

absl::StatusOr<Sensitivity> MeasureSensitivity(const RankSpace& space, const RankScorer& scorer) {
  Sensitivity sensitivity;
  const Choices dense(space.num_choices().size(), 0);
  ASSIGN_OR_RETURN(const double dense_pct, scorer.ErrorPct(space.RanksOf(dense)));
  for (size_t matrix = 0; matrix < dense.size(); ++matrix) {
    std::vector<double>& error_pct = sensitivity.error_pct.emplace_back(1, dense_pct);
    for (int64_t choice = 1; choice < space.num_choices()[matrix]; ++choice) {
      Choices choices = dense;
      choices[matrix] = static_cast<int8_t>(choice);
      ASSIGN_OR_RETURN(const double error, scorer.ErrorPct(space.RanksOf(choices)));
      error_pct.push_back(error);
    }
  }
  return sensitivity;
}

std::vector<Choices> GreedyPath(const RankSpace& space, const Sensitivity& sensitivity) {
  std::vector<Choices> path = {Choices(space.num_choices().size(), 0)};
  while (true) {
    const Choices& from = path.back();
    std::optional<size_t> cheapest;
    double least = std::numeric_limits<double>::infinity();
    for (size_t matrix = 0; matrix < from.size(); ++matrix) {
      const std::vector<double>& error_pct = sensitivity.error_pct[matrix];
      for (int64_t choice = from[matrix] + 1; choice < space.num_choices()[matrix]; ++choice) {
        Choices to = from;
        to[matrix] = static_cast<int8_t>(choice);
        const int64_t saved = space.NumWeights(from) - space.NumWeights(to);
        const double price = (error_pct[choice] - error_pct[from[matrix]]) / static_cast<double>(saved);
        if (saved > 0 && price < least) {
          least = price;
          cheapest = matrix;
        }
      }
    }
    if (!cheapest.has_value()) return path;
    Choices to = from;
    do {  // equal ranks are one step
      ++to[*cheapest];
    } while (space.NumWeights(to) == space.NumWeights(from));
    path.push_back(std::move(to));
  }
}

ControllerOptions RankSearchOptions::DefaultController() {
  ControllerOptions options;
  options.hidden_size = 32;
  options.learning_rate = 0.01;
  options.entropy_weight = 1e-3;
  return options;
}

std::vector<std::string> RankStrategyNames() { return {"uniform", "sensitivity", "reinforce", "evolution", "random"}; }

absl::StatusOr<FoundRanks> SearchRanks(absl::string_view strategy, const RankSpace& space, const RankScorer& scorer,
                                       const RankObjective& objective, const RankSearchOptions& options) {
  if (!objective.max_weights.has_value() && !objective.max_error_pct.has_value()) {
    return absl::InvalidArgumentError("neither the size nor the error is limited: the dense network is the best");
  }
  const Scores scores(scorer);
  const RankProblem problem(space, scores, objective);
  if (strategy == "uniform") return Uniform(problem);
  if (strategy == "sensitivity") return Greedy(problem, scores);
  if (strategy == "reinforce") return SearchByReward(problem, RecurrentReinforce(options.controller), options);
  if (strategy == "evolution") return SearchByReward(problem, Evolution(options.evolution), options);
  if (strategy == "random") return SearchByReward(problem, RandomSearch(), options);
  return absl::InvalidArgumentError(
      absl::StrCat("unknown strategy \"", strategy, "\" (known: ", absl::StrJoin(RankStrategyNames(), ", "), ")"));
}

}  // namespace duet::nas
