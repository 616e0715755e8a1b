#include "nas/segmentation/latency.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/segmentation_networks/network.h"
#include "predictors/segmentation_encoder.h"

namespace duet::segmentation {
namespace {

constexpr int64_t kNumDrawnAtOnce = 1000;
constexpr int64_t kMaxDrawnPerCandidate = 200;

}  // namespace

absl::StatusOr<predictors::LatencySamples> ReadLatencySamples(absl::string_view path) {
  ASSIGN_OR_RETURN(const auto table, device_runner::ReadMeasurementTable(path));
  std::vector<Network> networks;
  predictors::LatencySamples samples;
  for (const auto& row : table.rows) {
    const auto network = ParseNetwork(row.key);
    if (!network.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", row.line, ": ", network.status().message()));
    }
    networks.push_back(*network);
    samples.latency_ms.push_back(row.values[0]);
  }
  samples.architectures = predictors::EncodeSegmentation(networks);
  return samples;
}

absl::StatusOr<double> ReadLatencyMs(absl::string_view path, absl::string_view network) {
  ASSIGN_OR_RETURN(const auto table, device_runner::ReadMeasurementTable(path));
  for (const auto& row : table.rows) {
    if (row.key == network) return row.values[0];
  }
  return absl::NotFoundError(absl::StrCat(path, " has no latency of ", network));
}

absl::StatusOr<Candidates> DrawWithinLimit(const predictors::LatencyPredictor& predictor,
                                           const CandidateOptions& options) {
  RandomStream random(options.seed, "segmentation candidates");
  std::map<int64_t, double> within;
  int64_t num_drawn = 0;
  while (static_cast<int64_t>(within.size()) < options.count) {
    if (num_drawn > kMaxDrawnPerCandidate * options.count) {
      return absl::InvalidArgumentError(absl::StrCat("of ", num_drawn, " random networks ", within.size(),
                                                     " are predicted within ", options.limit_ms, " ms, not ",
                                                     options.count));
    }
    std::vector<int64_t> ids;
    std::vector<Network> networks;
    for (int64_t i = 0; i < kNumDrawnAtOnce; ++i, ++num_drawn) {
      ids.push_back(random.UniformInt(kNumNetworks));
      networks.push_back(NetworkFromId(ids.back()));
    }
    ASSIGN_OR_RETURN(const std::vector<double> predicted_ms,
                     predictor.PredictMs(predictors::EncodeSegmentation(networks)));
    for (int64_t i = 0; i < kNumDrawnAtOnce && static_cast<int64_t>(within.size()) < options.count; ++i) {
      if (predicted_ms[i] <= options.limit_ms) within.emplace(ids[i], predicted_ms[i]);
    }
  }
  Candidates candidates;
  for (const auto& [id, predicted_ms] : within) {
    candidates.networks.push_back(id);
    candidates.predicted_ms.push_back(predicted_ms);
  }
  return candidates;
}

}  // namespace duet::segmentation
