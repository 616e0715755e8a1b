#include "datasets/latbench/latbench.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "datasets/table.h"
#include "datasets/table.pb.h"

namespace duet::latbench {
namespace {

// Insertions, deletions and replacements that turn one into the other (Levenshtein).
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

absl::StatusOr<Setting> SettingOf(const datasets::Column& column) {
  Setting setting;
  setting.key = column.key();
  setting.source = column.key().substr(0, column.key().find('/'));
  setting.device = column.device();
  if (column.batch_size() != 0) setting.batch_size = column.batch_size();
  setting.precision = column.precision();
  if (!column.image_set().empty()) {
    setting.image_set = nasbench201::ParseImageSet(column.image_set());
    if (!setting.image_set.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("column \"", column.key(), "\" has the image set \"", column.image_set(), "\""));
    }
  }
  const bool is_latency = column.quantity() == datasets::LATENCY && column.unit() == datasets::MILLISECONDS;
  const bool is_energy = column.quantity() == datasets::ENERGY && column.unit() == datasets::MILLIJOULES;
  if (!is_latency && !is_energy) {
    return absl::InvalidArgumentError(
        absl::StrCat("column \"", column.key(), "\" is neither a latency in ms nor an energy in mJ"));
  }
  setting.quantity = is_latency ? Quantity::kLatency : Quantity::kEnergy;
  setting.kind = column.provenance() == datasets::ANALYTIC_MODEL ? Kind::kAnalyticModel : Kind::kMeasured;
  setting.note = column.note();
  setting.source_file = column.source_file();
  setting.source_sha256 = column.source_sha256();
  setting.licence = column.licence();
  return setting;
}

}  // namespace

absl::string_view UnitOf(Quantity quantity) { return quantity == Quantity::kLatency ? "ms" : "mJ"; }

LatBench::LatBench() = default;
LatBench::LatBench(LatBench&&) noexcept = default;
LatBench& LatBench::operator=(LatBench&&) noexcept = default;
LatBench::~LatBench() = default;

absl::StatusOr<LatBench> LatBench::Open(absl::Span<const std::string> table_paths) {
  LatBench latbench;
  for (const std::string& path : table_paths) {
    ASSIGN_OR_RETURN(datasets::Table read, datasets::ReadTable(path, "nasbench201"));
    latbench.tables_.push_back(std::make_unique<const datasets::Table>(std::move(read)));
    for (const datasets::Column& column : latbench.tables_.back()->columns()) {
      absl::StatusOr<Setting> setting = SettingOf(column);
      if (!setting.ok()) {
        return absl::Status(setting.status().code(), absl::StrCat(path, ": ", setting.status().message()));
      }
      if (!latbench.positions_.emplace(column.key(), latbench.settings_.size()).second) {
        return absl::AlreadyExistsError(absl::StrCat(path, ": the key \"", column.key(), "\" is in another table too"));
      }
      latbench.settings_.push_back(*std::move(setting));
      latbench.values_.push_back(column.values());
    }
  }
  return latbench;
}

absl::StatusOr<int64_t> LatBench::Find(absl::string_view key) const {
  const auto found = positions_.find(std::string(key));
  if (found != positions_.end()) return found->second;
  constexpr size_t kNumNear = 5;
  std::vector<std::pair<size_t, std::string>> near;
  for (const Setting& setting : settings_) near.emplace_back(EditDistance(key, setting.key), setting.key);
  std::sort(near.begin(), near.end());
  if (near.size() > kNumNear) near.resize(kNumNear);
  return absl::NotFoundError(absl::StrCat(
      "no setting \"", key, "\" among ", settings_.size(), "; nearest: ",
      absl::StrJoin(near, ", ", [](std::string* out, const auto& entry) { absl::StrAppend(out, entry.second); })));
}

int64_t LatBench::NumPresent(int64_t setting) const {
  return std::count_if(values_[setting].begin(), values_[setting].end(),
                       [](double value) { return !std::isnan(value); });
}

}  // namespace duet::latbench
