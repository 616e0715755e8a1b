// Runs a strategy over pairs of cell and accelerator: the one place that evaluates pairs, keeps count of steps, and
// writes down what happened.
//
//     ASSIGN_OR_RETURN(const auto strategy, CreatePairStrategy("combined", {}));
//     ASSIGN_OR_RETURN(const std::vector<Step> steps,
//                      RunPairSearch({&space, &evaluator, objective}, *strategy, {/*num_steps=*/10'000, /*seed=*/1}));
//
// A search is a function of (problem, strategy, seed).

#ifndef CODESIGN_SEARCH_PAIR_SEARCH_H_
#define CODESIGN_SEARCH_PAIR_SEARCH_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/search/objective.h"
#include "codesign/search/pair_space.h"

namespace duet::codesign {

struct PairProblem {
  const PairSpace* space = nullptr;
  const PairEvaluator* evaluator = nullptr;
  Objective objective;
};

struct PairSearchOptions {
  int64_t num_steps = 10'000;
  uint64_t seed = 0;
  std::function<void()> on_step = nullptr;  // shows progress
};

// What a strategy tried in one step.
struct Step {
  std::optional<Pair> pair;      // nothing where the choices denote no cell, or a cell alone was tried
  Metrics metrics;               // of the pair
  std::optional<double> reward;  // R of the pair, the worst one of choices that denote none; nothing of a cell alone
};

// A search in progress, as a strategy sees it.
class PairSearch {
 public:
  PairSearch(const PairProblem& problem, const PairSearchOptions& options) : problem_(problem), options_(options) {}

  const PairSpace& space() const { return *problem_.space; }
  uint64_t seed() const { return options_.seed; }

  // Steps that may still be taken; a strategy ends at 0.
  int64_t num_left() const { return options_.num_steps - static_cast<int64_t>(steps_.size()); }
  int64_t num_steps() const { return options_.num_steps; }

  // Each takes one step and returns its reward: of a pair, or of choices. OutOfRange if no step is left, or the error
  // of the evaluator.
  absl::StatusOr<double> Try(const Pair& pair);
  absl::StatusOr<double> Try(const nas::Choices& choices);
  // A step that looks at a cell's accuracy alone, and returns it as a share of the range; nothing for choices that
  // denote no cell.
  absl::StatusOr<std::optional<double>> TryCell(const nas::Choices& cell_choices);

  // The metrics of a pair that has been tried.
  const Metrics& MetricsOf(const Pair& pair) const { return tried_.at(space().IndexOf(pair)); }

  absl::Span<const Step> steps() const { return steps_; }
  std::vector<Step> TakeSteps() { return std::move(steps_); }

 private:
  absl::Status TakeStep(Step step);

  const PairProblem& problem_;
  const PairSearchOptions& options_;
  std::vector<Step> steps_;
  absl::flat_hash_map<int64_t, Metrics> tried_;  // by the pair's number
};

class PairStrategy {
 public:
  virtual ~PairStrategy() = default;

  virtual std::string name() const = 0;

  // Takes steps until none is left. A strategy can be run again.
  virtual absl::Status Run(PairSearch& search) const = 0;
};

// InvalidArgument for fewer than one step or an objective that CheckObjective rejects; else what strategy and evaluator
// say.
absl::StatusOr<std::vector<Step>> RunPairSearch(const PairProblem& problem, const PairStrategy& strategy,
                                                const PairSearchOptions& options);

// The step with the highest reward, the first of equals; nullptr if none has a pair.
const Step* BestStep(absl::Span<const Step> steps);

}  // namespace duet::codesign

#endif  // CODESIGN_SEARCH_PAIR_SEARCH_H_
