// Trains candidates in random order, each once. The baseline of every search.

#ifndef NAS_RANDOM_SEARCH_H_
#define NAS_RANDOM_SEARCH_H_

#include <string>

#include "absl/status/status.h"
#include "nas/search.h"

namespace duet::nas {

class RandomSearch : public SearchStrategy {
 public:
  std::string name() const override { return "random"; }
  absl::Status Run(Search& search) const override;
};

}  // namespace duet::nas

#endif  // NAS_RANDOM_SEARCH_H_
