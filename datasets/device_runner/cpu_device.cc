#include "datasets/device_runner/cpu_device.h"

#include <dlfcn.h>
#include <sched.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <filesystem>

#include "ATen/Version.h"
#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/device_runner/host.h"
#include "torch/torch.h"
#include "torch/version.h"

namespace duet::device_runner {
namespace {

class NetworkOnCpu : public PreparedNetwork {
 public:
  explicit NetworkOnCpu(std::unique_ptr<HostNetwork> network) : network_(std::move(network)) {}

  absl::Status SetInput(uint64_t seed, uint64_t index) override {
    network_->SetInput(seed, index);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<double>> TimeInferencesMs(int64_t count) override {
    using Clock = std::chrono::steady_clock;
    std::vector<double> times_ms;
    times_ms.reserve(count);
    try {
      for (int64_t i = 0; i < count; ++i) {
        const Clock::time_point start = Clock::now();
        network_->Run();
        times_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
      }
    } catch (const std::exception& error) {
      return absl::InternalError(absl::StrCat("LibTorch: ", error.what()));
    }
    return times_ms;
  }

 private:
  const std::unique_ptr<HostNetwork> network_;
};

// The last core that the process may use; the first has most interrupts.
absl::Status PinToOneCore() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
    return absl::ErrnoToStatus(errno, "cannot read which cores this process may use");
  }
  int core = CPU_SETSIZE - 1;
  while (core > 0 && !CPU_ISSET(core, &allowed)) --core;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  if (sched_setaffinity(0, sizeof(one), &one) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot pin this process to core ", core));
  }
  return absl::OkStatus();
}

int64_t NumAllowedCores() {
  cpu_set_t allowed;
  return sched_getaffinity(0, sizeof(allowed), &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}

template <typename Function>
Function* FindFunction(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

// The library behind the symbol that LibTorch calls, which Debian's alternatives select.
std::string BlasVersion() {
  if (auto* const config = FindFunction<char*()>("openblas_get_config"); config != nullptr) {
    return std::string(absl::StripAsciiWhitespace(config()));
  }
  Dl_info library;
  void* const sgemm = dlsym(RTLD_DEFAULT, "sgemm_");
  if (sgemm == nullptr || dladdr(sgemm, &library) == 0) return "unknown";
  return std::filesystem::path(library.dli_fname).filename().string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Device>> CpuDevice::Create(const CpuDeviceOptions& options) {
  if (options.num_threads < 1 || options.num_threads > NumAllowedCores()) {
    return absl::InvalidArgumentError(absl::StrCat("the number of threads is ", options.num_threads,
                                                   ", not from 1 to the ", NumAllowedCores(),
                                                   " cores that this process may use"));
  }
  at::set_num_threads(options.num_threads);
  if (auto* const set_num_threads = FindFunction<void(int)>("openblas_set_num_threads"); set_num_threads != nullptr) {
    set_num_threads(options.num_threads);
  }
  if (options.num_threads == 1) RETURN_IF_ERROR(PinToOneCore());
  return absl::WrapUnique<Device>(new CpuDevice(options));
}

std::vector<std::pair<std::string, std::string>> CpuDevice::Provenance() const {
  const std::string threads = absl::StrCat(options_.num_threads);
  std::vector<std::pair<std::string, std::string>> provenance = {
      {"device", absl::StrCat(CpuModel(), ", ", threads, options_.num_threads == 1 ? " thread" : " threads")},
      {"framework", absl::StrCat("LibTorch ", TORCH_VERSION)},
      {"onednn", at::hasMKLDNN() ? at::get_mkldnn_version() : "none"},
      {"blas", BlasVersion()},
      {"threads", threads},
      {"pinned", options_.num_threads == 1 ? "to one core" : "no"},
  };
  for (auto& entry : HostProvenance()) provenance.push_back(std::move(entry));
  return provenance;
}

absl::StatusOr<std::unique_ptr<PreparedNetwork>> CpuDevice::Prepare(const Space& space, absl::string_view key,
                                                                    uint64_t seed) {
  ASSIGN_OR_RETURN(std::unique_ptr<HostNetwork> network, space.BuildOnHost(key, seed));
  return std::make_unique<NetworkOnCpu>(std::move(network));
}

}  // namespace duet::device_runner
