#include "nas/nsga2.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "nas/pareto.h"

namespace duet::nas {
namespace {

struct Member {
  int64_t index;
  Objectives objectives;  // error, then the costs
  int64_t front = 0;
  double crowding = 0;
};

bool IsBetter(const Member& a, const Member& b) {
  return a.front != b.front ? a.front < b.front : a.crowding > b.crowding;
}

// Sets fronts and crowding distances, and sorts by them.
void Order(std::vector<Member>* members) {
  std::vector<Objectives> points;
  for (const Member& member : *members) points.push_back(member.objectives);
  const std::vector<int64_t> fronts = FrontsOf(points);
  for (int64_t front = 0; front <= *std::max_element(fronts.begin(), fronts.end()); ++front) {
    std::vector<Objectives> of_front;
    std::vector<size_t> rows;
    for (size_t i = 0; i < points.size(); ++i) {
      if (fronts[i] != front) continue;
      rows.push_back(i);
      of_front.push_back(points[i]);
    }
    const std::vector<double> crowding = CrowdingDistances(of_front);
    for (size_t i = 0; i < rows.size(); ++i) {
      (*members)[rows[i]].front = front;
      (*members)[rows[i]].crowding = crowding[i];
    }
  }
  std::stable_sort(members->begin(), members->end(), IsBetter);
}

const Member& Tournament(const std::vector<Member>& members, RandomStream& random) {
  const Member& a = members[random.UniformInt(members.size())];
  const Member& b = members[random.UniformInt(members.size())];
  return IsBetter(b, a) ? b : a;
}

int64_t Child(const Search& search, const std::vector<Member>& members, RandomStream& random) {
  const SearchSpace& space = search.space();
  const int64_t mother = Tournament(members, random).index, father = Tournament(members, random).index;
  Choices choices = space.ChoicesOf(mother);
  const Choices others = space.ChoicesOf(father);
  for (size_t decision = 0; decision < choices.size(); ++decision) {
    if (random.UniformInt(2) == 1) choices[decision] = others[decision];
  }
  const std::optional<int64_t> crossed = space.IndexOf(choices);
  const int64_t child = search.Mutate(crossed.has_value() ? *crossed : mother, random);
  return search.IsTrained(child) ? search.RandomUntrained(random) : child;
}

absl::Status CheckCosts(const std::vector<std::vector<double>>& costs, const Search& search) {
  for (const std::vector<double>& cost : costs) {
    if (static_cast<int64_t>(cost.size()) != search.space().size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("costs of ", cost.size(), " architectures, the space has ", search.space().size()));
    }
    for (const int64_t candidate : search.candidates()) {
      if (std::isfinite(cost[candidate])) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("the cost of ", search.space().NameOf(candidate), " is ", cost[candidate]));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Nsga2::Run(Search& search) const {
  if (options_.costs.empty() && !options_.costs_of) {
    return absl::InvalidArgumentError("NSGA-II needs a cost beside the accuracy");
  }
  RETURN_IF_ERROR(CheckCosts(options_.costs, search));
  RandomStream random(search.seed(), "nsga2");
  std::vector<Member> members;
  const auto add = [&](int64_t index, const Reason& reason) -> absl::Status {
    ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(index, reason));
    Member member{index, {100 - accuracy_pct}};
    for (const std::vector<double>& cost : options_.costs) member.objectives.push_back(cost[index]);
    if (options_.costs_of) {
      for (const double cost : options_.costs_of(index)) member.objectives.push_back(cost);
    }
    members.push_back(std::move(member));
    return absl::OkStatus();
  };
  const int64_t num_first = std::min(options_.population_size, search.num_left());
  for (const int64_t index : search.RandomCandidates(num_first, random)) {
    RETURN_IF_ERROR(add(index, {"first population"}));
  }
  for (int64_t generation = 1; search.num_left() > 0; ++generation) {
    Order(&members);
    members.resize(std::min<size_t>(members.size(), options_.population_size));
    const std::vector<Member> parents = members;
    for (int64_t i = 0; i < options_.population_size && search.num_left() > 0; ++i) {
      RETURN_IF_ERROR(add(Child(search, parents, random), {"child", generation}));
    }
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
