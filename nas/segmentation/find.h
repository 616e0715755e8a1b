// BRP-NAS for segmentation networks: short trainings of a few of those that a latency predictor puts within a limit, a
// binary-relation GCN that learns from them how the others rank, more trainings where the ranking is high.
//
//     measured networks ─► latency predictor ─► candidates within the limit ─► iterative selection ─► trained networks
//
// Why not a supernet: with weights shared over expansions, widths, decoders and resolutions, ranks of subnets are as
// uncertain as those of short trainings, and training one costs as many steps as all the short trainings here.

#ifndef NAS_SEGMENTATION_FIND_H_
#define NAS_SEGMENTATION_FIND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/portraits/portraits.h"
#include "nas/segmentation/train.h"
#include "predictors/latency_predictor.h"

namespace duet::segmentation {

struct FindOptions {
  double limit_ms = 0;
  std::string latency_recipe = "DUET";  // of predictors/latency_predictor.h
  int64_t num_candidates = 1000;        // random networks within the limit
  int64_t num_models = 24;              // short trainings
  int64_t num_iterations = 4;
  TrainOptions training;  // of each
  uint64_t seed = 0;
};

struct Found {
  std::string network;
  int64_t round;  // of the selection; 0 is random
  double predicted_ms;
  double miou_pct;  // on the validation frames, after the short training
};

// All networks trained, in order. The errors of learning latencies, of training, and of too few candidates.
absl::StatusOr<std::vector<Found>> Find(const predictors::LatencySamples& measured,
                                        absl::Span<const portraits::Frame> train,
                                        absl::Span<const portraits::Frame> validation, const FindOptions& options);

// The one of the highest mean IoU that is predicted within the limit; of all, where none is. `found` is not empty.
const Found& BestWithin(const std::vector<Found>& found, double limit_ms);

}  // namespace duet::segmentation

#endif  // NAS_SEGMENTATION_FIND_H_
