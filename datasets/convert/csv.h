// Comma-separated values with a header line, fields in double quotes where they hold commas.
// Not supported: line breaks within a field.

#ifndef DATASETS_CONVERT_CSV_H_
#define DATASETS_CONVERT_CSV_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::datasets {

struct Csv {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as the header

  // The position of a column, or NotFound.
  absl::StatusOr<size_t> FindColumn(absl::string_view name) const;
  // The field as a number, or InvalidArgument with its line.
  absl::StatusOr<double> Number(size_t row, size_t column) const;
};

// InvalidArgument says in which line a quote stays open or the number of fields is another than in the header.
absl::StatusOr<Csv> ParseCsv(absl::string_view text);

}  // namespace duet::datasets

#endif  // DATASETS_CONVERT_CSV_H_
