#include "datasets/device_runner/measure_command.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/device_runner/host.h"
#include "datasets/device_runner/measure.h"
#include "datasets/device_runner/outlier_filter.h"

namespace duet::device_runner {
namespace {

absl::StatusOr<const Space*> FindSpace(const std::string& name, absl::Span<const Space* const> spaces) {
  std::vector<std::string> names;
  for (const Space* space : spaces) {
    if (space->Name() == name) return space;
    names.push_back(space->Name());
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown --space=", name, "; there are: ", absl::StrJoin(names, ", ")));
}

absl::StatusOr<std::unique_ptr<Device>> MakeDevice(const MeasureCommand& command, const DeviceFactories& devices) {
  const auto found = devices.find(command.device);
  if (found != devices.end()) return found->second(command);
  const auto append_name = [](std::string* out, const auto& entry) { absl::StrAppend(out, entry.first); };
  return absl::InvalidArgumentError(
      absl::StrCat("unknown --device=", command.device, "; there are: ", absl::StrJoin(devices, ", ", append_name)));
}

// A network a line, the rest of a line after a comma not read: a measurement file is a list as well.
absl::StatusOr<std::vector<std::string>> ReadNetworks(const std::string& path, const Space& space) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  std::vector<std::string> keys;
  int64_t line_number = 0;
  for (absl::string_view line : absl::StrSplit(contents, '\n')) {
    ++line_number;
    const absl::string_view key = absl::StripAsciiWhitespace(line.substr(0, line.find(',')));
    if (key.empty() || key.front() == '#' || key == space.KeyColumn()) continue;
    if (const absl::Status status = space.CheckKey(key); !status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", line_number, ": ", status.message()));
    }
    keys.emplace_back(key);
  }
  if (keys.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " names no network"));
  return keys;
}

void PrintSummary(const MeasurementTable& table, absl::string_view label, const std::string& path, std::ostream& out) {
  std::vector<double> latencies_ms, noises_pct;
  for (const MeasurementTable::Row& row : table.rows) {
    latencies_ms.push_back(row.values[0]);
    noises_pct.push_back(row.values[4]);
  }
  out << absl::StreamFormat("%d %s: median %.4g ms, from %.4g to %.4g ms; median noise of a row %.2g %%\n",
                            table.rows.size(), label, Percentile(latencies_ms, 50), Percentile(latencies_ms, 0),
                            Percentile(latencies_ms, 100), Percentile(noises_pct, 50));
  out << "reference measured again and again: noise " << FindProvenance(table, "reference_noise_pct").value_or("?")
      << " %, drift " << FindProvenance(table, "reference_drift_pct").value_or("?") << " %\n";
  out << path << "\n";
}

absl::Status MeasureSpace(const MeasureCommand& command, const Space& space, std::vector<std::string> keys,
                          absl::string_view label, const std::string& output_path, Device& device, std::ostream& out) {
  MeasureOptions options;
  options.keys = std::move(keys);
  options.seed = command.seed;
  options.protocol = command.protocol;
  options.reference_every = command.reference_every;
  options.output_path = output_path;
  options.circumstances = {
      {"date", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone())},
      {"load_average", absl::StrFormat("%.2f", LoadAverage())},
      {"run_as", command.command_line},
  };
  options.should_stop = command.should_stop;
  Progress progress;
  const int64_t num_keys = options.keys.size();
  bool is_started = false;
  options.on_progress = [&](int64_t num_done) {
    if (is_started) {
      progress.Advance();
    } else {
      progress.Start(absl::StrCat("measuring ", label), num_keys - num_done);
    }
    is_started = true;
  };
  ASSIGN_OR_RETURN(const MeasurementTable table, Measure(space, device, options));
  progress.Finish();
  PrintSummary(table, label, output_path, out);
  return absl::OkStatus();
}

absl::Status CheckFlags(const MeasureCommand& command) {
  const bool names_networks = !command.networks.empty();
  if (names_networks && command.num_sample.has_value()) {
    return absl::InvalidArgumentError("--cells and --sample are both given; give one");
  }
  if (!names_networks && !command.num_sample.has_value() && !command.has_operations) {
    return absl::InvalidArgumentError("nothing to measure: give --cells, --sample or --profile_ops (see --help)");
  }
  if (!absl::EndsWith(command.output_path, ".csv")) {
    return absl::InvalidArgumentError(
        absl::StrCat("--output=", command.output_path, " is not the path of a .csv file"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> NetworksOf(const MeasureCommand& command, const Space& space) {
  if (command.num_sample.has_value()) {
    const absl::StatusOr<std::vector<std::string>> keys = SampleKeys(space, *command.num_sample, command.seed);
    if (keys.ok()) return keys;
    return absl::InvalidArgumentError(absl::StrCat("--sample=", *command.num_sample, ": ", keys.status().message()));
  }
  if (command.networks == "all") return space.Keys();
  const std::string path = ResolveUserPath(command.networks);
  if (std::filesystem::is_regular_file(path)) return ReadNetworks(path, space);
  const std::vector<std::string> keys = absl::StrSplit(command.networks, ',');
  for (const std::string& key : keys) {
    if (const absl::Status status = space.CheckKey(key); !status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--cells=", command.networks, " is no file, and as a list of networks: ", status.message()));
    }
  }
  return keys;
}

absl::Status RunMeasureCommand(const MeasureCommand& command, absl::Span<const Space* const> spaces,
                               const DeviceFactories& devices, std::ostream& out) {
  RETURN_IF_ERROR(CheckFlags(command));
  ASSIGN_OR_RETURN(const Space* const space, FindSpace(command.space, spaces));
  const Space* const operations = space->Operations();
  if (command.has_operations && operations == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("--profile_ops: the operations of --space=", command.space, " cannot be measured on their own"));
  }
  std::vector<std::string> keys;
  if (!command.networks.empty() || command.num_sample.has_value()) {
    ASSIGN_OR_RETURN(keys, NetworksOf(command, *space));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Device> device, MakeDevice(command, devices));
  const std::string output_path = ResolveUserPath(command.output_path);
  if (command.has_operations) {
    const std::string path = absl::StrCat(absl::StripSuffix(output_path, ".csv"), "_operations.csv");
    if (!keys.empty() && std::filesystem::exists(path)) {
      out << path << " is there already: operations are not measured again\n";  // so that a run can be resumed
    } else {
      RETURN_IF_ERROR(MeasureSpace(command, *operations, operations->Keys(), "operations", path, *device, out));
    }
  }
  if (keys.empty()) return absl::OkStatus();
  return MeasureSpace(command, *space, std::move(keys), "networks", output_path, *device, out);
}

}  // namespace duet::device_runner
