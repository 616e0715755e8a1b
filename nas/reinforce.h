// REINFORCE: a policy of independent softmaxes, one a decision, follows the gradient of the expected reward.
//
//   d/d(logits of a decision) = (R - b) (one-hot(choice) - softmax(logits))      R: validation accuracy, in [0, 1]
//   b <- momentum b + (1 - momentum) R                                           by Adam, one drawn architecture a step
//
// Source: Williams 1992; policy, learning rate, momentum and optimiser as in the baseline of NAS-Bench-201 (Dong & Yang
// 2020), from memory: not checked against its code. BRP-NAS does not say what its REINFORCE was.
// Differs: draws that are no candidate are drawn again, 10,000 times at most, after which a random candidate is
// trained; an architecture that has been trained before is learnt from again at no cost, and after 1000 of these in a
// row a random one is trained.

#ifndef NAS_REINFORCE_H_
#define NAS_REINFORCE_H_

#include <string>

#include "absl/status/status.h"
#include "nas/search.h"

namespace duet::nas {

struct ReinforceOptions {
  double learning_rate = 0.01;
  double baseline_momentum = 0.9;
};

class Reinforce : public SearchStrategy {
 public:
  explicit Reinforce(const ReinforceOptions& options) : options_(options) {}

  std::string name() const override { return "reinforce"; }
  absl::Status Run(Search& search) const override;

 private:
  ReinforceOptions options_;
};

}  // namespace duet::nas

#endif  // NAS_REINFORCE_H_
