// A search space as the device runner sees it: networks by name, which it can make ready to run on the host.
// What is measured need not be a whole network: the operations that networks are made of are a space too.

#ifndef DATASETS_DEVICE_RUNNER_SPACE_H_
#define DATASETS_DEVICE_RUNNER_SPACE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/random.h"

namespace duet::device_runner {

// A network with weights and an input on the host.
class HostNetwork {
 public:
  virtual ~HostNetwork() = default;
  // Replaces the input by random values, a function of both arguments.
  virtual void SetInput(uint64_t seed, uint64_t index) = 0;
  // One inference of the input.
  virtual void Run() = 0;
};

class Space {
 public:
  virtual ~Space() = default;

  // As given to --space.
  virtual std::string Name() const = 0;
  // What the first column of a file of its measurements is called, such as "arch".
  virtual std::string KeyColumn() const = 0;
  // What its networks have in common and their names do not say, as (name, value) for the header of a file: "networks"
  // (in words), "precision", "batch_size".
  virtual std::vector<std::pair<std::string, std::string>> Provenance() const = 0;

  // Every network by name, in a fixed order; empty for a space too large to list.
  virtual std::vector<std::string> Keys() const = 0;
  // A uniform random network of a space that is too large to list.
  virtual std::string RandomKey(RandomStream& random) const {
    (void)random;
    return {};
  }
  // Returns InvalidArgument for a name that is no network of the space.
  virtual absl::Status CheckKey(absl::string_view key) const = 0;
  // A typical network. It is measured again and again to see how far the device drifts.
  virtual std::string ReferenceKey() const = 0;

  // Builds a network with weights that are a function of `seed` and the name.
  virtual absl::StatusOr<std::unique_ptr<HostNetwork>> BuildOnHost(absl::string_view key, uint64_t seed) const = 0;

  // The operations that the networks are made of, or null where they are not measured on their own.
  virtual const Space* Operations() const { return nullptr; }
};

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_SPACE_H_
