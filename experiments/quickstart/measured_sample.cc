#include "experiments/quickstart/measured_sample.h"

#include <filesystem>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measure.h"

namespace duet::quickstart {
namespace {

using device_runner::Device;
using device_runner::MeasurementTable;
using device_runner::Space;

absl::Status CheckSameMeasurement(const MeasurementTable& table, const Space& space, const Device& device,
                                  int64_t num_networks, const MeasuringOptions& options) {
  std::vector<std::pair<std::string, std::string>> wanted = device.Provenance();
  wanted.emplace_back("space", space.Name());
  wanted.emplace_back("seed", absl::StrCat(options.seed));
  wanted.emplace_back("num_networks", absl::StrCat(num_networks));
  for (const auto& [name, value] : wanted) {
    const absl::string_view before = FindProvenance(table, name).value_or("");
    if (before == value) continue;
    return absl::FailedPreconditionError(absl::StrCat(options.path, " was measured with ", name, " \"", before,
                                                      "\", which is now \"", value,
                                                      "\"; remove it, or choose another --output"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MeasurementTable> MeasureOnce(const Space& space, Device& device, const std::vector<std::string>& keys,
                                             const MeasuringOptions& options) {
  if (std::filesystem::exists(options.path)) {
    ASSIGN_OR_RETURN(MeasurementTable table, device_runner::ReadMeasurementTable(options.path));
    RETURN_IF_ERROR(CheckSameMeasurement(table, space, device, keys.size(), options));
    return table;
  }
  device_runner::MeasureOptions measure_options;
  measure_options.keys = keys;
  measure_options.seed = options.seed;
  measure_options.protocol = options.protocol;
  measure_options.output_path = options.path;
  measure_options.circumstances = {
      {"date", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone())},
      {"run_as", "//experiments:quickstart"},
  };
  measure_options.should_stop = options.should_stop;
  Progress progress;
  bool is_started = false;
  measure_options.on_progress = [&](int64_t num_done) {
    if (is_started) {
      progress.Advance();
    } else {
      progress.Start(options.label, static_cast<int64_t>(keys.size()) - num_done);
    }
    is_started = true;
  };
  return device_runner::Measure(space, device, measure_options);
}

absl::StatusOr<MeasurementTable> MeasureAnew(const Space& space, Device& device, const std::vector<std::string>& keys,
                                             const MeasuringOptions& options) {
  for (const std::string& path : {options.path, absl::StrCat(options.path, ".partial")}) {
    std::error_code error;
    std::filesystem::remove(path, error);
    if (error) return absl::ErrnoToStatus(error.value(), absl::StrCat("cannot remove ", path));
  }
  return MeasureOnce(space, device, keys, options);
}

}  // namespace duet::quickstart
