#include "nas/segmentation/short_training.h"

#include "common/status_macros.h"
#include "datasets/segmentation_networks/network.h"

namespace duet::segmentation {

absl::StatusOr<nas::Evaluation> ShortTraining::Evaluate(int64_t index) const {
  const LayerList layers = LayersOf(NetworkFromId(index));
  ASSIGN_OR_RETURN(const TrainedWeights trained, Train(layers, train_, options_));
  nas::Evaluation evaluation;
  ASSIGN_OR_RETURN(evaluation.validation_accuracy_pct, MeanIouPct(layers, trained.weights, validation_));
  return evaluation;
}

}  // namespace duet::segmentation
