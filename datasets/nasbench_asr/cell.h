// The cell of NAS-Bench-ASR: three operations in a row, each with identity skips to its sum.
//
//     x_0 ──► op 1 ──(+)─► x_1 ──► op 2 ──(+)─► x_2 ──► op 3 ──(+)─► x_3 ──► layer norm ──►
//
//     x_k = op_k(x_{k-1}) + sum over i < k of s_{k,i} x_i
//
// 6^3 operations and 2^6 skips make 13,824 encodings; many compute the same, see fingerprint.h.
//
// Source: Mehrotra et al. 2021, NAS-Bench-ASR, section 3, and its release, whose numbering of encodings this is: digits
// (op 1, s_{1,0}, op 2, s_{2,0}, s_{2,1}, op 3, s_{3,0}, s_{3,1}, s_{3,2}), the first one fastest.
// In the release's TensorFlow programs a skip digit of 0 adds the identity and dilations are not passed on; what is
// published follows its documentation, and so does this: 1 adds, and dilated convolutions are.

#ifndef DATASETS_NASBENCH_ASR_CELL_H_
#define DATASETS_NASBENCH_ASR_CELL_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::nasbench_asr {

enum class Op : uint8_t { kLinear = 0, kConv5 = 1, kConv5Dilated2 = 2, kConv7 = 3, kConv7Dilated2 = 4, kZero = 5 };

constexpr int64_t kNumOps = 6;
constexpr int64_t kNumNodes = 3;
constexpr int64_t kNumSkips = 6;
constexpr int64_t kNumCells = 13'824;  // kNumOps ^ kNumNodes * 2 ^ kNumSkips

// The number of the skip from x_i to the sum of node k, 0 <= i < k <= 3.
constexpr int64_t SkipNumber(int64_t k, int64_t i) { return k * (k - 1) / 2 + i; }

struct Cell {
  std::array<Op, kNumNodes> ops = {};      // of the nodes 1 to 3
  std::array<bool, kNumSkips> skips = {};  // by SkipNumber

  // Of node k, 1 to 3.
  Op op(int64_t k) const { return ops[k - 1]; }
  bool HasSkip(int64_t k, int64_t i) const { return skips[SkipNumber(k, i)]; }

  friend bool operator==(const Cell& a, const Cell& b) { return a.ops == b.ops && a.skips == b.skips; }
  friend bool operator!=(const Cell& a, const Cell& b) { return !(a == b); }
};

// The operation's name: linear, conv5, conv5d2, conv7, conv7d2, zero.
absl::string_view OpName(Op op);

// The number of the cell in [0, kNumCells), in the order of the release.
int64_t CellId(const Cell& cell);

// Inverse of CellId. `cell_id` in [0, kNumCells).
Cell CellFromId(int64_t cell_id);

// As the release writes cells: "[[1, 0], [1, 0, 0], [1, 0, 0, 0]]"; operations by number, then the skips.
std::string ToString(const Cell& cell);

// Inverse of ToString, spaces ignored; InvalidArgument says what is wrong with `text`.
absl::StatusOr<Cell> ParseCell(absl::string_view text);

// The same without commas and by name, for columns of files and command lines: "conv5:0|conv5:00|linear:010".
std::string KeyOf(const Cell& cell);

// Inverse of KeyOf; InvalidArgument says what is wrong with `key`.
absl::StatusOr<Cell> ParseKey(absl::string_view key);

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_CELL_H_
