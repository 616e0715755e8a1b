// A space whose best architecture is known, for tests: lists of five choices of three. A choice of 0, 1 or 2 is worth
// 0, 1 or 2 times the decision's weight, 1 to 5; the best is "22222", number 242. Lists that start with "00" denote
// nothing.

#ifndef NAS_SYNTHETIC_SPACE_H_
#define NAS_SYNTHETIC_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "nas/evaluator.h"
#include "nas/search_space.h"

namespace duet::nas {

class SyntheticSpace : public SearchSpace {
 public:
  static constexpr int64_t kNumDecisions = 5;
  static constexpr int64_t kNumOptions = 3;
  static constexpr int64_t kNumMissing = 27;  // lists that start with "00"

  std::string name() const override { return "synthetic"; }
  int64_t size() const override { return 243 - kNumMissing; }
  absl::Span<const int64_t> num_choices() const override;
  Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const Choices& choices) const override;
  std::string NameOf(int64_t index) const override;
  int64_t num_labels() const override;
  predictors::Graph GraphOf(int64_t index) const override;

  // Worth, of at most 30.
  static double WorthOf(const Choices& choices);
  int64_t best() const { return size() - 1; }
};

// Validation accuracy 60 + worth, test accuracy 50 + worth.
class SyntheticEvaluator : public Evaluator {
 public:
  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override;
};

}  // namespace duet::nas

#endif  // NAS_SYNTHETIC_SPACE_H_
