// Local search: from a random candidate, trains all neighbors, goes to the best of them while that is better, and
// starts again from another random candidate where it is not.
//
// Source: White et al. 2021, Exploring the Loss Landscape in Neural Architecture Search, algorithm 1, with restarts.

#ifndef NAS_LOCAL_SEARCH_H_
#define NAS_LOCAL_SEARCH_H_

#include <string>

#include "absl/status/status.h"
#include "nas/search.h"

namespace duet::nas {

class LocalSearch : public SearchStrategy {
 public:
  std::string name() const override { return "local_search"; }
  absl::Status Run(Search& search) const override;
};

}  // namespace duet::nas

#endif  // NAS_LOCAL_SEARCH_H_
