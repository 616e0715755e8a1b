// Reads and writes the tables of table.proto, and checks what a schema cannot say.

#ifndef DATASETS_TABLE_H_
#define DATASETS_TABLE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/table.pb.h"

namespace duet::datasets {

// Raised with every change after which an old table would be misread.
constexpr int32_t kTableSchemaVersion = 1;

// "ms", "mJ", "%", "s", "M", or "" for no unit.
absl::string_view UnitSymbol(Unit unit);

// InvalidArgument unless the version is the current one, every column has a key of its own, a quantity, a unit, a
// provenance and a source, and `num_cells` values that are finite or NaN.
absl::Status CheckTable(const Table& table);

// Reads a table over `space` and checks it; errors name the path.
absl::StatusOr<Table> ReadTable(absl::string_view path, absl::string_view space);

// Checks the table and writes it.
absl::Status WriteTable(const Table& table, absl::string_view path);

// Values that are not missing.
int64_t NumPresent(const Column& column);

}  // namespace duet::datasets

#endif  // DATASETS_TABLE_H_
