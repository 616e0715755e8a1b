#include "datasets/device_runner/measurement_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::device_runner {
namespace {

constexpr absl::string_view kLatencyColumn = "latency_ms";

bool IsName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

absl::Status CheckProvenance(const MeasurementTable& table, absl::string_view name, absl::string_view value) {
  if (!IsName(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the name \"", name, "\" in \"# name: value\" is not of lower-case letters, digits and '_'"));
  }
  if (value.find_first_of("\r\n") != absl::string_view::npos || absl::StripAsciiWhitespace(value) != value) {
    return absl::InvalidArgumentError(
        absl::StrCat("the value \"", value, "\" of ", name, " has a line break or space around it"));
  }
  int num_times = 0;
  for (const auto& entry : table.provenance) num_times += entry.first == name;
  if (num_times > 1) return absl::InvalidArgumentError(absl::StrCat(name, " is given more than once"));
  return absl::OkStatus();
}

absl::Status CheckColumns(const MeasurementTable& table) {
  if (!IsName(table.key_column) || table.value_columns.empty() || table.value_columns.front() != kLatencyColumn) {
    return absl::InvalidArgumentError(absl::StrCat("the columns must be a key, ", kLatencyColumn, ", ..., not \"",
                                                   table.key_column, ",", absl::StrJoin(table.value_columns, ","),
                                                   "\""));
  }
  for (size_t i = 0; i < table.value_columns.size(); ++i) {
    const std::string& column = table.value_columns[i];
    if (!IsName(column)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the column \"", column, "\" is not of lower-case letters, digits and '_'"));
    }
    if (column == table.key_column ||
        std::count(table.value_columns.begin(), table.value_columns.begin() + i, column) > 0) {
      return absl::InvalidArgumentError(absl::StrCat("the column ", column, " is there more than once"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRow(const MeasurementTable& table, const MeasurementTable::Row& row) {
  if (row.key.empty() || row.key.front() == '#' || row.key.find_first_of(",\r\n") != std::string::npos ||
      absl::StripAsciiWhitespace(row.key) != row.key) {
    return absl::InvalidArgumentError(absl::StrCat("\"", row.key, "\" cannot be a key: it is empty, starts with '#', ",
                                                   "or has a comma, a line break or space around it"));
  }
  if (row.values.size() != table.value_columns.size()) {
    return absl::InvalidArgumentError(absl::StrCat("the row has ", row.values.size() + 1, " columns, not ",
                                                   table.value_columns.size() + 1, " (", row.key, ")"));
  }
  for (size_t i = 0; i < row.values.size(); ++i) {
    const double value = row.values[i];
    if (!std::isfinite(value)) {
      return absl::InvalidArgumentError(absl::StrCat(table.value_columns[i], " is ", value, ", not a finite number"));
    }
    if (value < 0 || (value == 0 && i == 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat(table.value_columns[i], " is ", value, i == 0 ? ", not above zero" : ", below zero"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<MeasurementTable::Row> ParseRow(const MeasurementTable& table, absl::string_view line) {
  const std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
  MeasurementTable::Row row;
  row.key = std::string(fields[0]);
  for (size_t i = 1; i < fields.size(); ++i) {
    if (!absl::SimpleAtod(fields[i], &row.values.emplace_back())) {
      const std::string column = i <= table.value_columns.size() ? table.value_columns[i - 1] : "a further column";
      return absl::InvalidArgumentError(absl::StrCat(column, " is \"", fields[i], "\", not a number"));
    }
  }
  RETURN_IF_ERROR(CheckRow(table, row));
  return row;
}

absl::Status ParseLine(absl::string_view line, MeasurementTable& table) {
  if (absl::ConsumePrefix(&line, "#")) {
    if (!table.key_column.empty()) {
      return absl::InvalidArgumentError("a line \"# name: value\" must be above the column names");
    }
    const std::pair<absl::string_view, absl::string_view> entry = absl::StrSplit(line, absl::MaxSplits(':', 1));
    const absl::string_view name = absl::StripAsciiWhitespace(entry.first);
    const absl::string_view value = absl::StripAsciiWhitespace(entry.second);
    table.provenance.emplace_back(name, value);
    return CheckProvenance(table, name, value);
  }
  if (table.key_column.empty()) {
    const std::vector<std::string> columns = absl::StrSplit(line, ',');
    table.key_column = columns[0];
    table.value_columns.assign(columns.begin() + 1, columns.end());
    return CheckColumns(table);
  }
  ASSIGN_OR_RETURN(table.rows.emplace_back(), ParseRow(table, line));
  return absl::OkStatus();
}

// The shortest decimal that reads back as `value`.
std::string ShortestDecimal(double value) {
  char buffer[32];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof(buffer), value).ptr);
}

}  // namespace

absl::StatusOr<MeasurementTable> ParseMeasurementTable(absl::string_view contents, absl::string_view path) {
  MeasurementTable table;
  absl::flat_hash_map<std::string, int64_t> line_of_key;
  int64_t line_number = 0;
  const auto error = [&](absl::string_view message) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", line_number, ": ", message));
  };
  absl::ConsumeSuffix(&contents, "\n");
  for (absl::string_view line : absl::StrSplit(contents, '\n')) {
    ++line_number;
    absl::ConsumeSuffix(&line, "\r");
    const size_t num_rows = table.rows.size();
    if (const absl::Status status = ParseLine(line, table); !status.ok()) return error(status.message());
    if (table.rows.size() == num_rows) continue;
    table.rows.back().line = line_number;
    const auto [first, is_new] = line_of_key.emplace(table.rows.back().key, line_number);
    if (!is_new) return error(absl::StrCat(first->first, " is there already, in line ", first->second));
  }
  if (table.key_column.empty()) return error("there is no line of column names");
  return table;
}

absl::StatusOr<std::string> FormatMeasurementTable(const MeasurementTable& table) {
  std::string contents;
  for (const auto& [name, value] : table.provenance) {
    RETURN_IF_ERROR(CheckProvenance(table, name, value));
    absl::StrAppend(&contents, "# ", name, ": ", value, "\n");
  }
  RETURN_IF_ERROR(CheckColumns(table));
  absl::StrAppend(&contents, table.key_column, ",", absl::StrJoin(table.value_columns, ","), "\n");
  absl::flat_hash_map<absl::string_view, int64_t> keys;
  for (const MeasurementTable::Row& row : table.rows) {
    RETURN_IF_ERROR(CheckRow(table, row));
    if (!keys.emplace(row.key, 0).second) {
      return absl::InvalidArgumentError(absl::StrCat(row.key, " is there more than once"));
    }
    absl::StrAppend(&contents, row.key);
    for (const double value : row.values) absl::StrAppend(&contents, ",", ShortestDecimal(value));
    absl::StrAppend(&contents, "\n");
  }
  return contents;
}

absl::StatusOr<MeasurementTable> ReadMeasurementTable(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  return ParseMeasurementTable(contents, path);
}

absl::Status WriteMeasurementTable(absl::string_view path, const MeasurementTable& table) {
  ASSIGN_OR_RETURN(const std::string contents, FormatMeasurementTable(table));
  return WriteFileAtomically(path, contents);
}

std::optional<absl::string_view> FindProvenance(const MeasurementTable& table, absl::string_view name) {
  for (const auto& entry : table.provenance) {
    if (entry.first == name) return entry.second;
  }
  return std::nullopt;
}

}  // namespace duet::device_runner
