// The processor of the host, with LibTorch.

#ifndef DATASETS_DEVICE_RUNNER_CPU_DEVICE_H_
#define DATASETS_DEVICE_RUNNER_CPU_DEVICE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/device_runner/device.h"

namespace duet::device_runner {

struct CpuDeviceOptions {
  int64_t num_threads = 1;  // of an operation; with 1 the calling thread is pinned to one core
};

// Times with the monotonic clock around HostNetwork::Run. The number of threads is the process's: there is one such
// device at a time.
class CpuDevice : public Device {
 public:
  // InvalidArgument for a number of threads that the process cannot have at once.
  static absl::StatusOr<std::unique_ptr<Device>> Create(const CpuDeviceOptions& options);

  std::vector<std::pair<std::string, std::string>> Provenance() const override;
  // PreparedNetwork's errors: Internal where LibTorch throws.
  absl::StatusOr<std::unique_ptr<PreparedNetwork>> Prepare(const Space& space, absl::string_view key,
                                                           uint64_t seed) override;

 private:
  explicit CpuDevice(const CpuDeviceOptions& options) : options_(options) {}

  const CpuDeviceOptions options_;
};

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_CPU_DEVICE_H_
