// How often one network is timed, and its latency from that.
//
//     warm-up runs ─► estimate ─► input 1: r timed runs ─► ... ─► input n: r timed runs ─► outlier filter
//
// with r such that the n * r runs take about `target_ms`, within the limits.
// Differs from LatBench, which always takes 100 inputs of 10 runs without warm-up: 20 times longer for about the same
// median (the noise of every row is in the file).

#ifndef DATASETS_DEVICE_RUNNER_TIMING_H_
#define DATASETS_DEVICE_RUNNER_TIMING_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "datasets/device_runner/device.h"

namespace duet::device_runner {

struct Protocol {
  int64_t num_warm_ups = 3;  // the quickest is the estimate
  int64_t num_inputs = 8;
  double target_ms = 200;  // of all timed runs together
  int64_t min_runs_per_input = 3;
  int64_t max_runs_per_input = 1000;
};

// Returns InvalidArgument naming a field that cannot be.
absl::Status CheckProtocol(const Protocol& protocol);

// All fields on one line, for a file's header.
std::string ToString(const Protocol& protocol);

struct Timing {
  double latency_ms;                                      // through the outlier filter
  double latency_p10_ms, latency_p50_ms, latency_p90_ms;  // of all timed runs
  double noise_pct;  // interquartile range of the inputs' filtered means, of latency
  int64_t num_runs;
};

// Times a network; inputs are a function of `seed`. Returns the device's error, or Internal for times that are not
// above zero.
absl::StatusOr<Timing> TimeNetwork(PreparedNetwork& network, const Protocol& protocol, uint64_t seed);

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_TIMING_H_
