// Measures networks of a space on a device, into a measurement table.
//
//  - Order: random by the seed, so that drift of the device is not mistaken for a property of the networks. Rows are in
//    the order measured.
//  - Drift: the space's reference network is measured before every `reference_every` networks, and at the end. The
//    header has these latencies, their standard deviation over their mean (`reference_noise_pct`), and the change from
//    the first third of them to the last (`reference_drift_pct`). They are not corrected for.
//  - Resumption: what is measured is saved beside the output as `<output>.partial`, a table as well. The same call goes
//    on from there; one with another device, seed, protocol or set of networks is refused.

#ifndef DATASETS_DEVICE_RUNNER_MEASURE_H_
#define DATASETS_DEVICE_RUNNER_MEASURE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "datasets/device_runner/device.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/device_runner/space.h"
#include "datasets/device_runner/timing.h"

namespace duet::device_runner {

struct MeasureOptions {
  std::vector<std::string> keys;  // the networks, each once
  uint64_t seed = 0;              // of the order, the weights and the inputs
  Protocol protocol;
  int64_t reference_every = 50;
  std::string output_path;
  absl::Duration save_every = absl::Seconds(20);
  // Header lines that say how a run came about (command, date); those of a resumed run's first part are kept.
  std::vector<std::pair<std::string, std::string>> circumstances;
  // Called with the number of networks measured so far, also those of an earlier run.
  std::function<void(int64_t num_done)> on_progress;
  // Asked before each network; where it says true, what there is is saved and Cancelled returned.
  std::function<bool()> should_stop;
};

// Writes the table to `output_path` and returns it. Errors: InvalidArgument for options or networks that cannot be;
// AlreadyExists where the output is there; FailedPrecondition where the partial file is of another measurement;
// Cancelled; the device's and the file system's own.
absl::StatusOr<MeasurementTable> Measure(const Space& space, Device& device, const MeasureOptions& options);

// `count` of the space's networks in random order, each once; InvalidArgument where it has not as many.
absl::StatusOr<std::vector<std::string>> SampleKeys(const Space& space, int64_t count, uint64_t seed);

// The reference's standard deviation over its mean, and the change from the first third to the last, in percent.
double NoisePercent(absl::Span<const double> reference_ms);
double DriftPercent(absl::Span<const double> reference_ms);

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_MEASURE_H_
