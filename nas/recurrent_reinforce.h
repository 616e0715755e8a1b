// REINFORCE with a recurrent policy: a choice is drawn knowing those before it (controller.h).
//
// Differs from reinforce.h in the policy. Draws that denote no candidate earn nothing and are drawn again, 10,000 times
// at most; an architecture that has been trained before is learnt from again at no cost, and after 100 of these in a
// row a random one is trained.

#ifndef NAS_RECURRENT_REINFORCE_H_
#define NAS_RECURRENT_REINFORCE_H_

#include <string>

#include "absl/status/status.h"
#include "nas/controller.h"
#include "nas/search.h"

namespace duet::nas {

class RecurrentReinforce : public SearchStrategy {
 public:
  explicit RecurrentReinforce(const ControllerOptions& options) : options_(options) {}

  std::string name() const override { return "recurrent_reinforce"; }
  absl::Status Run(Search& search) const override;

 private:
  ControllerOptions options_;
};

}  // namespace duet::nas

#endif  // NAS_RECURRENT_REINFORCE_H_
