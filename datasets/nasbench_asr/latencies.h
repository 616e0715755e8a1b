// Measured latencies of NAS-Bench-ASR's networks: a measurement table (datasets/device_runner/measurement_table.h)
// whose key column is `cell`, as KeyOf (cell.h) writes them.

#ifndef DATASETS_NASBENCH_ASR_LATENCIES_H_
#define DATASETS_NASBENCH_ASR_LATENCIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::nasbench_asr {

struct MeasuredLatencies {
  std::string device;
  std::vector<int64_t> models;     // numbered as EnumerateModels (fingerprint.h) lists them
  std::vector<double> latency_ms;  // of each
};

// In the file's order. InvalidArgument with path and line for another table, a cell that is none, or a model that is
// there twice.
absl::StatusOr<MeasuredLatencies> ReadLatencies(absl::string_view path);

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_LATENCIES_H_
