#include "nas/reinforce.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/random.h"
#include "common/status_macros.h"
#include "predictors/optimizer.h"

namespace duet::nas {
namespace {

constexpr int64_t kMaxDraws = 10'000;
constexpr int64_t kMaxRepeats = 100;

// The logits of all decisions, one decision after the other.
class Policy {
 public:
  Policy(absl::Span<const int64_t> num_choices, double learning_rate)
      : num_choices_(num_choices),
        logits_(Sum(num_choices), 0.0),
        adam_(logits_.size(), {learning_rate, /*weight_decay=*/0.0}) {}

  Choices Draw(RandomStream& random) const {
    Choices choices;
    const std::vector<double> probabilities = Probabilities();
    size_t first = 0;
    for (const int64_t n : num_choices_) {
      double left = random.Uniform();
      int64_t choice = 0;
      while (choice + 1 < n && left >= probabilities[first + choice]) left -= probabilities[first + choice++];
      choices.push_back(static_cast<int8_t>(choice));
      first += n;
    }
    return choices;
  }

  // One step towards (`advantage` > 0) or away from `choices`.
  void Reinforce(const Choices& choices, double advantage) {
    std::vector<double> gradient = Probabilities();  // of what Adam is to make smaller
    size_t first = 0;
    for (size_t decision = 0; decision < choices.size(); ++decision) {
      gradient[first + choices[decision]] -= 1;
      first += num_choices_[decision];
    }
    for (double& g : gradient) g *= advantage;
    adam_.BeginStep();
    adam_.Update(0, gradient.size(), gradient.data(), logits_.data());
  }

 private:
  static int64_t Sum(absl::Span<const int64_t> values) {
    int64_t sum = 0;
    for (const int64_t value : values) sum += value;
    return sum;
  }

  std::vector<double> Probabilities() const {
    std::vector<double> probabilities = logits_;
    size_t first = 0;
    for (const int64_t n : num_choices_) {
      const auto begin = probabilities.begin() + first, end = begin + n;
      const double greatest = *std::max_element(begin, end);
      double sum = 0;
      std::for_each(begin, end, [&](double& p) { sum += p = std::exp(p - greatest); });
      std::for_each(begin, end, [&](double& p) { p /= sum; });
      first += n;
    }
    return probabilities;
  }

  absl::Span<const int64_t> num_choices_;
  std::vector<double> logits_;
  predictors::AdamW<double> adam_;
};

std::optional<int64_t> DrawCandidate(const Search& search, const Policy& policy, RandomStream& random) {
  for (int64_t draw = 0; draw < kMaxDraws; ++draw) {
    const std::optional<int64_t> index = search.space().IndexOf(policy.Draw(random));
    if (index.has_value() && search.IsCandidate(*index)) return index;
  }
  return std::nullopt;
}

}  // namespace

absl::Status Reinforce::Run(Search& search) const {
  RandomStream random(search.seed(), "reinforce");
  Policy policy(search.space().num_choices(), options_.learning_rate);
  std::optional<double> baseline;
  int64_t num_repeats = 0;
  while (search.num_left() > 0) {
    std::optional<int64_t> drawn;
    if (num_repeats < kMaxRepeats) drawn = DrawCandidate(search, policy, random);
    const int64_t index = drawn.has_value() ? *drawn : search.RandomUntrained(random);
    num_repeats = search.IsTrained(index) ? num_repeats + 1 : 0;
    ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(index, {drawn.has_value() ? "policy" : "random"}));
    const double reward = accuracy_pct / 100;
    baseline = baseline.has_value() ? options_.baseline_momentum * *baseline + (1 - options_.baseline_momentum) * reward
                                    : reward;
    policy.Reinforce(search.space().ChoicesOf(index), reward - *baseline);
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
