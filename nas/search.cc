#include "nas/search.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

std::string Sha256OfNumbers(absl::Span<const int64_t> numbers) {
  std::string bytes;
  for (const int64_t number : numbers) {
    for (int byte = 0; byte < 8; ++byte) bytes.push_back(static_cast<char>(number >> (8 * byte)));
  }
  return Sha256Hex(bytes);
}

absl::Status CheckProblem(const SearchProblem& problem, const SearchOptions& options) {
  if (options.budget < 1) return absl::InvalidArgumentError(absl::StrCat("a budget of ", options.budget, " networks"));
  if (problem.kind == Candidates::kWholeSpace) {
    if (problem.candidates.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("the whole space is searched, but ", problem.candidates.size(), " candidates are listed"));
  }
  if (problem.candidates.empty()) return absl::InvalidArgumentError("there are no candidates");
  int64_t last = -1;
  for (const int64_t candidate : problem.candidates) {
    if (candidate <= last || candidate >= problem.space->size()) {
      return absl::InvalidArgumentError(absl::StrCat("candidate ", candidate, " after ", last, " in a space of ",
                                                     problem.space->size(), ": candidates must ascend"));
    }
    last = candidate;
  }
  return absl::OkStatus();
}

absl::Status CheckSameSearch(const Trace& trace, const Trace& resume) {
  const auto describe = [](const Trace& t) {
    return absl::StrCat(t.strategy(), " on ", t.num_candidates(), " candidates (", t.candidates_sha256().substr(0, 8),
                        ") of ", t.space(), " with seed ", t.seed());
  };
  if (describe(trace) == describe(resume) && trace.candidates_sha256() == resume.candidates_sha256()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("the trace is of ", describe(resume), ", the search is ", describe(trace)));
}

}  // namespace

std::vector<int64_t> WithinLimit(absl::Span<const int64_t> candidates, absl::Span<const double> latency_ms,
                                 double limit_ms) {
  std::vector<int64_t> within;
  for (const int64_t candidate : candidates) {
    if (latency_ms[candidate] <= limit_ms) within.push_back(candidate);
  }
  return within;
}

Search::Search(const SearchProblem& problem, const SearchOptions& options, Trace* trace)
    : problem_(problem),
      options_(options),
      trace_(trace),
      num_left_(std::min<int64_t>(options.budget, num_candidates())),
      is_candidate_(problem.kind == Candidates::kListed ? problem.space->size() : 0, false) {
  for (const int64_t candidate : problem.candidates) is_candidate_[candidate] = true;
}

absl::StatusOr<TrainedNetwork> Search::Resumed(int64_t index, const Trace& resume) const {
  const TrainedNetwork& network = resume.networks(trace_->networks_size());
  if (network.index() == index) return network;
  return absl::FailedPreconditionError(absl::StrCat("network ", trace_->networks_size(), " of the trace is ",
                                                    network.name(), ", of this search ", space().NameOf(index)));
}

absl::StatusOr<double> Search::Train(int64_t index, const Reason& reason) {
  if (index < 0 || index >= space().size() || !IsCandidate(index)) {
    return absl::InvalidArgumentError(absl::StrCat("architecture ", index, " is no candidate"));
  }
  const auto known = validation_pct_.find(index);
  if (known != validation_pct_.end()) return known->second;
  if (num_left_ == 0) {
    return absl::OutOfRangeError(absl::StrCat("all ", num_trained(), " networks of the budget have been trained"));
  }
  const bool is_resumed = options_.resume != nullptr && trace_->networks_size() < options_.resume->networks_size();
  TrainedNetwork network;
  if (is_resumed) {
    ASSIGN_OR_RETURN(network, Resumed(index, *options_.resume));
  } else {
    ASSIGN_OR_RETURN(const Evaluation evaluation, problem_.evaluator->Evaluate(index));
    network.set_validation_accuracy_pct(evaluation.validation_accuracy_pct);
    if (evaluation.test_accuracy_pct.has_value()) network.set_test_accuracy_pct(*evaluation.test_accuracy_pct);
  }
  network.set_index(index);
  network.set_name(space().NameOf(index));
  network.set_reason(std::string(reason.reason));
  network.set_round(reason.round);
  network.clear_predicted_rank();
  if (reason.predicted_rank.has_value()) network.set_predicted_rank(*reason.predicted_rank);
  *trace_->add_networks() = network;
  --num_left_;
  validation_pct_[index] = network.validation_accuracy_pct();
  if (!is_resumed && options_.on_trained) RETURN_IF_ERROR(options_.on_trained(*trace_));
  return network.validation_accuracy_pct();
}

int64_t Search::num_candidates() const {
  return problem_.kind == Candidates::kWholeSpace ? problem_.space->size() : problem_.candidates.size();
}

int64_t Search::RandomCandidate(RandomStream& random) const {
  const int64_t position = random.UniformInt(num_candidates());
  return problem_.kind == Candidates::kWholeSpace ? position : problem_.candidates[position];
}

std::vector<int64_t> Search::RandomCandidates(int64_t count, RandomStream& random) const {
  std::vector<int64_t> drawn;
  if (problem_.kind == Candidates::kWholeSpace) {
    absl::flat_hash_set<int64_t> seen;
    while (static_cast<int64_t>(drawn.size()) < count) {
      const int64_t index = RandomCandidate(random);
      if (seen.insert(index).second) drawn.push_back(index);
    }
    return drawn;
  }
  for (const int64_t position : random.SampleWithoutReplacement(num_candidates(), count)) {
    drawn.push_back(problem_.candidates[position]);
  }
  return drawn;
}

int64_t Search::RandomUntrained(RandomStream& random) const {
  if (problem_.kind == Candidates::kWholeSpace) {
    int64_t index = RandomCandidate(random);
    while (IsTrained(index)) index = RandomCandidate(random);
    return index;
  }
  std::vector<int64_t> untrained;
  for (const int64_t candidate : problem_.candidates) {
    if (!IsTrained(candidate)) untrained.push_back(candidate);
  }
  return untrained[random.UniformInt(untrained.size())];
}

int64_t Search::Mutate(int64_t index, RandomStream& random) const {
  constexpr int64_t kMaxSteps = 100;
  for (int64_t step = 0; step < kMaxSteps; ++step) {
    const std::vector<int64_t> neighbors = Neighbors(space(), index);
    std::vector<int64_t> allowed;
    for (const int64_t neighbor : neighbors) {
      if (IsCandidate(neighbor)) allowed.push_back(neighbor);
    }
    if (!allowed.empty()) return allowed[random.UniformInt(allowed.size())];
    if (neighbors.empty()) break;
    index = neighbors[random.UniformInt(neighbors.size())];
  }
  return RandomCandidate(random);
}

absl::StatusOr<Trace> RunSearch(const SearchProblem& problem, const SearchStrategy& strategy,
                                const SearchOptions& options) {
  RETURN_IF_ERROR(CheckProblem(problem, options));
  Trace trace;
  trace.set_version(kTraceVersion);
  trace.set_space(problem.space->name());
  trace.set_strategy(strategy.name());
  trace.set_seed(options.seed);
  trace.set_num_candidates(problem.kind == Candidates::kWholeSpace ? problem.space->size() : problem.candidates.size());
  trace.set_candidates_sha256(Sha256OfNumbers(problem.candidates));
  if (options.resume != nullptr) RETURN_IF_ERROR(CheckSameSearch(trace, *options.resume));
  Search search(problem, options, &trace);
  RETURN_IF_ERROR(strategy.Run(search));
  return trace;
}

}  // namespace duet::nas
