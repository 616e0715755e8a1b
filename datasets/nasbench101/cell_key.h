// The keys by which NAS-Bench-101 publishes cells: graph_hash.h's of every cell, fast, and back.
//
// The cells of one graph differ in labels alone, so that all texts that are hashed for them have the same lengths:
// eight such cells are hashed at once (md5_lanes.h).

#ifndef DATASETS_NASBENCH101_CELL_KEY_H_
#define DATASETS_NASBENCH101_CELL_KEY_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/nasbench101/cell.h"

namespace duet::nasbench101 {

// An MD5 sum. Keys of cells of the space are equal exactly if the cells are the same but for the order of vertices.
struct CellKey {
  std::array<uint8_t, 16> bytes = {};

  friend bool operator==(const CellKey& a, const CellKey& b) { return a.bytes == b.bytes; }
  friend bool operator!=(const CellKey& a, const CellKey& b) { return a.bytes != b.bytes; }
  // The order of their texts.
  friend bool operator<(const CellKey& a, const CellKey& b) { return a.bytes < b.bytes; }
};

// 32 hexadecimal digits, as published.
std::string ToString(const CellKey& key);

// Inverse of ToString; InvalidArgument for anything but 32 digits of 0 to 9 and a to f.
absl::StatusOr<CellKey> ParseCellKey(absl::string_view text);

// The key of a cell that CheckCell accepts.
CellKey KeyOf(const Cell& cell);

// The same of many; fast where cells of one graph follow each other, as in EnumerateCells.
std::vector<CellKey> KeysOf(absl::Span<const Cell> cells);

// Finds cells by key. 20 bytes a cell.
class CellKeyIndex {
 public:
  // Over the keys of `cells`, which need not outlive it.
  explicit CellKeyIndex(absl::Span<const Cell> cells);

  const CellKey& key(int64_t index) const { return keys_[index]; }

  // The index of the cell with that key, or nothing if there is none.
  std::optional<int64_t> Find(const CellKey& key) const;

 private:
  std::vector<CellKey> keys_;
  std::vector<int32_t> by_key_;  // indices in the order of keys
};

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_CELL_KEY_H_
