#include "datasets/convert/csv.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"

namespace duet::datasets {
namespace {

absl::StatusOr<std::vector<std::string>> SplitLine(absl::string_view line, int64_t number) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      // A doubled quote within a quoted field is one quote.
      if (is_quoted && i + 1 < line.size() && line[i + 1] == '"') {
        fields.back() += line[i++];
      } else {
        is_quoted = !is_quoted;
      }
    } else if (line[i] == ',' && !is_quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  if (is_quoted) return absl::InvalidArgumentError(absl::StrCat("line ", number, ": a quote stays open"));
  return fields;
}

}  // namespace

absl::StatusOr<size_t> Csv::FindColumn(absl::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) return absl::NotFoundError(absl::StrCat("no column \"", name, "\""));
  return found - header.begin();
}

absl::StatusOr<double> Csv::Number(size_t row, size_t column) const {
  double value;
  if (!absl::SimpleAtod(rows[row][column], &value)) {
    return absl::InvalidArgumentError(absl::StrCat("line ", row + 2, ", column \"", header[column], "\": \"",
                                                   rows[row][column], "\" is not a number"));
  }
  return value;
}

absl::StatusOr<Csv> ParseCsv(absl::string_view text) {
  Csv csv;
  int64_t number = 0;
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')) {
    absl::ConsumeSuffix(&line, "\r");
    ASSIGN_OR_RETURN(std::vector<std::string> fields, SplitLine(line, ++number));
    if (number == 1) {
      csv.header = std::move(fields);
    } else if (fields.size() != csv.header.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": ", fields.size(), " fields, the header has ", csv.header.size()));
    } else {
      csv.rows.push_back(std::move(fields));
    }
  }
  return csv;
}

}  // namespace duet::datasets
