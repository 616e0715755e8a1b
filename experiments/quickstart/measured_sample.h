// Measurements that are made once: of a random sample, and of chosen networks.

#ifndef EXPERIMENTS_QUICKSTART_MEASURED_SAMPLE_H_
#define EXPERIMENTS_QUICKSTART_MEASURED_SAMPLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/device_runner/device.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/device_runner/space.h"
#include "datasets/device_runner/timing.h"

namespace duet::quickstart {

struct MeasuringOptions {
  uint64_t seed = 1;
  device_runner::Protocol protocol;
  std::string path;                   // of the .csv file
  std::string label;                  // of the progress shown
  std::function<bool()> should_stop;  // see device_runner::MeasureOptions
};

// Measures `keys`, or reads the file if it is there. FailedPrecondition if the file is of another device, space, seed
// or number of networks; else the errors of device_runner::Measure.
absl::StatusOr<device_runner::MeasurementTable> MeasureOnce(const device_runner::Space& space,
                                                            device_runner::Device& device,
                                                            const std::vector<std::string>& keys,
                                                            const MeasuringOptions& options);

// Measures `keys`; replaces the file, and what an interrupted measurement left beside it.
absl::StatusOr<device_runner::MeasurementTable> MeasureAnew(const device_runner::Space& space,
                                                            device_runner::Device& device,
                                                            const std::vector<std::string>& keys,
                                                            const MeasuringOptions& options);

}  // namespace duet::quickstart

#endif  // EXPERIMENTS_QUICKSTART_MEASURED_SAMPLE_H_
