// A file of measurements: comma-separated, one row per measured thing, with where the numbers come from above them.
//
//     # device: cpu
//     # threads: 1
//     arch,latency_ms,num_runs
//     |nor_conv_3x3~0|+|none~0|none~1|+|none~0|skip_connect~1|none~2|,4.81,24
//
// The first column is the key (a network, an operation), the second is latency_ms, any others are free. A reader
// accepts no row that it would have to guess about: every latency is finite and above zero, every other value finite
// and not negative, every key there once. Not supported: quoting. A key or a provenance value with a comma or a line
// break in it is refused by the writer (a comma is fine in a provenance value).

#ifndef DATASETS_DEVICE_RUNNER_MEASUREMENT_TABLE_H_
#define DATASETS_DEVICE_RUNNER_MEASUREMENT_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::device_runner {

struct MeasurementTable {
  struct Row {
    std::string key;
    std::vector<double> values;  // by value_columns
    int64_t line = 0;            // where it was read
  };

  // In the file's order. Names are of lower-case letters, digits and '_', each there once.
  std::vector<std::pair<std::string, std::string>> provenance;
  std::string key_column;
  std::vector<std::string> value_columns;  // the first is latency_ms
  std::vector<Row> rows;
};

// Returns the table in `contents`, or InvalidArgument as "path:line: what is wrong".
absl::StatusOr<MeasurementTable> ParseMeasurementTable(absl::string_view contents, absl::string_view path);

// Inverse of ParseMeasurementTable; values are printed so that they read back the same. InvalidArgument names what the
// format cannot hold.
absl::StatusOr<std::string> FormatMeasurementTable(const MeasurementTable& table);

absl::StatusOr<MeasurementTable> ReadMeasurementTable(absl::string_view path);
absl::Status WriteMeasurementTable(absl::string_view path, const MeasurementTable& table);

// The value of a line "# name: value" above the rows.
std::optional<absl::string_view> FindProvenance(const MeasurementTable& table, absl::string_view name);

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_MEASUREMENT_TABLE_H_
