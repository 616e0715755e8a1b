#include "nas/random_search.h"

#include "common/random.h"
#include "common/status_macros.h"

namespace duet::nas {

absl::Status RandomSearch::Run(Search& search) const {
  RandomStream random(search.seed(), "random search");
  for (const int64_t index : search.RandomCandidates(search.num_left(), random)) {
    RETURN_IF_ERROR(search.Train(index, {"random"}).status());
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
