#include "codesign/search/strategies.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "nas/evaluator.h"
#include "nas/search.h"
#include "nas/strategies.h"

namespace duet::codesign {
namespace {

// A controller with its draws. `purpose` tells the random streams of several apart.
class Learner {
 public:
  Learner(absl::Span<const int64_t> num_choices, const nas::ControllerOptions& options, uint64_t seed,
          absl::string_view purpose)
      : controller_(num_choices, options, RandomStream(seed, purpose)()), draws_(seed, purpose, /*index=*/1) {}

  nas::Choices Draw() { return controller_.Draw(draws_); }
  void Learn(const nas::Choices& choices, double reward) { controller_.Learn(choices, reward); }

 private:
  nas::Controller controller_;
  RandomStream draws_;
};

// The two parts of decisions and choices.
absl::Span<const int64_t> CellDecisions(const PairSpace& space) {
  return space.num_choices().subspan(0, space.num_cell_decisions());
}
absl::Span<const int64_t> AcceleratorDecisions(const PairSpace& space) {
  return space.num_choices().subspan(space.num_cell_decisions());
}
nas::Choices CellChoices(const PairSpace& space, const Pair& pair) {
  const nas::Choices choices = space.ChoicesOf(space.IndexOf(pair));
  return nas::Choices(choices.begin(), choices.begin() + space.num_cell_decisions());
}
nas::Choices AcceleratorChoices(const PairSpace& space, const Pair& pair) {
  const nas::Choices choices = space.ChoicesOf(space.IndexOf(pair));
  return nas::Choices(choices.begin() + space.num_cell_decisions(), choices.end());
}
nas::Choices Joined(nas::Choices cell, const nas::Choices& accelerator) {
  cell.insert(cell.end(), accelerator.begin(), accelerator.end());
  return cell;
}

// Takes up to `num_steps`: each tries what the learner draws, completed to the choices of a pair, and learns from it.
absl::Status TakeTurn(PairSearch& search, Learner& learner, int64_t num_steps,
                      const std::function<nas::Choices(const nas::Choices& drawn)>& complete) {
  for (int64_t i = std::min(num_steps, search.num_left()); i > 0; --i) {
    const nas::Choices drawn = learner.Draw();
    ASSIGN_OR_RETURN(const double reward, search.Try(complete(drawn)));
    learner.Learn(drawn, reward);
  }
  return absl::OkStatus();
}

Pair RandomPair(const PairSearch& search, absl::string_view purpose) {
  return search.space().PairOf(RandomStream(search.seed(), purpose).UniformInt(search.space().size()));
}

class Combined : public PairStrategy {
 public:
  explicit Combined(const PairStrategyOptions& options) : options_(options) {}
  std::string name() const override { return "combined"; }

  absl::Status Run(PairSearch& search) const override {
    Learner learner(search.space().num_choices(), options_.controller, search.seed(), "combined");
    return TakeTurn(search, learner, search.num_left(), [](const nas::Choices& drawn) { return drawn; });
  }

 private:
  PairStrategyOptions options_;
};

class Phase : public PairStrategy {
 public:
  explicit Phase(const PairStrategyOptions& options) : options_(options) {}
  std::string name() const override { return "phase"; }

  absl::Status Run(PairSearch& search) const override {
    const PairSpace& space = search.space();
    Learner cells(CellDecisions(space), options_.controller, search.seed(), "phase cells");
    Learner accelerators(AcceleratorDecisions(space), options_.controller, search.seed(), "phase accelerators");
    const auto best = [&] {
      const Step* step = BestStep(search.steps());
      return step == nullptr ? RandomPair(search, "phase start") : *step->pair;
    };
    while (search.num_left() > 0) {
      const nas::Choices accelerator = AcceleratorChoices(space, best());
      RETURN_IF_ERROR(TakeTurn(search, cells, options_.num_cell_steps,
                               [&](const nas::Choices& drawn) { return Joined(drawn, accelerator); }));
      const nas::Choices cell = CellChoices(space, best());
      RETURN_IF_ERROR(TakeTurn(search, accelerators, options_.num_accelerator_steps,
                               [&](const nas::Choices& drawn) { return Joined(cell, drawn); }));
    }
    return absl::OkStatus();
  }

 private:
  PairStrategyOptions options_;
};

class Separate : public PairStrategy {
 public:
  explicit Separate(const PairStrategyOptions& options) : options_(options) {}
  std::string name() const override { return "separate"; }

