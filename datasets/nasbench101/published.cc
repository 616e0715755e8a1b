#include "datasets/nasbench101/published.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/cell_key.h"

namespace duet::nasbench101 {
namespace {

constexpr size_t kKeyLength = 32;

bool IsKey(absl::string_view key) {
  return key.size() == kKeyLength &&
         std::all_of(key.begin(), key.end(), [](char c) { return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c); });
}

}  // namespace

std::optional<double> ValidationAccuracyPct(const PublishedCell& cell, int64_t epochs) {
  switch (epochs) {
    case 4:
      return cell.validation_accuracy_4_epochs_pct();
    case 12:
      return cell.validation_accuracy_12_epochs_pct();
    case 36:
      return cell.validation_accuracy_36_epochs_pct();
    case 108:
      return cell.validation_accuracy_108_epochs_pct();
    default:
      return std::nullopt;
  }
}

absl::Status CheckPublishedTable(const PublishedTable& table) {
  if (table.schema_version() != kPublishedSchemaVersion) {
    return absl::InvalidArgumentError(absl::StrCat("the table is of schema version ", table.schema_version(),
                                                   ", not of ", kPublishedSchemaVersion, ": convert it again"));
  }
  absl::string_view last_key;
  for (const PublishedCell& cell : table.cells()) {
    const auto error = [&](absl::string_view what) {
      return absl::InvalidArgumentError(absl::StrCat("cell \"", cell.key(), "\" ", what));
    };
    if (!IsKey(cell.key())) return error("has no MD5 sum as key");
    if (!(last_key < absl::string_view(cell.key()))) return error("is there twice or out of order");
    last_key = cell.key();
    for (const int64_t epochs : {4, 12, 36, 108}) {
      const double accuracy_pct = *ValidationAccuracyPct(cell, epochs);
      if (!(accuracy_pct >= 0 && accuracy_pct <= 100)) return error(absl::StrCat("has ", accuracy_pct, " % accuracy"));
    }
    if (!(cell.training_time_s() > 0)) return error(absl::StrCat("trained for ", cell.training_time_s(), " s"));
    if (cell.num_params() <= 0) return error(absl::StrCat("has ", cell.num_params(), " parameters"));
    if (cell.has_training_energy_kwh() && !(cell.training_energy_kwh() > 0)) {
      return error(absl::StrCat("trained with ", cell.training_energy_kwh(), " kWh"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<int64_t>> CellIndices(const PublishedTable& table, absl::Span<const Cell> cells) {
  const CellKeyIndex index_of_key(cells);
  std::vector<int64_t> indices;
  for (const PublishedCell& cell : table.cells()) {
    ASSIGN_OR_RETURN(const CellKey key, ParseCellKey(cell.key()));
    const std::optional<int64_t> index = index_of_key.Find(key);
    if (!index.has_value()) return absl::NotFoundError(absl::StrCat("no cell has the key ", cell.key()));
    indices.push_back(*index);
  }
  return indices;
}

absl::StatusOr<PublishedCells> PublishedCells::Open(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  auto table = std::make_unique<PublishedTable>();
  if (!table->ParseFromString(bytes)) return absl::InvalidArgumentError(absl::StrCat(path, ": not a table"));
  if (const absl::Status status = CheckPublishedTable(*table); !status.ok()) {
    return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  }
  PublishedCells cells;
  cells.table_ = std::move(table);
  return cells;
}

const PublishedCell* PublishedCells::Find(absl::string_view key) const {
  const auto& cells = table_->cells();
  const auto found = std::lower_bound(
      cells.begin(), cells.end(), key,
      [](const PublishedCell& cell, absl::string_view k) { return absl::string_view(cell.key()) < k; });
  return found != cells.end() && absl::string_view(found->key()) == key ? &*found : nullptr;
}

}  // namespace duet::nasbench101
