// Helps converters to fill columns of tables over NAS-Bench-201.

#ifndef DATASETS_CONVERT_CELL_COLUMN_H_
#define DATASETS_CONVERT_CELL_COLUMN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/pins.h"
#include "datasets/table.pb.h"

namespace duet::datasets {

// An empty table over NAS-Bench-201.
Table NewNasBench201Table();

// Appends a column whose source is `pin`; its values are still to come.
Column& AddColumn(Table& table, absl::string_view key, Quantity quantity, Unit unit, Provenance provenance,
                  const Pin& pin);

// The values of a column, in any order of cells. What is never set is missing.
class CellValues {
 public:
  enum class PathlessCells { kKept, kDropped };

  // A cell without path from input to output has no latency: kDropped forgets what a file says of it.
  explicit CellValues(PathlessCells pathless_cells);

  // AlreadyExists if the cell was set before, InvalidArgument if the value is not finite.
  absl::Status Set(const nasbench201::Cell& cell, double value);
  // A cell that the source lists without a value.
  absl::Status SetMissing(const nasbench201::Cell& cell);

  // Cells that were set, missing and dropped ones included.
  int64_t num_set() const { return num_set_; }

  void MoveTo(Column& column);

 private:
  absl::Status Mark(const nasbench201::Cell& cell);

  PathlessCells pathless_cells_;
  std::vector<double> values_;
  std::vector<bool> is_set_;
  int64_t num_set_ = 0;
};

// The cell of NASLib's tuple, e.g. "(4, 0, 3, 1, 4, 3)": codes 0 skip_connect, 1 none, 2 nor_conv_3x3, 3 nor_conv_1x1,
// 4 avg_pool_3x3, edges in the order 0→1, 0→2, 0→3, 1→2, 1→3, 2→3. Not the codes and order of cell.h.
absl::StatusOr<nasbench201::Cell> ParseNaslibTuple(absl::string_view text);

// Cells by the benchmark's own index, from str_arch2idx.pt.
absl::StatusOr<std::vector<nasbench201::Cell>> ReadOfficialOrder(const PinnedFile& file);

// `status` with the name of the file in front of its message.
absl::Status InFile(const absl::Status& status, const PinnedFile& file);

}  // namespace duet::datasets

#endif  // DATASETS_CONVERT_CELL_COLUMN_H_
