#include "datasets/device_runner/timing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/device_runner/outlier_filter.h"

namespace duet::device_runner {
namespace {

absl::StatusOr<std::vector<double>> TimeInferences(PreparedNetwork& network, int64_t count) {
  ASSIGN_OR_RETURN(std::vector<double> times_ms, network.TimeInferencesMs(count));
  if (static_cast<int64_t>(times_ms.size()) != count) {
    return absl::InternalError(absl::StrCat("the device timed ", times_ms.size(), " inferences, not ", count));
  }
  for (const double time_ms : times_ms) {
    if (!std::isfinite(time_ms) || time_ms <= 0) {
      return absl::InternalError(absl::StrCat("the device timed an inference at ", time_ms, " ms"));
    }
  }
  return times_ms;
}

int64_t RunsPerInput(const Protocol& protocol, double estimate_ms) {
  const double runs = protocol.target_ms / (protocol.num_inputs * estimate_ms);
  return std::llround(std::clamp<double>(runs, protocol.min_runs_per_input, protocol.max_runs_per_input));
}

}  // namespace

absl::Status CheckProtocol(const Protocol& protocol) {
  if (protocol.num_warm_ups < 1) {
    return absl::InvalidArgumentError(absl::StrCat("num_warm_ups is ", protocol.num_warm_ups, ", not at least 1"));
  }
  if (protocol.num_inputs < 1) {
    return absl::InvalidArgumentError(absl::StrCat("num_inputs is ", protocol.num_inputs, ", not at least 1"));
  }
  if (!std::isfinite(protocol.target_ms) || protocol.target_ms <= 0) {
    return absl::InvalidArgumentError(absl::StrCat("target_ms is ", protocol.target_ms, ", not above 0"));
  }
  if (protocol.min_runs_per_input < 1 || protocol.max_runs_per_input < protocol.min_runs_per_input) {
    return absl::InvalidArgumentError(absl::StrCat("runs per input are ", protocol.min_runs_per_input, " to ",
                                                   protocol.max_runs_per_input, ", not a range from at least 1"));
  }
  return absl::OkStatus();
}

std::string ToString(const Protocol& protocol) {
  return absl::StrCat(protocol.num_warm_ups, " warm-up runs, ", protocol.num_inputs, " inputs of ",
                      protocol.min_runs_per_input, " to ", protocol.max_runs_per_input, " runs for ",
                      protocol.target_ms, " ms; mean within percentiles 25 to 75 of each input's times, then of these");
}

absl::StatusOr<Timing> TimeNetwork(PreparedNetwork& network, const Protocol& protocol, uint64_t seed) {
  RETURN_IF_ERROR(CheckProtocol(protocol));
  RETURN_IF_ERROR(network.SetInput(seed, 0));
  ASSIGN_OR_RETURN(const std::vector<double> warm_up_ms, TimeInferences(network, protocol.num_warm_ups));
  // The least disturbed one.
  const double estimate_ms = *std::min_element(warm_up_ms.begin(), warm_up_ms.end());
  const int64_t runs_per_input = RunsPerInput(protocol, estimate_ms);

  std::vector<std::vector<double>> times_by_input;
  std::vector<double> means_ms;
  std::vector<double> all_ms;
  for (int64_t input = 1; input <= protocol.num_inputs; ++input) {
    RETURN_IF_ERROR(network.SetInput(seed, input));
    ASSIGN_OR_RETURN(times_by_input.emplace_back(), TimeInferences(network, runs_per_input));
    means_ms.push_back(MeanOfMiddleHalf(times_by_input.back()));
    all_ms.insert(all_ms.end(), times_by_input.back().begin(), times_by_input.back().end());
  }
  Timing timing;
  timing.latency_ms = FilteredLatency(times_by_input);
  timing.latency_p10_ms = Percentile(all_ms, 10);
  timing.latency_p50_ms = Percentile(all_ms, 50);
  timing.latency_p90_ms = Percentile(all_ms, 90);
  timing.noise_pct = 100 * (Percentile(means_ms, 75) - Percentile(means_ms, 25)) / timing.latency_ms;
  timing.num_runs = all_ms.size();
  return timing;
}

}  // namespace duet::device_runner
