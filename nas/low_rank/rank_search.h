// Chooses how many ranks each matrix of a network keeps: the fewest weights that keep its error, or the least error of
// networks of a size.
//
//     reward = 1 - weights / dense weights      where only the error is limited (compression gain)
//            = 1 - error                        where the size is
//            = -min(1, weights / most - 1)      beyond the size: the network is not even run
//            = -min(1, error - most)            beyond the error
//
// | strategy    | what it is                                                                                     |
// |-------------|------------------------------------------------------------------------------------------------|
// | uniform     | the same fraction of its break-even rank for every matrix: ranks as people pick them           |
// | sensitivity | each matrix alone at each of its ranks; then, from all dense, the step that adds least error a |
// |             | weight saved, until the size is reached, or as far as the error allows                         |
// | reinforce   | a recurrent policy that learns from rewards (nas/recurrent_reinforce.h)                        |
// | evolution   | nas/evolution.h                                                                                |
// | random      | nas/random_search.h                                                                            |
//
// Source: ShrinkML (Dudziak et al. 2019) searches per-layer ratios by reinforcement learning with rewards and
// punishments on a small representative set; its policy, reward and ratios could not be recovered: those here are ours.

#ifndef NAS_LOW_RANK_RANK_SEARCH_H_
#define NAS_LOW_RANK_RANK_SEARCH_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "asr/low_rank/counts.h"
#include "nas/controller.h"
#include "nas/evolution.h"
#include "nas/low_rank/rank_space.h"

namespace duet::nas {

// The error of the network cut to these ranks, in percent, of what the search may look at.
class RankScorer {
 public:
  virtual ~RankScorer() = default;
  virtual absl::StatusOr<double> ErrorPct(const asr::Ranks& ranks) const = 0;
};

// One limit or both.
struct RankObjective {
  std::optional<int64_t> max_weights;
  std::optional<double> max_error_pct;
};
// `error_pct` is asked for only if the size is allowed.
absl::StatusOr<double> RankReward(const RankObjective& objective, int64_t num_weights, int64_t num_dense_weights,
                                  const std::function<absl::StatusOr<double>()>& error_pct);

// The error with matrix i alone at choice c is error_pct[i][c]; at choice 0 all are dense.
struct Sensitivity {
  std::vector<std::vector<double>> error_pct;
};
absl::StatusOr<Sensitivity> MeasureSensitivity(const RankSpace& space, const RankScorer& scorer);

// Choices from all dense to as small as can be, each with the next smaller rank of one matrix: of the one that, going
// down to any of its smaller ranks, adds least error a weight saved.
std::vector<Choices> GreedyPath(const RankSpace& space, const Sensitivity& sensitivity);

struct RankSearchOptions {
  int64_t budget = 400;  // networks that reinforce, evolution and random look at, those beyond the size included
  uint64_t seed = 0;
  ControllerOptions controller = DefaultController();
  EvolutionOptions evolution;
  std::function<void()> on_network;  // after each that was looked at

  // A policy that learns within some hundred draws.
  static ControllerOptions DefaultController();
};

struct FoundRanks {
  asr::Ranks ranks;
  int64_t num_weights = 0;
  double error_pct = 0;         // as the scorer says
  int64_t num_scored = 0;       // networks whose error was asked for
  std::vector<double> rewards;  // of reinforce, evolution, random: in the order that they were looked at
};

std::vector<std::string> RankStrategyNames();

// InvalidArgument for an unknown strategy, listing the known ones, or an objective without a limit; NotFound if nothing
// that the strategy looked at is within the limits; else what the scorer says.
absl::StatusOr<FoundRanks> SearchRanks(absl::string_view strategy, const RankSpace& space, const RankScorer& scorer,
                                       const RankObjective& objective, const RankSearchOptions& options);

}  // namespace duet::nas

#endif  // NAS_LOW_RANK_RANK_SEARCH_H_
