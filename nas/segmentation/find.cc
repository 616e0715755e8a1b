#include "nas/segmentation/find.h"

#include <algorithm>
#include <memory>

#include "common/status_macros.h"
#include "nas/iterative_selection.h"
#include "nas/search.h"
#include "nas/segmentation/latency.h"
#include "nas/segmentation/short_training.h"
#include "nas/segmentation_space.h"

namespace duet::segmentation {

absl::StatusOr<std::vector<Found>> Find(const predictors::LatencySamples& measured,
                                        absl::Span<const portraits::Frame> train,
                                        absl::Span<const portraits::Frame> validation, const FindOptions& options) {
  ASSIGN_OR_RETURN(const auto predictor, predictors::CreateLatencyPredictor(options.latency_recipe));
  RETURN_IF_ERROR(predictor->Fit(measured, measured, options.seed));
  ASSIGN_OR_RETURN(const Candidates candidates,
                   DrawWithinLimit(*predictor, {options.limit_ms, options.num_candidates, options.seed}));

  const nas::SegmentationSpace space;
  const ShortTraining evaluator(train, validation, options.training);
  nas::IterativeSelectionOptions selection;
  selection.num_models = options.num_models;
  selection.num_iterations = options.num_iterations;
  ASSIGN_OR_RETURN(const nas::Trace trace,
                   nas::RunSearch({&space, &evaluator, candidates.networks}, nas::IterativeSelection(selection),
                                  {options.num_models, options.seed}));
  std::vector<Found> found;
  for (const nas::TrainedNetwork& network : trace.networks()) {
    const auto position = std::lower_bound(candidates.networks.begin(), candidates.networks.end(), network.index());
    found.push_back({network.name(), network.round(), candidates.predicted_ms[position - candidates.networks.begin()],
                     network.validation_accuracy_pct()});
  }
  return found;
}

const Found& BestWithin(const std::vector<Found>& found, double limit_ms) {
  const Found* best = nullptr;
  for (const Found& one : found) {
    if (one.predicted_ms <= limit_ms && (best == nullptr || one.miou_pct > best->miou_pct)) best = &one;
  }
  if (best != nullptr) return *best;
  return *std::max_element(found.begin(), found.end(),
                           [](const Found& a, const Found& b) { return a.miou_pct < b.miou_pct; });
}

}  // namespace duet::segmentation
