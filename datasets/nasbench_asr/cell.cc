#include "datasets/nasbench_asr/cell.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace duet::nasbench_asr {
namespace {

constexpr std::array<absl::string_view, kNumOps> kOpNames = {"linear", "conv5", "conv5d2", "conv7", "conv7d2", "zero"};

// Calls visit(digit, number of its values) for each digit of the encoding, in the order of the release.
template <typename CellOrConstCell, typename Visit>
void ForEachDigit(CellOrConstCell& cell, const Visit& visit) {
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    visit(cell.ops[k - 1], kNumOps);
    for (int64_t i = 0; i < k; ++i) visit(cell.skips[SkipNumber(k, i)], 2);
  }
}

}  // namespace

absl::string_view OpName(Op op) { return kOpNames[static_cast<size_t>(op)]; }

int64_t CellId(const Cell& cell) {
  int64_t id = 0;
  int64_t weight = 1;
  ForEachDigit(cell, [&](auto digit, int64_t num_values) {
    id += weight * static_cast<int64_t>(digit);
    weight *= num_values;
  });
  return id;
}

Cell CellFromId(int64_t cell_id) {
  assert(0 <= cell_id && cell_id < kNumCells);
  Cell cell;
  ForEachDigit(cell, [&](auto& digit, int64_t num_values) {
    digit = static_cast<std::decay_t<decltype(digit)>>(cell_id % num_values);
    cell_id /= num_values;
  });
  return cell;
}

std::string ToString(const Cell& cell) {
  std::string text = "[";
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    absl::StrAppend(&text, k == 1 ? "[" : ", [", static_cast<int>(cell.op(k)));
    for (int64_t i = 0; i < k; ++i) absl::StrAppend(&text, ", ", cell.HasSkip(k, i) ? 1 : 0);
    absl::StrAppend(&text, "]");
  }
  return absl::StrCat(text, "]");
}

absl::StatusOr<Cell> ParseCell(absl::string_view text) {
  const auto error = [&](const std::string& what) {
    return absl::InvalidArgumentError(absl::StrCat(
        "cell \"", text, "\" ", what, "; a cell reads [[op, skip], [op, skip, skip], [op, skip, skip, skip]]"));
  };
  const std::string dense = absl::StrReplaceAll(text, {{" ", ""}});
  absl::string_view rest = dense;
  if (!absl::ConsumePrefix(&rest, "[[") || !absl::ConsumeSuffix(&rest, "]]")) {
    return error("is not a list of lists");
  }
  const std::vector<absl::string_view> nodes = absl::StrSplit(rest, "],[");
  if (nodes.size() != kNumNodes) return error(absl::StrCat("has ", nodes.size(), " nodes, not 3"));
  Cell cell;
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    const std::vector<absl::string_view> digits = absl::StrSplit(nodes[k - 1], ',');
    if (static_cast<int64_t>(digits.size()) != k + 1) {
      return error(absl::StrCat("has ", digits.size(), " numbers in node ", k, ", not ", k + 1));
    }
    for (int64_t d = 0; d <= k; ++d) {
      int value = 0;
      const int num_values = d == 0 ? kNumOps : 2;
      if (!absl::SimpleAtoi(digits[d], &value) || value < 0 || value >= num_values) {
        return error(absl::StrCat("has \"", digits[d], "\" in node ", k, ", which is not in 0 to ", num_values - 1));
      }
      if (d == 0) {
        cell.ops[k - 1] = static_cast<Op>(value);
      } else {
        cell.skips[SkipNumber(k, d - 1)] = value == 1;
      }
    }
  }
  return cell;
}

std::string KeyOf(const Cell& cell) {
  std::string key;
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    absl::StrAppend(&key, k == 1 ? "" : "|", OpName(cell.op(k)), ":");
    for (int64_t i = 0; i < k; ++i) key += cell.HasSkip(k, i) ? '1' : '0';
  }
  return key;
}

absl::StatusOr<Cell> ParseKey(absl::string_view key) {
  const auto error = absl::InvalidArgumentError(
      absl::StrCat("cell \"", key, "\" is not op:skip|op:skips|op:skips, such as conv5:0|linear:10|zero:001"));
  const std::vector<absl::string_view> nodes = absl::StrSplit(key, '|');
  if (nodes.size() != kNumNodes) return error;
  Cell cell;
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    const std::vector<absl::string_view> parts = absl::StrSplit(nodes[k - 1], ':');
    const auto op = std::find(kOpNames.begin(), kOpNames.end(), parts[0]);
    if (parts.size() != 2 || op == kOpNames.end() || static_cast<int64_t>(parts[1].size()) != k ||
        parts[1].find_first_not_of("01") != absl::string_view::npos) {
      return error;
    }
    cell.ops[k - 1] = static_cast<Op>(op - kOpNames.begin());
    for (int64_t i = 0; i < k; ++i) cell.skips[SkipNumber(k, i)] = parts[1][i] == '1';
  }
  return cell;
}

}  // namespace duet::nasbench_asr
