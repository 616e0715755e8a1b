// A device behind a command: a phone, a board, an emulator, anything that a script can time a network on.
//
//     ./phone.sh {network} {runs}      becomes      ./phone.sh '|nor_conv_3x3~0|+...' 5
//
// The command is run by /bin/sh. It times {runs} inferences of the network {network} and prints the latencies in ms to
// standard output, with white space between them and nothing else. It may use {input}, the number of the random input,
// and {seed} as well. Values are quoted for the shell: no quotes around the braces.
// A script learns the network by name alone; building it for the device is its business.

#ifndef DATASETS_DEVICE_RUNNER_COMMAND_DEVICE_H_
#define DATASETS_DEVICE_RUNNER_COMMAND_DEVICE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/device_runner/device.h"

namespace duet::device_runner {

class CommandDevice : public Device {
 public:
  // `name` is what the files call the device. InvalidArgument for a command without {network} or {runs}, or with an
  // unknown name in braces.
  static absl::StatusOr<std::unique_ptr<Device>> Create(absl::string_view command, absl::string_view name);

  std::vector<std::pair<std::string, std::string>> Provenance() const override;
  // PreparedNetwork's errors: Unavailable for a command that fails, Internal for output that is not {runs} numbers.
  absl::StatusOr<std::unique_ptr<PreparedNetwork>> Prepare(const Space& space, absl::string_view key,
                                                           uint64_t seed) override;

 private:
  CommandDevice(absl::string_view command, absl::string_view name) : command_(command), name_(name) {}

  const std::string command_;
  const std::string name_;
};

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_COMMAND_DEVICE_H_
