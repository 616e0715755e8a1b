#include "datasets/device_runner/host.h"

#include <sys/utsname.h>

#include <cstdlib>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"

namespace duet::device_runner {
namespace {

constexpr absl::string_view kCpuDirectory = "/sys/devices/system/cpu";

// Empty where there is no such file.
std::string ContentsOf(absl::string_view path) {
  const absl::StatusOr<std::string> contents = ReadFile(path);
  return contents.ok() ? std::string(absl::StripAsciiWhitespace(*contents)) : "";
}

std::string OrUnknown(const std::string& value) { return value.empty() ? "unknown" : value; }

bool HasHypervisor(absl::string_view cpuinfo) {
  for (const absl::string_view line : absl::StrSplit(cpuinfo, '\n')) {
    if (absl::StartsWith(line, "flags")) return absl::StrContains(absl::StrCat(line, " "), " hypervisor ");
  }
  return false;
}

}  // namespace

std::string CpuModel(absl::string_view cpuinfo) {
  for (const absl::string_view line : absl::StrSplit(cpuinfo, '\n')) {
    const std::pair<absl::string_view, absl::string_view> entry = absl::StrSplit(line, absl::MaxSplits(':', 1));
    if (absl::StripAsciiWhitespace(entry.first) != "model name") continue;
    return OrUnknown(std::string(absl::StripAsciiWhitespace(entry.second)));
  }
  return "unknown";
}

std::string CpuModel() { return CpuModel(ContentsOf("/proc/cpuinfo")); }

std::string Turbo(absl::string_view no_turbo, absl::string_view boost) {
  if (no_turbo == "0" || boost == "1") return "on";
  if (no_turbo == "1" || boost == "0") return "off";
  return "unknown";
}

std::vector<std::pair<std::string, std::string>> HostProvenance() {
  const std::string cpuinfo = ContentsOf("/proc/cpuinfo");
  utsname kernel = {};
  uname(&kernel);
  return {
      {"cpu", CpuModel(cpuinfo)},
      {"num_cpus", absl::StrCat(std::thread::hardware_concurrency())},
      {"virtual_machine", HasHypervisor(cpuinfo) ? "yes" : "no"},
      {"governor", OrUnknown(ContentsOf(absl::StrCat(kCpuDirectory, "/cpu0/cpufreq/scaling_governor")))},
      {"turbo", Turbo(ContentsOf(absl::StrCat(kCpuDirectory, "/intel_pstate/no_turbo")),
                      ContentsOf(absl::StrCat(kCpuDirectory, "/cpufreq/boost")))},
      {"kernel", absl::StrCat(kernel.sysname, " ", kernel.release, " ", kernel.machine)},
  };
}

double LoadAverage() {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? load : 0;
}

}  // namespace duet::device_runner
