#include "experiments/framework/table_layout.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "experiments/framework/format.h"
#include "experiments/framework/spec.h"

namespace duet::experiments {
namespace {

using Keys = google::protobuf::RepeatedPtrField<std::string>;

std::string LabelValue(const MetricSummary& summary, const std::string& key) {
  for (const Label& label : summary.labels()) {
    if (label.key() == key) return label.value();
  }
  return "";
}

std::vector<std::string> LabelValues(const MetricSummary& summary, const Keys& keys) {
  std::vector<std::string> values;
  for (const std::string& key : keys) values.push_back(LabelValue(summary, key));
  return values;
}

// Returns the position of `value`, which is appended if it is new.
int PositionOf(const std::vector<std::string>& value, std::vector<std::vector<std::string>>& values) {
  const auto found = std::find(values.begin(), values.end(), value);
  if (found != values.end()) return found - values.begin();
  values.push_back(value);
  return values.size() - 1;
}

bool IsWanted(const TableLayout& layout, const MetricSummary& summary) {
  return std::all_of(layout.where().begin(), layout.where().end(),
                     [&](const Label& label) { return LabelValue(summary, label.key()) == label.value(); });
}

// Collects one block cell by cell.
class BlockBuilder {
 public:
  // `column` is found among the columns, or appended.
  absl::Status Add(const Metric& metric, const MetricSummary& summary, const std::vector<std::string>& row,
                   const std::vector<std::string>& column) {
    const std::pair<int, int> position = {PositionOf(row, rows_), PositionOf(column, columns_)};
    if (!cells_.emplace(position, std::make_pair(&metric, &summary)).second) {
      return absl::InvalidArgumentError(absl::StrCat(summary.metric(), LabelsText(summary.labels()), " and ",
                                                     LabelsText(cells_[position].second->labels()),
                                                     " fall into one cell: add a label to its rows or columns"));
    }
    return absl::OkStatus();
  }

  void AddColumn(const std::vector<std::string>& column) { PositionOf(column, columns_); }
  bool empty() const { return cells_.empty(); }

  Block Build(const std::string& title, const Keys& row_keys) const {
    Block block;
    block.set_title(title);
    *block.mutable_row_keys() = row_keys;
    for (const std::vector<std::string>& column : columns_) block.add_columns(absl::StrJoin(column, ", "));
    for (size_t r = 0; r < rows_.size(); ++r) {
      Row* row = block.add_rows();
      for (const std::string& header : rows_[r]) row->add_headers(header);
      for (size_t c = 0; c < columns_.size(); ++c) {
        Cell* cell = row->add_cells();
        const auto found = cells_.find({static_cast<int>(r), static_cast<int>(c)});
        if (found == cells_.end()) continue;
        const auto& [metric, summary] = found->second;
        cell->set_text(FormatMean(*metric, *summary));
        cell->set_mean(summary->mean());
        cell->set_proxy(!summary->proxy_reason().empty());
      }
    }
    return block;
  }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::vector<std::string>> columns_;
  std::map<std::pair<int, int>, std::pair<const Metric*, const MetricSummary*>> cells_;
};

absl::StatusOr<Table> LayOut(const ExperimentSpec& spec, const TableLayout& layout,
                             absl::Span<const MetricSummary> metrics) {
  Table table;
  table.set_title(layout.title());
  table.set_note(layout.note());
  const bool is_pivot = !layout.columns().empty();
  BlockBuilder all_metrics;
  for (const std::string& name : layout.metrics()) {
    const Metric& metric = *FindMetric(spec, name);
    BlockBuilder one_metric;
    BlockBuilder& builder = is_pivot ? one_metric : all_metrics;
    if (!is_pivot) builder.AddColumn({MetricTitle(metric)});
    for (const MetricSummary& summary : metrics) {
      if (summary.metric() != name || !IsWanted(layout, summary)) continue;
      const std::vector<std::string> column =
          is_pivot ? LabelValues(summary, layout.columns()) : std::vector<std::string>{MetricTitle(metric)};
      const absl::Status added = builder.Add(metric, summary, LabelValues(summary, layout.rows()), column);
      if (!added.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("table \"", layout.title(), "\": ", added.message()));
      }
    }
    if (is_pivot && !one_metric.empty()) *table.add_blocks() = one_metric.Build(MetricTitle(metric), layout.rows());
  }
  if (!all_metrics.empty()) *table.add_blocks() = all_metrics.Build("", layout.rows());
  return table;
}

// Every label a row header, every metric a column.
TableLayout LayoutOfEverything(const ExperimentSpec& spec, absl::Span<const MetricSummary> metrics) {
  TableLayout layout;
  for (const Metric& metric : spec.metrics()) layout.add_metrics(metric.name());
  for (const MetricSummary& summary : metrics) {
    for (const Label& label : summary.labels()) {
      const Keys& rows = layout.rows();
      if (std::find(rows.begin(), rows.end(), label.key()) == rows.end()) layout.add_rows(label.key());
    }
  }
  return layout;
}

}  // namespace

absl::StatusOr<std::vector<Table>> LayOutTables(const ExperimentSpec& spec, absl::Span<const MetricSummary> metrics) {
  std::vector<TableLayout> layouts(spec.tables().begin(), spec.tables().end());
  if (layouts.empty()) layouts.push_back(LayoutOfEverything(spec, metrics));
  std::vector<Table> tables;
  for (const TableLayout& layout : layouts) {
    ASSIGN_OR_RETURN(Table table, LayOut(spec, layout, metrics));
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace duet::experiments
