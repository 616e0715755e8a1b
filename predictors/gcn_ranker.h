// A GCN with a head that ranks, and its training: recipes of accuracy_ranker.h.
//
// EAGLE follows the released code: AdamW, cosine schedule, early stop by the training loss in evaluation mode (that is
// the code's validation loss of a binary predictor), and the last epoch's weights, not the best epoch's (its
// `state_dict` is a reference). The accuracy GCN stops by that loss too: no network is trained for validation alone.
// Differs: accuracies are normalised by the extremes of those trained on, since a search knows no others.

#ifndef PREDICTORS_GCN_RANKER_H_
#define PREDICTORS_GCN_RANKER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "predictors/accuracy_ranker.h"
#include "predictors/gcn.h"
#include "predictors/graph_pool.h"
#include "predictors/ranking_head.h"
#include "predictors/relation_head.h"

namespace duet::predictors {

enum class BatchUnit {
  kPairs,   // ordered pairs, all of them once an epoch; both graphs of each are embedded
  kGraphs,  // graphs, each embedded once; all ordered pairs within the batch
};

// What becomes of the accuracies that are trained on.
enum class Target {
  kAccuracy,  // shifted and scaled to [0, 1]
  kRank,      // their ranks, ties given the mean rank, scaled to [0, 1]: a few very bad networks do not hide the rest
};

// Defaults: EAGLE.
struct GcnRankerOptions {
  std::optional<Relation> relation = Relation::kSoftmax;  // nothing: predicts accuracies, see accuracy_head.h
  bool is_float64 = true;                                 // otherwise float32
  int64_t num_layers = 4;
  int64_t num_hidden = 600;
  double dropout = 0.2;
  BatchUnit batch_unit = BatchUnit::kPairs;
  int64_t batch_size = 64;
  int64_t num_epochs = 250;
  double learning_rate = 3.5e-4;
  double weight_decay = 5e-4;
  Target target = Target::kAccuracy;
  double target_scale = 1;                    // times the target: the relation's targets become harder
  std::optional<int64_t> stop_patience = 35;  // epochs without a better loss; nothing: all epochs
  int64_t first_watched_epoch = 21;           // the first that the early stop looks at
  int64_t num_head_epochs = 50;               // of the head alone, after StartFromTrunk; no weight decay
};

template <typename Scalar>
class GcnRanker : public AccuracyRanker {
 public:
  explicit GcnRanker(const GcnRankerOptions& options) : options_(options) {}

  absl::Status Train(const GraphPool& pool, absl::Span<const int64_t> rows, absl::Span<const double> accuracies,
                     const TrainingShare& share, uint64_t seed) override;
  absl::StatusOr<std::vector<int64_t>> Rank(const GraphPool& pool) const override;
  absl::Status StartFromTrunk(const GraphPool& pool, absl::Span<const double> trunk, uint64_t seed) override;
  std::vector<double> trunk() const override;

 private:
  struct Network {
    Gcn<Scalar> trunk;
    std::unique_ptr<RankingHead<Scalar>> head;
    int64_t num_extra;
  };
  struct Samples {
    const GraphPool& pool;
    absl::Span<const int64_t> rows;
    std::vector<double> targets;
  };
  struct Schedule {
    bool trains_trunk;
    int64_t num_epochs;
    int64_t batch_size;
    double weight_decay;
  };

  Network NewNetwork(const GraphPool& pool, uint64_t seed) const;
  absl::Status CheckShape(const GraphPool& pool) const;
  absl::Status RunEpochs(const Samples& samples, const Schedule& schedule, uint64_t seed);

  GcnRankerOptions options_;
  std::optional<Network> network_;
  bool has_new_head_ = false;  // on another network's trunk
};

}  // namespace duet::predictors

#endif  // PREDICTORS_GCN_RANKER_H_
