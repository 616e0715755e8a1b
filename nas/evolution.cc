#include "nas/evolution.h"

#include <algorithm>
#include <deque>

#include "common/random.h"
#include "common/status_macros.h"

namespace duet::nas {
namespace {

constexpr int64_t kMaxRepeats = 100;

struct Member {
  int64_t index;
  double accuracy_pct;
};

}  // namespace

absl::Status Evolution::Run(Search& search) const {
  RandomStream random(search.seed(), "evolution");
  std::deque<Member> population;
  const int64_t num_first = std::min(options_.population_size, search.num_left());
  for (const int64_t index : search.RandomCandidates(num_first, random)) {
    ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(index, {"first population"}));
    population.push_back({index, accuracy_pct});
  }
  int64_t num_repeats = 0;
  while (search.num_left() > 0) {
    const Member* parent = nullptr;
    for (int64_t i = 0; i < options_.sample_size; ++i) {
      const Member& member = population[random.UniformInt(population.size())];
      if (parent == nullptr || member.accuracy_pct > parent->accuracy_pct) parent = &member;
    }
    const bool is_stuck = num_repeats >= kMaxRepeats;
    const int64_t child = is_stuck ? search.RandomUntrained(random) : search.Mutate(parent->index, random);
    num_repeats = search.IsTrained(child) ? num_repeats + 1 : 0;
    ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(child, {is_stuck ? "random" : "mutation"}));
    population.push_back({child, accuracy_pct});
    population.pop_front();
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
