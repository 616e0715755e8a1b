// BRP-NAS: trains a few networks, learns from them how all candidates rank, trains more where the ranking is high,
// learns again. With one iteration it is the plain prediction-based search: random networks, one predictor, then its
// ranking.
//
// Iteration 0 trains K/I random candidates. Iteration i >= 1 ranks all M candidates and trains K/I more:
//   kTop      alpha K/I best-ranked ones and, of the M / 2^i best-ranked, random ones
//   kHalving  random ones of the pool, which each iteration cuts to its better half (alpha = 0)
// After each, the ranker goes on learning from all trained so far. Beyond K networks, the budget follows the last
// ranking.
//
// Source: Dudziak et al. 2020 (BRP-NAS), section 4.2, algorithm 1, with positions and rounding of its released code
// (options --iter, and --sample_best2 for kTop).

#ifndef NAS_ITERATIVE_SELECTION_H_
#define NAS_ITERATIVE_SELECTION_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/random.h"
#include "nas/search.h"
#include "predictors/encoding.h"

namespace duet::nas {

enum class Selection { kTop, kHalving };

struct IterativeSelectionOptions {
  std::string name = "brp_nas";
  std::string recipe = "DUET";  // of predictors/accuracy_ranker.h
  int64_t num_models = 100;     // K
  int64_t num_iterations = 5;   // I
  Selection selection = Selection::kTop;
  double alpha = 0.5;  // kTop: the share of the best-ranked

  // What is known of every architecture of the space without training it, such as zero-cost metrics: [size, X].
  predictors::RowMajorMatrix extra;
  // A metric, by number in the space, that the ranker learns to rank by beforehand, and on how many candidates.
  std::vector<double> warm_up_metric;
  int64_t num_warm_up = 0;
  // Weights of a trained trunk of the recipe's shape to start from.
  std::vector<double> trunk;

  // Shown every ranking: after how many iterations, and all candidates with the best first.
  std::function<void(int64_t num_iterations, absl::Span<const int64_t> candidates)> on_ranking = nullptr;
};

// The positions to train next, as said above, of a ranking with the best first: first the `num_top` best untrained,
// then `num_random` random untrained ones of the positions below `end_of_random`, without order; where these are too
// few, the best-ranked untrained others. Fewer if there are no more.
std::vector<int64_t> SelectPositions(const std::vector<bool>& is_trained, int64_t num_top, int64_t num_random,
                                     int64_t end_of_random, RandomStream random);

class IterativeSelection : public SearchStrategy {
 public:
  explicit IterativeSelection(const IterativeSelectionOptions& options) : options_(options) {}

  std::string name() const override { return options_.name; }

  // InvalidArgument for another recipe than there is, fewer models than iterations, or data of the wrong size.
  absl::Status Run(Search& search) const override;

 private:
  IterativeSelectionOptions options_;
};

}  // namespace duet::nas

#endif  // NAS_ITERATIVE_SELECTION_H_
