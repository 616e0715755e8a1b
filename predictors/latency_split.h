// Which samples train, which validate and which test: a random split that depends on the seed and the number of
// samples alone.

#ifndef PREDICTORS_LATENCY_SPLIT_H_
#define PREDICTORS_LATENCY_SPLIT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "predictors/latency_predictor.h"

namespace duet::predictors {

// BRP-NAS, section 3.1: 900 random samples train, 100 validate, the others test.
struct SplitOptions {
  int64_t num_train = 900;
  int64_t num_validation = 100;
  uint64_t seed = 1;
};

struct LatencySplit {
  std::vector<int64_t> train, validation, test;  // rows of the samples
};

// InvalidArgument if there are fewer than num_train + num_validation + 1 samples.
absl::StatusOr<LatencySplit> SplitSamples(int64_t num_samples, const SplitOptions& options);

// The samples `rows`, in that order.
LatencySamples Select(const LatencySamples& samples, absl::Span<const int64_t> rows);

}  // namespace duet::predictors

#endif  // PREDICTORS_LATENCY_SPLIT_H_
