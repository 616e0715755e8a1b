#include "datasets/device_runner/measure.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/files.h"
#include "common/random.h"
#include "common/status_macros.h"

namespace duet::device_runner {
namespace {

constexpr absl::string_view kReferenceLatency = "reference_latency_ms";

const std::vector<std::string>& ValueColumns() {
  static const auto* const columns = new std::vector<std::string>{"latency_ms",     "latency_p10_ms", "latency_p50_ms",
                                                                  "latency_p90_ms", "noise_pct",      "num_runs"};
  return *columns;
}

// Six significant digits: no timer is better.
double Rounded(double value) {
  double rounded = value;
  (void)absl::SimpleAtod(absl::StrFormat("%.6g", value), &rounded);
  return rounded;
}

std::vector<double> Values(const Timing& timing) {
  return {
      Rounded(timing.latency_ms),     Rounded(timing.latency_p10_ms),           Rounded(timing.latency_p50_ms),
      Rounded(timing.latency_p90_ms), std::round(100 * timing.noise_pct) / 100, static_cast<double>(timing.num_runs)};
}

absl::Status CheckOptions(const Space& space, const MeasureOptions& options) {
  RETURN_IF_ERROR(CheckProtocol(options.protocol));
  if (options.reference_every < 1) {
    return absl::InvalidArgumentError(absl::StrCat("reference_every is ", options.reference_every, ", not at least 1"));
  }
  if (options.keys.empty()) return absl::InvalidArgumentError("there are no networks to measure");
  absl::flat_hash_set<absl::string_view> keys;
  for (const std::string& key : options.keys) {
    RETURN_IF_ERROR(space.CheckKey(key));
    if (!keys.insert(key).second) return absl::InvalidArgumentError(absl::StrCat(key, " is given more than once"));
  }
  if (std::filesystem::exists(options.output_path)) {
    return absl::AlreadyExistsError(
        absl::StrCat(options.output_path, " is there already; remove it or choose another output"));
  }
  return absl::OkStatus();
}

std::string DigestOf(std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end());
  return Sha256Hex(absl::StrJoin(keys, "\n"));
}

// One measurement of a set of networks, from what an earlier run left of it.
class Measurement {
 public:
  Measurement(const Space& space, Device& device, const MeasureOptions& options)
      : space_(space), device_(device), options_(options), order_(options.keys) {
    std::sort(order_.begin(), order_.end());
    RandomStream(options.seed, "measuring order").Shuffle(order_);
    identity_ = device.Provenance();
    identity_.emplace_back("space", space.Name());
    for (auto& entry : space.Provenance()) identity_.push_back(std::move(entry));
    identity_.emplace_back("num_networks", absl::StrCat(options.keys.size()));
    identity_.emplace_back("networks_sha256", DigestOf(options.keys));
    identity_.emplace_back("protocol", ToString(options.protocol));
    identity_.emplace_back("order", "random by the seed; rows are in the order measured");
    identity_.emplace_back("seed", absl::StrCat(options.seed));
    identity_.emplace_back("reference", space.ReferenceKey());
    identity_.emplace_back("reference_every", absl::StrCat(options.reference_every));
    circumstances_ = options.circumstances;
  }

  absl::Status Resume() {
    const std::string path = PartialPath();
    if (!std::filesystem::exists(path)) return absl::OkStatus();
    ASSIGN_OR_RETURN(const MeasurementTable partial, ReadMeasurementTable(path));
    const auto refuse = [&](const auto&... message) {
      return absl::FailedPreconditionError(absl::StrCat(
          "cannot resume ", path, ": ", message..., "; remove it, or choose another output for the new measurement"));
    };
    for (const auto& [name, value] : identity_) {
      const absl::string_view before = FindProvenance(partial, name).value_or("");
      if (before != value) return refuse(name, " was \"", before, "\" and is now \"", value, "\"");
    }
    if (partial.key_column != space_.KeyColumn() || partial.value_columns != ValueColumns()) {
      return refuse("its columns are ", partial.key_column, ",", absl::StrJoin(partial.value_columns, ","));
    }
    for (size_t i = 0; i < partial.rows.size(); ++i) {
      if (i >= order_.size() || partial.rows[i].key != order_[i]) {
        return refuse("line ", partial.rows[i].line, " has another network than its seed says");
      }
    }
    rows_ = partial.rows;
    for (auto& [name, value] : circumstances_) {
      value = std::string(FindProvenance(partial, name).value_or(value));
    }
    const absl::string_view reference = FindProvenance(partial, kReferenceLatency).value_or("");
    for (const absl::string_view text : absl::StrSplit(reference, ' ', absl::SkipEmpty())) {
      if (!absl::SimpleAtod(text, &reference_ms_.emplace_back()) || !(reference_ms_.back() > 0)) {
        return refuse(kReferenceLatency, " has \"", text, "\"");
      }
    }
    return absl::OkStatus();
  }

  absl::Status Run() {
    absl::Time last_saved = absl::Now();
    while (rows_.size() < order_.size()) {
      if (options_.should_stop && options_.should_stop()) {
        RETURN_IF_ERROR(Save());
        return absl::CancelledError(absl::StrCat("stopped after ", rows_.size(), " of ", order_.size(),
                                                 " networks; the same command goes on from ", PartialPath()));
      }
      if (const absl::Status status = MeasureNext(); !status.ok()) {
        RETURN_IF_ERROR(Save());
        return status;
      }
      if (options_.on_progress) options_.on_progress(rows_.size());
      if (absl::Now() - last_saved < options_.save_every) continue;
      RETURN_IF_ERROR(Save());
      last_saved = absl::Now();
    }
    return MeasureReferenceUpTo(NumReferencesBefore(rows_.size() - 1) + 1);
  }

