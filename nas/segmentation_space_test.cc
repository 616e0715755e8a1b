#include "nas/segmentation_space.h"

#include <algorithm>

#include "common/random.h"
#include "datasets/segmentation_networks/layers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/evaluator.h"
#include "nas/search.h"
#include "nas/strategies.h"
#include "nas/trace.pb.h"

namespace duet::nas {
namespace {

TEST(SegmentationSpaceTest, NumbersAndChoicesGoBackAndForth) {
  const SegmentationSpace space;
  EXPECT_EQ(space.num_choices().size(), 17);
  RandomStream random(1, "test");
  for (int i = 0; i < 1000; ++i) {
    const int64_t index = random.UniformInt(space.size());
    EXPECT_EQ(space.IndexOf(space.ChoicesOf(index)), index) << space.NameOf(index);
  }
  EXPECT_FALSE(space.IndexOf(Choices(16)).has_value());
  Choices bad(17);
  bad[0] = 4;
  EXPECT_FALSE(space.IndexOf(bad).has_value());
}

// Each of the 17 decisions changed alone: the sum of the other options, less where the last stage is not there, whose
// other choices then have no effect.
TEST(SegmentationSpaceTest, NeighborsByHand) {
  const SegmentationSpace space;
  const auto index_of = [&](absl::string_view name) { return NetworkId(segmentation::ParseNetwork(name).value()); };
  int64_t num_options = 0;
  for (const int64_t options : space.num_choices()) num_options += options;
  EXPECT_EQ(Neighbors(space, index_of("192x112-s12-k3e4w16d2-k5e4w24d2-k3e4w48d2-bilinear16-add")).size(),
            num_options - 17);
  EXPECT_EQ(Neighbors(space, index_of("192x112-s12-k3e4w16d2-k5e4w24d2-none-bilinear16-add")).size(),
            num_options - 17 - (1 + 2 + 2));
}

// Fewest multiply-accumulates are best.
class FewMacs : public Evaluator {
 public:
  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override {
    const auto layers = LayersOf(segmentation::NetworkFromId(index));
    return Evaluation{100 - 1e-6 * NumMacs(layers), std::nullopt};
  }
};

TEST(SegmentationSpaceTest, StrategiesSearchIt) {
  const SegmentationSpace space;
  const FewMacs evaluator;
  RandomStream random(1, "candidates");
  std::vector<int64_t> candidates;
  for (int i = 0; i < 300; ++i) candidates.push_back(random.UniformInt(space.size()));
  std::sort(candidates.begin(), candidates.end());
  const auto run = [&](absl::string_view name, const SearchProblem& problem) {
    StrategyOptions options;
    options.num_models = 40;
    const auto strategy = CreateStrategy(name, options).value();
    return RunSearch(problem, *strategy, {/*budget=*/40, /*seed=*/1}).value();
  };
  const auto mean_of = [](const Trace& trace, bool is_first_round) {
    double sum = 0, count = 0;
    for (const TrainedNetwork& network : trace.networks()) {
      if ((network.round() == 0) != is_first_round) continue;
      sum += network.validation_accuracy_pct();
      ++count;
    }
    return sum / count;
  };
  const Trace by_chance = run("random", {&space, &evaluator, {}, Candidates::kWholeSpace});
  const Trace evolved = run("evolution", {&space, &evaluator, {}, Candidates::kWholeSpace});
  const auto best_of = [](const Trace& trace) {
    double best = 0;
    for (const TrainedNetwork& network : trace.networks()) best = std::max(best, network.validation_accuracy_pct());
    return best;
  };
  EXPECT_GT(best_of(evolved), best_of(by_chance));
  // What the binary relation chooses is better than the random networks that it starts from.
  const Trace chosen = run("brp_nas", {&space, &evaluator, candidates});
  EXPECT_GT(mean_of(chosen, /*is_first_round=*/false), mean_of(chosen, /*is_first_round=*/true));
}

}  // namespace
}  // namespace duet::nas
