#include "nas/recurrent_reinforce.h"

#include <cstdint>
#include <optional>

#include "common/random.h"
#include "common/status_macros.h"

namespace duet::nas {
namespace {

constexpr int64_t kMaxDraws = 10'000;
constexpr int64_t kMaxRepeats = 10;

std::optional<int64_t> DrawCandidate(const Search& search, Controller& controller, RandomStream& random) {
  for (int64_t draw = 0; draw < kMaxDraws; ++draw) {
    const std::optional<int64_t> index = search.space().IndexOf(controller.Draw(random));
    if (index.has_value() && search.IsCandidate(*index)) return index;
  }
  return std::nullopt;
}

}  // namespace

absl::Status RecurrentReinforce::Run(Search& search) const {
  RandomStream random(search.seed(), "recurrent reinforce");
  Controller controller(search.space().num_choices(), options_, search.seed());
  int64_t num_repeats = 0;
  while (search.num_left() > 0) {
    std::optional<int64_t> drawn;
    if (num_repeats < kMaxRepeats) drawn = DrawCandidate(search, controller, random);
    const int64_t index = drawn.has_value() ? *drawn : search.RandomUntrained(random);
    num_repeats = search.IsTrained(index) ? num_repeats + 1 : 0;
    ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(index, {drawn.has_value() ? "policy" : "random"}));
    controller.Learn(search.space().ChoicesOf(index), accuracy_pct / 100);
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
