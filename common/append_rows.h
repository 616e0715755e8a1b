// A file of rows that programs add to, several at a time if need be: each row is one write at the end.
//
//   RETURN_IF_ERROR(BeginRows(path, "# made by ...\nnetwork,seed,accuracy\n"));
//   RETURN_IF_ERROR(AppendRow(path, "a,0,57.2\n"));
//
// recorded_rows.h reads such files.

#ifndef COMMON_APPEND_ROWS_H_
#define COMMON_APPEND_ROWS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace duet {

// Makes the file with `header`, unless it is there. The status of writing, with the path.
absl::Status BeginRows(const std::string& path, absl::string_view header);

// Adds `row`, which ends its line. NotFound without the file; else the status of writing, with the path.
absl::Status AppendRow(const std::string& path, absl::string_view row);

}  // namespace duet

#endif  // COMMON_APPEND_ROWS_H_
