// Learns from the accuracies of a few trained networks how all networks of a pool rank.
//
// | recipe        | what it is                                                             | source            |
// |---------------|------------------------------------------------------------------------|-------------------|
// | EAGLE         | binary-relation GCN as released: batches of 64 ordered pairs, float64  | BRP-NAS           |
// | EAGLE_FLOAT32 | EAGLE in float32                                                       | ours              |
// | EAGLE_ONEWAY  | EAGLE with one output, soft targets                                    | BRP-NAS, release  |
// | EAGLE_HARD    | EAGLE with one output, hard targets                                    | BRP-NAS, release  |
// | EAGLE_NAIVE   | EAGLE with one score a graph                                           | BRP-NAS, release  |
// | EAGLE_GCN     | GCN that predicts accuracies, as released                              | BRP-NAS           |
// | DUET          | binary relation, each graph of a batch embedded once, all its pairs    | ours              |
// | DUET_ONEWAY   | DUET with one output, soft targets                                     | ours              |
// | DUET_HARD     | DUET with one output, hard targets                                     | ours              |
// | DUET_NAIVE    | DUET with one score a graph                                            | ours              |
// | DUET_GCN      | GCN that predicts accuracies, with the size and schedule of DUET       | ours              |

#ifndef PREDICTORS_ACCURACY_RANKER_H_
#define PREDICTORS_ACCURACY_RANKER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "predictors/graph_pool.h"

namespace duet::predictors {

// One of several trainings in a row, each on more networks: the i-th of I, from 0, runs (i + 1)/I of a recipe's epochs
// with batches of (i + 1)/I of its size, as in the released code's iterative selection.
struct TrainingShare {
  int64_t iteration = 0;
  int64_t num_iterations = 1;
};

// That share of epochs or of a batch size, at least 1; rounded as in the released code, where 64 pairs in 5 iterations
// become 12, 24, 36, 48 and 60.
int64_t ShareOf(int64_t total, const TrainingShare& share);

class AccuracyRanker {
 public:
  virtual ~AccuracyRanker() = default;

  // Learns that the architectures `rows` of `pool` have `accuracies`, of any unit: larger is better. The first call
  // starts from random weights, later ones go on from the weights they find, with a new optimiser. InvalidArgument for
  // fewer than two architectures, accuracies that are not finite or all the same, or a pool unlike that of before.
  virtual absl::Status Train(const GraphPool& pool, absl::Span<const int64_t> rows, absl::Span<const double> accuracies,
                             const TrainingShare& share, uint64_t seed) = 0;

  // All rows of the pool from the worst to the best. FailedPrecondition before Train.
  virtual absl::StatusOr<std::vector<int64_t>> Rank(const GraphPool& pool) const = 0;

  // Transfer: takes the trunk of another network of the same shape, such as a latency predictor's, and a new head,
  // which the next Train trains alone before it trains everything. InvalidArgument for another number of weights.
  virtual absl::Status StartFromTrunk(const GraphPool& pool, absl::Span<const double> trunk, uint64_t seed) = 0;

  // The weights for StartFromTrunk; empty before Train.
  virtual std::vector<double> trunk() const = 0;
};

// The names of all recipes.
std::vector<std::string> AccuracyRecipes();

// InvalidArgument for an unknown recipe, listing the known ones.
absl::StatusOr<std::unique_ptr<AccuracyRanker>> CreateAccuracyRanker(absl::string_view recipe);

}  // namespace duet::predictors

#endif  // PREDICTORS_ACCURACY_RANKER_H_
