// The command line of the device runner, without its flags: which networks, on which device, into which file.

#ifndef DATASETS_DEVICE_RUNNER_MEASURE_COMMAND_H_
#define DATASETS_DEVICE_RUNNER_MEASURE_COMMAND_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/device_runner/device.h"
#include "datasets/device_runner/space.h"
#include "datasets/device_runner/timing.h"

namespace duet::device_runner {

struct MeasureCommand {
  std::string space;
  std::string device;
  std::string device_command;  // of the device "command"
  std::string device_name;
  int64_t num_threads = 1;
  std::string networks;               // "all", a file, or names with commas between them
  std::optional<int64_t> num_sample;  // instead: random networks
  bool has_operations = false;        // the space's operations as well, into <output>_operations.csv
  uint64_t seed = 1;
  Protocol protocol;
  int64_t reference_every = 50;
  std::string output_path;
  std::string command_line;           // for the header
  std::function<bool()> should_stop;  // see MeasureOptions
};

// Makes a device from the fields that concern it.
using DeviceFactory = std::function<absl::StatusOr<std::unique_ptr<Device>>(const MeasureCommand&)>;
using DeviceFactories = std::map<std::string, DeviceFactory>;  // by the name in MeasureCommand::device

// The networks that a command names, in a fixed order. Errors have the flag, or the file and line.
absl::StatusOr<std::vector<std::string>> NetworksOf(const MeasureCommand& command, const Space& space);

// Measures; writes a summary to `out`, whose last line is the path written. InvalidArgument for a command that cannot
// be, and the errors of Measure.
absl::Status RunMeasureCommand(const MeasureCommand& command, absl::Span<const Space* const> spaces,
                               const DeviceFactories& devices, std::ostream& out);

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_MEASURE_COMMAND_H_
