// What a search looks at: the mean IoU on held-out frames after a short training.

#ifndef NAS_SEGMENTATION_SHORT_TRAINING_H_
#define NAS_SEGMENTATION_SHORT_TRAINING_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/portraits/portraits.h"
#include "nas/evaluator.h"
#include "nas/segmentation/train.h"

namespace duet::segmentation {

class ShortTraining : public nas::Evaluator {
 public:
  // The frames must outlive it.
  ShortTraining(absl::Span<const portraits::Frame> train, absl::Span<const portraits::Frame> validation,
                const TrainOptions& options)
      : train_(train), validation_(validation), options_(options) {}

  // `index` of nas::SegmentationSpace. The errors of training.
  absl::StatusOr<nas::Evaluation> Evaluate(int64_t index) const override;

 private:
  absl::Span<const portraits::Frame> train_, validation_;
  TrainOptions options_;
};

}  // namespace duet::segmentation

#endif  // NAS_SEGMENTATION_SHORT_TRAINING_H_
