// The latency of segmentation networks on a device, measured and predicted.

#ifndef NAS_SEGMENTATION_LATENCY_H_
#define NAS_SEGMENTATION_LATENCY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "predictors/latency_predictor.h"

namespace duet::segmentation {

// What `bazel run //datasets/segmentation_networks:measure` wrote, of networks of the space. InvalidArgument for a
// network that is not of the space or a file that is no measurement table.
absl::StatusOr<predictors::LatencySamples> ReadLatencySamples(absl::string_view path);

// The measured milliseconds of one network, or baseline, in such a file; NotFound where it has none.
absl::StatusOr<double> ReadLatencyMs(absl::string_view path, absl::string_view network);

struct CandidateOptions {
  double limit_ms = 0;
  int64_t count = 0;
  uint64_t seed = 0;
};
struct Candidates {
  std::vector<int64_t> networks;     // by number in the space, ascending, each once
  std::vector<double> predicted_ms;  // of each, at most the limit
};

// Random networks of the space that `predictor` puts within the limit. InvalidArgument where hardly any is.
absl::StatusOr<Candidates> DrawWithinLimit(const predictors::LatencyPredictor& predictor,
                                           const CandidateOptions& options);

}  // namespace duet::segmentation

#endif  // NAS_SEGMENTATION_LATENCY_H_
