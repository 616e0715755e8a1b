// Rows that were recorded, a run at a time: comma-separated values below lines with # that say where they come from.
//
//     # bazel run //experiments/brp_nas:record_searches, commit 6a28a27, 2 cores of ...
//     setting,seed,spearman
//     desktop_cpu,0,0.99
//
// Not supported: quotes.

#ifndef COMMON_RECORDED_ROWS_H_
#define COMMON_RECORDED_ROWS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet {

// Calls `parse` with the fields of each row of the file, in order. InvalidArgument with path and line if the first line
// without # is not `header`, or where `parse` returns false; that message says that `row_form` was expected.
absl::Status ReadRecordedRows(absl::string_view path, absl::string_view header, absl::string_view row_form,
                              absl::FunctionRef<bool(absl::Span<const absl::string_view> fields)> parse);

}  // namespace duet

#endif  // COMMON_RECORDED_ROWS_H_
