// Latency and energy of NAS-Bench-201 networks on many devices, from whichever tables are at hand: LatBench, HELP,
// HW-NAS-Bench and this project's own measurements. A setting is a device with batch size, precision, quantity and
// image set; it has a stable key, and a value for each cell or none.
//
//     ASSIGN_OR_RETURN(LatBench latbench, LatBench::Open({"datasets/latbench/latbench_table.binpb"}));
//     ASSIGN_OR_RETURN(int64_t setting, latbench.Find("latbench/desktop-cpu-core-i7-7820x/fp32/b1"));
//     std::optional<double> latency_ms = latbench.Value(setting, CellId(cell));
//
// Tables are the targets latbench_table, help_table, hwnasbench_table (of pinned data) and embedded_table (measured by
// this project, always there) of this package. Cells without path from input to output have no value anywhere.

#ifndef DATASETS_LATBENCH_LATBENCH_H_
#define DATASETS_LATBENCH_LATBENCH_H_

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/nasbench201/image_set.h"

namespace duet::datasets {
class Table;
}

namespace duet::latbench {

enum class Quantity { kLatency, kEnergy };
enum class Kind { kMeasured, kAnalyticModel };

// "ms" of latency, "mJ" of energy.
absl::string_view UnitOf(Quantity quantity);

struct Setting {
  std::string key;     // e.g. "latbench/desktop-cpu-core-i7-7820x/fp32/b1", "hwnasbench/edgegpu/cifar10/energy"
  std::string source;  // the key's first part: latbench, help, hwnasbench, embedded
  std::string device;
  // Empty where the source does not say.
  std::optional<int64_t> batch_size;
  std::string precision;
  std::optional<nasbench201::ImageSet> image_set;  // whose networks ran
  Quantity quantity;
  Kind kind;
  std::string note;  // what to know before using the numbers; often empty
  std::string source_file;
  std::string source_sha256;
  std::string licence;
};

class LatBench {
 public:
  // Reads tables of this package's targets. Errors: those of ReadTable, AlreadyExists for a key that two tables have,
  // InvalidArgument for a column that is neither latency nor energy.
  static absl::StatusOr<LatBench> Open(absl::Span<const std::string> table_paths);

  LatBench(LatBench&&) noexcept;
  LatBench& operator=(LatBench&&) noexcept;
  ~LatBench();

  // In the order of the tables.
  absl::Span<const Setting> settings() const { return settings_; }

  // The position in settings() of a key, or NotFound with the nearest keys.
  absl::StatusOr<int64_t> Find(absl::string_view key) const;

  // The setting's value of a cell (CellId), in UnitOf its quantity, or nothing where it is missing.
  std::optional<double> Value(int64_t setting, int64_t cell_id) const {
    const double value = values_[setting][cell_id];
    return std::isnan(value) ? std::nullopt : std::optional<double>(value);
  }

  // The setting's values by CellId; NaN is missing.
  absl::Span<const double> Values(int64_t setting) const { return values_[setting]; }

  // Cells that have a value.
  int64_t NumPresent(int64_t setting) const;

 private:
  LatBench();

  std::vector<std::unique_ptr<const datasets::Table>> tables_;
  std::vector<Setting> settings_;
  std::vector<absl::Span<const double>> values_;  // of tables_, by setting
  absl::flat_hash_map<std::string, int64_t> positions_;
};

}  // namespace duet::latbench

#endif  // DATASETS_LATBENCH_LATBENCH_H_
