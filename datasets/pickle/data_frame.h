// The columns of a pandas DataFrame as it stands in a pickle: a BlockManager of two-dimensional numpy blocks, each with
// the numbers of the columns that it holds.
//
// Source: BlockManager.__getstate__ of pandas 1.x (the entry "0.14.1" of its state). Not supported: other versions'
// states, extension types.

#ifndef DATASETS_PICKLE_DATA_FRAME_H_
#define DATASETS_PICKLE_DATA_FRAME_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/pickle/pickle.h"

namespace duet::pickle {

// The names that Document::Parse must allow for a DataFrame, those of numpy included.
std::vector<absl::string_view> DataFrameGlobals();

struct DataFrameColumn {
  std::string name;
  std::variant<std::vector<double>, std::vector<std::string>> values;
};

struct DataFrame {
  int64_t num_rows = 0;
  std::vector<DataFrameColumn> columns;

  // The column's values, or NotFound, or InvalidArgument if it holds the other kind.
  absl::StatusOr<absl::Span<const double>> Numbers(absl::string_view name) const;
  absl::StatusOr<absl::Span<const std::string>> Strings(absl::string_view name) const;
};

// The DataFrame that is the root of `document`.
absl::StatusOr<DataFrame> ReadDataFrame(const Document& document);

}  // namespace duet::pickle

#endif  // DATASETS_PICKLE_DATA_FRAME_H_
