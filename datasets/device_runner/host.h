// What a reader of latencies must know of the machine that they were measured on.

#ifndef DATASETS_DEVICE_RUNNER_HOST_H_
#define DATASETS_DEVICE_RUNNER_HOST_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace duet::device_runner {

// (name, value) of processor, cores, hypervisor, frequency governor, turbo, kernel. What a system does not tell is
// "unknown".
std::vector<std::pair<std::string, std::string>> HostProvenance();

// The processor's model in the text of /proc/cpuinfo, or "unknown".
std::string CpuModel(absl::string_view cpuinfo);
std::string CpuModel();

// Whether the processor may exceed its base frequency, from the two files in which Linux drivers say so (their
// contents, empty where a file is not there): intel_pstate/no_turbo and cpufreq/boost.
std::string Turbo(absl::string_view no_turbo, absl::string_view boost);

// How many threads wanted to run in the last minute, on average.
double LoadAverage();

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_HOST_H_
