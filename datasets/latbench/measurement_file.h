// Measured latencies of NAS-Bench-201 networks: a measurement table (datasets/device_runner/measurement_table.h) whose
// key column is `arch`, in the notation of the benchmark (datasets/nasbench201/cell.h).

#ifndef DATASETS_LATBENCH_MEASUREMENT_FILE_H_
#define DATASETS_LATBENCH_MEASUREMENT_FILE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/nasbench201/cell.h"

namespace duet::latbench {

struct CellLatency {
  nasbench201::Cell cell;
  double latency_ms;
};

// Returns the cells of a table in its order, or InvalidArgument with `path` and line for an architecture that is not of
// NAS-Bench-201, or that has no path from input to output and so no latency.
absl::StatusOr<std::vector<CellLatency>> CellLatencies(const device_runner::MeasurementTable& table,
                                                       absl::string_view path);

// Reads a file of such a table.
absl::StatusOr<std::vector<CellLatency>> ReadCellLatencies(absl::string_view path);

}  // namespace duet::latbench

#endif  // DATASETS_LATBENCH_MEASUREMENT_FILE_H_
