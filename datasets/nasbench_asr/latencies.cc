#include "datasets/nasbench_asr/latencies.h"

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/published.h"

namespace duet::nasbench_asr {

absl::StatusOr<MeasuredLatencies> ReadLatencies(absl::string_view path) {
  ASSIGN_OR_RETURN(const device_runner::MeasurementTable table, device_runner::ReadMeasurementTable(path));
  if (table.key_column != "cell") {
    return absl::InvalidArgumentError(absl::StrCat(path, ": a table of \"", table.key_column, "\", not of \"cell\""));
  }
  MeasuredLatencies latencies;
  latencies.device = std::string(FindProvenance(table, "device").value_or("unknown"));
  absl::flat_hash_set<int64_t> seen;
  for (const device_runner::MeasurementTable::Row& row : table.rows) {
    const absl::StatusOr<Cell> cell = ParseKey(row.key);
    if (!cell.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", row.line, ": ", cell.status().message()));
    }
    const int64_t model = ModelOf(*cell);
    if (!seen.insert(model).second) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", row.line, ": model ", model, " is there already"));
    }
    latencies.models.push_back(model);
    latencies.latency_ms.push_back(row.values[0]);
  }
  return latencies;
}

}  // namespace duet::nasbench_asr
