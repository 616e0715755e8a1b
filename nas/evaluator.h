// Trains an architecture, or looks up what training it gave.

#ifndef NAS_EVALUATOR_H_
#define NAS_EVALUATOR_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"

namespace duet::nas {

struct Evaluation {
  double validation_accuracy_pct = 0;       // what a search may look at
  std::optional<double> test_accuracy_pct;  // what it is judged by
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // Of an architecture of the space the evaluator was made for. NotFound if it has never been trained.
  virtual absl::StatusOr<Evaluation> Evaluate(int64_t index) const = 0;
};

}  // namespace duet::nas

#endif  // NAS_EVALUATOR_H_
