#include "nas/random_search.h"

#include "common/random.h"
#include "common/status_macros.h"

namespace duet::nas {

absl::Status RandomSearch::Run(Search& search) const {
  RandomStream random(search.seed(), "random search");
  for (const int64_t i : random.SampleWithoutReplacement(search.candidates().size(), search.num_left())) {
    RETURN_IF_ERROR(search.Train(search.candidates()[i], {"random"}).status());
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
