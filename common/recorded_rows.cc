#include "common/recorded_rows.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet {

absl::Status ReadRecordedRows(absl::string_view path, absl::string_view header, absl::string_view row_form,
                              absl::FunctionRef<bool(absl::Span<const absl::string_view> fields)> parse) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  bool has_header = false;
  int64_t line_number = 0;
  for (const absl::string_view line : absl::StrSplit(contents, '\n')) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    if (!has_header) {
      if (line != header) {
        return absl::InvalidArgumentError(absl::StrCat(path, ":", line_number, ": expected the header ", header));
      }
      has_header = true;
      continue;
    }
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
    if (!parse(fields)) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", line_number, ": expected ", row_form, ", got \"", line, "\""));
    }
  }
  return absl::OkStatus();
}

}  // namespace duet
