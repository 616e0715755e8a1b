#include "datasets/table.h"

#include <cmath>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::datasets {

absl::string_view UnitSymbol(Unit unit) {
  switch (unit) {
    case MILLISECONDS:
      return "ms";
    case MILLIJOULES:
      return "mJ";
    case PERCENT:
      return "%";
    case SECONDS:
      return "s";
    case MEGAFLOPS:
    case MEGAPARAMETERS:
      return "M";
    default:
      return "";
  }
}

absl::Status CheckTable(const Table& table) {
  if (table.schema_version() != kTableSchemaVersion) {
    return absl::InvalidArgumentError(absl::StrCat("the table is of schema version ", table.schema_version(),
                                                   ", not of ", kTableSchemaVersion, ": convert it again"));
  }
  std::set<std::string> keys;
  for (const Column& column : table.columns()) {
    const auto error = [&](absl::string_view what) {
      return absl::InvalidArgumentError(absl::StrCat("column \"", column.key(), "\" ", what));
    };
    if (column.key().empty()) return error("has no key");
    if (!keys.insert(column.key()).second) return error("is there twice");
    if (column.quantity() == QUANTITY_UNSPECIFIED) return error("has no quantity");
    if (column.unit() == UNIT_UNSPECIFIED) return error("has no unit");
    if (column.provenance() == PROVENANCE_UNSPECIFIED) return error("has no provenance");
    if (column.source_file().empty()) return error("has no source");
    if (column.values_size() != table.num_cells()) {
      return error(absl::StrCat("has ", column.values_size(), " values for ", table.num_cells(), " cells"));
    }
    for (const double value : column.values()) {
      if (std::isinf(value)) return error("has an infinite value");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Table> ReadTable(absl::string_view path, absl::string_view space) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  Table table;
  if (!table.ParseFromString(bytes)) return absl::InvalidArgumentError(absl::StrCat(path, ": not a table"));
  if (table.space() != space) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": a table over the space \"", table.space(), "\", not \"", space, "\""));
  }
  if (const absl::Status status = CheckTable(table); !status.ok()) {
    return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  }
  return table;
}

absl::Status WriteTable(const Table& table, absl::string_view path) {
  if (const absl::Status status = CheckTable(table); !status.ok()) {
    return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  }
  return WriteFileAtomically(path, table.SerializeAsString());
}

int64_t NumPresent(const Column& column) {
  int64_t num_present = 0;
  for (const double value : column.values()) num_present += !std::isnan(value);
  return num_present;
}

}  // namespace duet::datasets
