#include "datasets/convert/cell_column.h"

#include <array>
#include <cmath>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "datasets/pickle/pickle.h"
#include "datasets/pickle/torch_archive.h"
#include "datasets/table.h"

namespace duet::datasets {

using nasbench201::Cell;
using nasbench201::CellId;
using nasbench201::kNumCells;
using nasbench201::kNumEdges;
using nasbench201::Op;

Table NewNasBench201Table() {
  Table table;
  table.set_schema_version(kTableSchemaVersion);
  table.set_space("nasbench201");
  table.set_num_cells(kNumCells);
  return table;
}

Column& AddColumn(Table& table, absl::string_view key, Quantity quantity, Unit unit, Provenance provenance,
                  const Pin& pin) {
  Column& column = *table.add_columns();
  column.set_key(std::string(key));
  column.set_quantity(quantity);
  column.set_unit(unit);
  column.set_provenance(provenance);
  column.set_source_file(pin.file);
  column.set_source_sha256(pin.sha256);
  column.set_licence(pin.licence);
  column.set_source_url(pin.url);
  return column;
}

CellValues::CellValues(PathlessCells pathless_cells)
    : pathless_cells_(pathless_cells),
      values_(kNumCells, std::numeric_limits<double>::quiet_NaN()),
      is_set_(kNumCells) {}

absl::Status CellValues::Mark(const Cell& cell) {
  const int64_t id = CellId(cell);
  if (is_set_[id]) return absl::AlreadyExistsError(absl::StrCat("the cell ", ToString(cell), " is there twice"));
  is_set_[id] = true;
  ++num_set_;
  return absl::OkStatus();
}

absl::Status CellValues::Set(const Cell& cell, double value) {
  if (!std::isfinite(value)) {
    return absl::InvalidArgumentError(absl::StrCat("the value ", value, " of the cell ", ToString(cell)));
  }
  RETURN_IF_ERROR(Mark(cell));
  if (pathless_cells_ == PathlessCells::kKept || HasPath(cell)) values_[CellId(cell)] = value;
  return absl::OkStatus();
}

absl::Status CellValues::SetMissing(const Cell& cell) { return Mark(cell); }

void CellValues::MoveTo(Column& column) {
  *column.mutable_values() = {values_.begin(), values_.end()};
  values_.clear();
}

absl::StatusOr<Cell> ParseNaslibTuple(absl::string_view text) {
  constexpr std::array<Op, nasbench201::kNumOps> kOps = {Op::kSkipConnect, Op::kNone, Op::kConv3x3, Op::kConv1x1,
                                                         Op::kAvgPool3x3};
  constexpr std::array<int, kNumEdges> kEdgeOf = {0, 1, 3, 2, 4, 5};  // by NASLib's edge, the edge of cell.h
  const auto error = [&] {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no tuple of six codes 0 to 4"));
  };
  absl::string_view inner = text;
  if (!absl::ConsumePrefix(&inner, "(") || !absl::ConsumeSuffix(&inner, ")")) return error();
  const std::vector<absl::string_view> parts = absl::StrSplit(inner, ',');
  if (parts.size() != kNumEdges) return error();
  Cell cell;
  for (size_t i = 0; i < parts.size(); ++i) {
    int code;
    if (!absl::SimpleAtoi(parts[i], &code) || code < 0 || code >= static_cast<int>(kOps.size())) return error();
    cell.ops[kEdgeOf[i]] = kOps[code];
  }
  return cell;
}

absl::StatusOr<std::vector<Cell>> ReadOfficialOrder(const PinnedFile& file) {
  const auto read = [&]() -> absl::StatusOr<std::vector<Cell>> {
    ASSIGN_OR_RETURN(const pickle::TorchArchive archive, pickle::TorchArchive::Read(file.contents));
    const pickle::Document& document = archive.document();
    ASSIGN_OR_RETURN(const pickle::Dict* dict, document.Get<pickle::Dict>(document.root()));
    if (dict->items.size() != kNumCells) {
      return absl::InvalidArgumentError(absl::StrCat(dict->items.size(), " architectures, not ", kNumCells));
    }
    std::vector<Cell> cells(kNumCells);
    std::vector<bool> has_index(kNumCells);
    CellValues seen(CellValues::PathlessCells::kKept);
    for (const auto& [key, value] : dict->items) {
      ASSIGN_OR_RETURN(const pickle::Text* arch, document.Get<pickle::Text>(key));
      ASSIGN_OR_RETURN(const int64_t* index, document.Get<int64_t>(value));
      ASSIGN_OR_RETURN(const Cell cell, nasbench201::ParseCell(arch->value));
      if (*index < 0 || *index >= kNumCells || has_index[*index]) {
        return absl::InvalidArgumentError(absl::StrCat("index ", *index, " of ", arch->value));
      }
      RETURN_IF_ERROR(seen.Set(cell, 0));
      has_index[*index] = true;
      cells[*index] = cell;
    }
    return cells;
  };
  absl::StatusOr<std::vector<Cell>> cells = read();
  if (!cells.ok()) return InFile(cells.status(), file);
  return cells;
}

absl::Status InFile(const absl::Status& status, const PinnedFile& file) {
  return absl::Status(status.code(), absl::StrCat(file.pin.file, ": ", status.message()));
}

}  // namespace duet::datasets
