// Runs a strategy on a space: the one place that trains networks, keeps count, and writes down what happened.
//
//     SearchProblem problem{&space, &evaluator, AllArchitectures(space)};
//     ASSIGN_OR_RETURN(Trace trace, RunSearch(problem, *strategy, {/*budget=*/100, /*seed=*/1}));
//
// A strategy asks for candidates alone, so that a constraint is a shorter list of them (WithinLimit).
//
// A search is a function of (problem, strategy, seed): its random values come from streams keyed by what they are for.
// To resume, the strategy runs again from its start, and the trace answers instead of the evaluator as far as it goes.

#ifndef NAS_SEARCH_H_
#define NAS_SEARCH_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/random.h"
#include "nas/evaluator.h"
#include "nas/search_space.h"
#include "nas/trace.pb.h"

namespace duet::nas {

enum class Candidates { kListed, kWholeSpace };

struct SearchProblem {
  const SearchSpace* space = nullptr;
  const Evaluator* evaluator = nullptr;
  std::vector<int64_t> candidates;  // of the space, ascending, each once
  // kWholeSpace: every architecture is a candidate, of a space too large for a list. Then `candidates` is empty, and
  // only strategies that ask for no list can run: random, evolution, reinforce, local_search, nsga2.
  Candidates kind = Candidates::kListed;
};

// The candidates that `latency_ms`, by number in the space, does not put above the limit: a prediction's, or, for an
// oracle, the true latency. Not known (NaN) is above.
std::vector<int64_t> WithinLimit(absl::Span<const int64_t> candidates, absl::Span<const double> latency_ms,
                                 double limit_ms);

struct SearchOptions {
  int64_t budget = 0;  // networks to train; all candidates if there are fewer
  uint64_t seed = 0;
  const Trace* resume = nullptr;                                         // of the same search, cut off
  std::function<absl::Status(const Trace& trace)> on_trained = nullptr;  // after each network that is not in `resume`
};

// Why a network is trained.
struct Reason {
  absl::string_view reason;
  int64_t round = 0;
  std::optional<int64_t> predicted_rank = std::nullopt;
};

// A search in progress, as a strategy sees it.
class Search {
 public:
  Search(const SearchProblem& problem, const SearchOptions& options, Trace* trace);

  const SearchSpace& space() const { return *problem_.space; }
  // Empty if all of the space are candidates and no list was given.
  absl::Span<const int64_t> candidates() const { return problem_.candidates; }
  int64_t num_candidates() const;
  bool IsCandidate(int64_t index) const {
    return problem_.kind == Candidates::kWholeSpace ? 0 <= index && index < space().size() : is_candidate_[index];
  }
  uint64_t seed() const { return options_.seed; }

  // Networks that may still be trained; a strategy ends at 0.
  int64_t num_left() const { return num_left_; }
  bool IsTrained(int64_t index) const { return validation_pct_.contains(index); }
  int64_t num_trained() const { return static_cast<int64_t>(validation_pct_.size()); }

  // Trains a candidate and returns its validation accuracy in percent. What has been trained before costs nothing.
  // OutOfRange at the end of the budget, InvalidArgument for what is no candidate, FailedPrecondition if the trace to
  // resume has another network here.
  absl::StatusOr<double> Train(int64_t index, const Reason& reason);

  // A uniform random candidate, or one that has not been trained; there must be one.
  int64_t RandomCandidate(RandomStream& random) const;
  // `count` different ones.
  std::vector<int64_t> RandomCandidates(int64_t count, RandomStream& random) const;
  int64_t RandomUntrained(RandomStream& random) const;

  // A uniform random candidate among the neighbors. Without any, from a random neighbor on, and so on; after 100 such
  // steps any candidate.
  int64_t Mutate(int64_t index, RandomStream& random) const;

 private:
  absl::StatusOr<TrainedNetwork> Resumed(int64_t index, const Trace& resume) const;

  const SearchProblem& problem_;
  const SearchOptions& options_;
  Trace* trace_;
  int64_t num_left_;
  std::vector<bool> is_candidate_;                       // by number in the space
  absl::flat_hash_map<int64_t, double> validation_pct_;  // of what has been trained
};

class SearchStrategy {
 public:
  virtual ~SearchStrategy() = default;

  virtual std::string name() const = 0;

  // Trains networks until the budget is spent. A strategy can be run again.
  virtual absl::Status Run(Search& search) const = 0;
};

// InvalidArgument for candidates that are none or not ascending numbers of the space, or listed although the whole
// space is meant, or a budget below 1; FailedPrecondition for a trace of another search; else what the strategy and the
// evaluator say.
absl::StatusOr<Trace> RunSearch(const SearchProblem& problem, const SearchStrategy& strategy,
                                const SearchOptions& options);

}  // namespace duet::nas

#endif  // NAS_SEARCH_H_
