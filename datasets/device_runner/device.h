// Something that networks are timed on. A new device is a class of these two; datasets/latbench/README.md shows how.

#ifndef DATASETS_DEVICE_RUNNER_DEVICE_H_
#define DATASETS_DEVICE_RUNNER_DEVICE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/device_runner/space.h"

namespace duet::device_runner {

// A network that is ready to be timed.
class PreparedNetwork {
 public:
  virtual ~PreparedNetwork() = default;

  // Replaces the input by random values, a function of both arguments.
  virtual absl::Status SetInput(uint64_t seed, uint64_t index) = 0;

  // Runs `count` inferences of the input one after another and returns the time of each in milliseconds, in order.
  virtual absl::StatusOr<std::vector<double>> TimeInferencesMs(int64_t count) = 0;
};

class Device {
 public:
  virtual ~Device() = default;

  // What a reader of the numbers must know, as (name, value) for the file's header; the first is "device". A resumed
  // measurement is refused where one of them has changed. Names are of lower-case letters, digits and '_'.
  virtual std::vector<std::pair<std::string, std::string>> Provenance() const = 0;

  // Returns the network of `space` named `key`, with weights that `seed` fixes. `space` must outlive it.
  virtual absl::StatusOr<std::unique_ptr<PreparedNetwork>> Prepare(const Space& space, absl::string_view key,
                                                                   uint64_t seed) = 0;
};

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_DEVICE_H_