  absl::StatusOr<MeasurementTable> Finish() {
    const MeasurementTable table = Table(/*is_complete=*/true);
    RETURN_IF_ERROR(WriteMeasurementTable(options_.output_path, table));
    std::error_code error;
    std::filesystem::remove(PartialPath(), error);
    if (error) return absl::ErrnoToStatus(error.value(), absl::StrCat("cannot remove ", PartialPath()));
    return table;
  }

  int64_t num_done() const { return rows_.size(); }

 private:
  std::string PartialPath() const { return absl::StrCat(options_.output_path, ".partial"); }

  // How many measurements of the reference precede network `position` of the order.
  int64_t NumReferencesBefore(int64_t position) const { return position / options_.reference_every + 1; }

  absl::StatusOr<Timing> Time(const std::string& key) {
    const auto annotated = [&](const absl::Status& status) {
      return absl::Status(status.code(), absl::StrCat("network ", key, ": ", status.message()));
    };
    const absl::StatusOr<std::unique_ptr<PreparedNetwork>> network = device_.Prepare(space_, key, options_.seed);
    if (!network.ok()) return annotated(network.status());
    const absl::StatusOr<Timing> timing = TimeNetwork(**network, options_.protocol, options_.seed);
    if (!timing.ok()) return annotated(timing.status());
    return timing;
  }

  absl::Status MeasureReferenceUpTo(int64_t count) {
    while (static_cast<int64_t>(reference_ms_.size()) < count) {
      ASSIGN_OR_RETURN(const Timing timing, Time(space_.ReferenceKey()));
      reference_ms_.push_back(Rounded(timing.latency_ms));
    }
    return absl::OkStatus();
  }

  absl::Status MeasureNext() {
    RETURN_IF_ERROR(MeasureReferenceUpTo(NumReferencesBefore(rows_.size())));
    const std::string& key = order_[rows_.size()];
    ASSIGN_OR_RETURN(const Timing timing, Time(key));
    rows_.push_back({key, Values(timing)});
    return absl::OkStatus();
  }

  MeasurementTable Table(bool is_complete) const {
    MeasurementTable table{identity_, space_.KeyColumn(), ValueColumns(), rows_};
    const auto add = [&](absl::string_view name, const std::string& value) {
      table.provenance.emplace_back(name, value);
    };
    for (const auto& [name, value] : circumstances_) add(name, value);
    add(kReferenceLatency, absl::StrJoin(reference_ms_, " "));
    if (is_complete) {
      add("reference_noise_pct", absl::StrFormat("%.3f", NoisePercent(reference_ms_)));
      add("reference_drift_pct", absl::StrFormat("%.3f", DriftPercent(reference_ms_)));
    }
    return table;
  }

  absl::Status Save() const { return WriteMeasurementTable(PartialPath(), Table(/*is_complete=*/false)); }

  const Space& space_;
  Device& device_;
  const MeasureOptions& options_;
  std::vector<std::string> order_;
  std::vector<std::pair<std::string, std::string>> identity_;  // what a resumed measurement must have the same
  std::vector<std::pair<std::string, std::string>> circumstances_;
  std::vector<MeasurementTable::Row> rows_;  // of the first networks of order_
  std::vector<double> reference_ms_;
};

double Mean(absl::Span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / values.size();
}

// Draws until there are enough: a space that is too large to list has many more than a sample.
std::vector<std::string> SampleOfUnlisted(const Space& space, int64_t count, uint64_t seed) {
  RandomStream random(seed, "measured networks");
  std::vector<std::string> sample;
  absl::flat_hash_set<std::string> drawn;
  while (static_cast<int64_t>(sample.size()) < count) {
    const std::string key = space.RandomKey(random);
    if (drawn.insert(key).second) sample.push_back(key);
  }
  return sample;
}

}  // namespace

absl::StatusOr<MeasurementTable> Measure(const Space& space, Device& device, const MeasureOptions& options) {
  RETURN_IF_ERROR(CheckOptions(space, options));
  Measurement measurement(space, device, options);
  RETURN_IF_ERROR(measurement.Resume());
  if (options.on_progress) options.on_progress(measurement.num_done());
  RETURN_IF_ERROR(measurement.Run());
  return measurement.Finish();
}

absl::StatusOr<std::vector<std::string>> SampleKeys(const Space& space, int64_t count, uint64_t seed) {
  std::vector<std::string> keys = space.Keys();
  if (keys.empty() && count > 0) return SampleOfUnlisted(space, count, seed);
  const int64_t num_keys = keys.size();
  if (count < 1 || count > num_keys) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot sample ", count, " networks of ", space.Name(), ", which has ", num_keys));
  }
  std::vector<std::string> sample;
  for (const int64_t i : RandomStream(seed, "measured networks").SampleWithoutReplacement(num_keys, count)) {
    sample.push_back(std::move(keys[i]));
  }
  return sample;
}

double NoisePercent(absl::Span<const double> reference_ms) {
  if (reference_ms.size() < 2) return 0;
  const double mean = Mean(reference_ms);
  double sum_of_squares = 0;
  for (const double value : reference_ms) sum_of_squares += (value - mean) * (value - mean);
  return 100 * std::sqrt(sum_of_squares / (reference_ms.size() - 1)) / mean;
}

double DriftPercent(absl::Span<const double> reference_ms) {
  if (reference_ms.size() < 2) return 0;
  const size_t third = std::max<size_t>(1, reference_ms.size() / 3);
  return 100 * (Mean(reference_ms.last(third)) / Mean(reference_ms.first(third)) - 1);
}

}  // namespace duet::device_runner
