#include "datasets/latbench/measurement_file.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::latbench {

absl::StatusOr<std::vector<CellLatency>> CellLatencies(const device_runner::MeasurementTable& table,
                                                       absl::string_view path) {
  if (table.key_column != "arch") {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the first column is ", table.key_column, ", not arch: no NAS-Bench-201 networks"));
  }
  std::vector<CellLatency> latencies;
  latencies.reserve(table.rows.size());
  for (const device_runner::MeasurementTable::Row& row : table.rows) {
    const absl::StatusOr<nasbench201::Cell> cell = nasbench201::ParseCell(row.key);
    if (!cell.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", row.line, ": ", cell.status().message()));
    }
    if (!nasbench201::HasPath(*cell)) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", row.line, ": ", row.key, " has no path from its input to its output"));
    }
    latencies.push_back({*cell, row.values[0]});
  }
  return latencies;
}

absl::StatusOr<std::vector<CellLatency>> ReadCellLatencies(absl::string_view path) {
  ASSIGN_OR_RETURN(const device_runner::MeasurementTable table, device_runner::ReadMeasurementTable(path));
  return CellLatencies(table, path);
}

}  // namespace duet::latbench
