// What is published of NAS-Bench-101 outside of the benchmark's own file: 30,001 of its 423,624 cells, in effect a
// uniform sample of 7 %, with validation accuracy after 4, 12, 36 and 108 epochs, training time and parameters; for
// 4,310 of them also the energy of training.
//
// Source: Ying et al. 2019, NAS-Bench-101, as in the pinned files that //datasets/nasbench101:published_table is
// converted from. Not there: test accuracy, the other two training runs of a cell, the cells' graphs.

#ifndef DATASETS_NASBENCH101_PUBLISHED_H_
#define DATASETS_NASBENCH101_PUBLISHED_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/published.pb.h"

namespace duet::nasbench101 {

// Raised with every change after which an old table would be misread.
constexpr int32_t kPublishedSchemaVersion = 1;

// Percent after 4, 12, 36 or 108 epochs; nothing for other numbers of epochs.
std::optional<double> ValidationAccuracyPct(const PublishedCell& cell, int64_t epochs);

// InvalidArgument unless the version is the current one, keys are MD5 sums in order, and numbers are possible.
absl::Status CheckPublishedTable(const PublishedTable& table);

// Numbers of the table's cells in `cells`, in the order of the table. NotFound with the first key that no cell has.
absl::StatusOr<std::vector<int64_t>> CellIndices(const PublishedTable& table, absl::Span<const Cell> cells);

class PublishedCells {
 public:
  // Reads a table and checks it; errors name the path.
  static absl::StatusOr<PublishedCells> Open(absl::string_view path);

  // Its cells are sorted by key.
  const PublishedTable& table() const { return *table_; }

  // The cell of a key, or nullptr.
  const PublishedCell* Find(absl::string_view key) const;

 private:
  PublishedCells() = default;

  std::unique_ptr<const PublishedTable> table_;
};

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_PUBLISHED_H_