  absl::Status Run(PairSearch& search) const override {
    const PairSpace& space = search.space();
    Learner cells(CellDecisions(space), options_.controller, search.seed(), "separate cells");
    nas::Choices best_cell = CellChoices(space, RandomPair(search, "separate start"));
    std::optional<double> best_accuracy;
    const auto num_cell_steps =
        static_cast<int64_t>(options_.separate_cell_share * static_cast<double>(search.num_left()));
    for (int64_t i = 0; i < num_cell_steps; ++i) {
      const nas::Choices drawn = cells.Draw();
      ASSIGN_OR_RETURN(const std::optional<double> accuracy, search.TryCell(drawn));
      cells.Learn(drawn, accuracy.value_or(kWorstReward));
      if (!accuracy.has_value() || (best_accuracy.has_value() && *accuracy <= *best_accuracy)) continue;
      best_accuracy = accuracy;
      best_cell = drawn;
    }
    Learner accelerators(AcceleratorDecisions(space), options_.controller, search.seed(), "separate accelerators");
    return TakeTurn(search, accelerators, search.num_left(),
                    [&](const nas::Choices& drawn) { return Joined(best_cell, drawn); });
  }

 private:
  PairStrategyOptions options_;
};

// What a strategy of nas/ takes for the validation accuracy of a pair.
enum class Fitness { kReward, kAccuracy };

class FitnessEvaluator : public nas::Evaluator {
 public:
  FitnessEvaluator(PairSearch* search, Fitness fitness) : search_(search), fitness_(fitness) {}

  absl::StatusOr<nas::Evaluation> Evaluate(int64_t index) const override {
    const Pair pair = search_->space().PairOf(index);
    ASSIGN_OR_RETURN(const double reward, search_->Try(pair));
    return nas::Evaluation{fitness_ == Fitness::kReward ? reward : search_->MetricsOf(pair).accuracy_pct, std::nullopt};
  }

 private:
  PairSearch* search_;
  Fitness fitness_;
};

class FromNas : public PairStrategy {
 public:
  FromNas(absl::string_view name, Fitness fitness) : name_(name), fitness_(fitness) {}
  std::string name() const override { return name_; }

  absl::Status Run(PairSearch& search) const override {
    nas::StrategyOptions options;
    options.costs_of = [&](int64_t index) -> std::vector<double> {
      const Metrics& metrics = search.MetricsOf(search.space().PairOf(index));
      return {metrics.latency_ms, metrics.area_mm2};
    };
    ASSIGN_OR_RETURN(const auto strategy, nas::CreateStrategy(name_, options));
    const FitnessEvaluator evaluator(&search, fitness_);
    const nas::SearchProblem problem{&search.space(), &evaluator, {}, nas::Candidates::kWholeSpace};
    return nas::RunSearch(problem, *strategy, {search.num_left(), search.seed()}).status();
  }

 private:
  std::string name_;
  Fitness fitness_;
};

}  // namespace

std::vector<std::string> PairStrategyNames() {
  return {"combined", "phase", "separate", "random", "evolution", "nsga2"};
}

absl::StatusOr<std::unique_ptr<PairStrategy>> CreatePairStrategy(absl::string_view name,
                                                                 const PairStrategyOptions& options) {
  if (options.num_cell_steps < 1 || options.num_accelerator_steps < 1) {
    return absl::InvalidArgumentError(absl::StrCat("phases of ", options.num_cell_steps, " and ",
                                                   options.num_accelerator_steps, " steps: each needs one or more"));
  }
  if (!(options.separate_cell_share > 0 && options.separate_cell_share < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("separate_cell_share is ", options.separate_cell_share, ", which is not between 0 and 1"));
  }
  if (name == "combined") return std::make_unique<Combined>(options);
  if (name == "phase") return std::make_unique<Phase>(options);
  if (name == "separate") return std::make_unique<Separate>(options);
  if (name == "random" || name == "evolution") return std::make_unique<FromNas>(name, Fitness::kReward);
  if (name == "nsga2") return std::make_unique<FromNas>(name, Fitness::kAccuracy);
  return absl::InvalidArgumentError(
      absl::StrCat("unknown strategy \"", name, "\" (known: ", absl::StrJoin(PairStrategyNames(), ", "), ")"));
}

}  // namespace duet::codesign
