#include "experiments/framework/csv.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "experiments/framework/format.h"
#include "experiments/framework/spec.h"
#include "experiments/framework/statistics.h"

namespace duet::experiments {
namespace {

using LabelList = google::protobuf::RepeatedPtrField<Label>;

// Appends a row; a field with a comma, quote or line break is quoted.
void AppendRow(std::vector<std::string> fields, std::string& csv) {
  for (std::string& field : fields) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) continue;
    field = absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
  }
  absl::StrAppend(&csv, absl::StrJoin(fields, ","), "\n");
}

void Append(const std::vector<std::string>& more, std::vector<std::string>& fields) {
  fields.insert(fields.end(), more.begin(), more.end());
}

// The keys that any of the label lists has, in the order of their first use.
class LabelColumns {
 public:
  void Add(const LabelList& labels) {
    for (const Label& label : labels) {
      if (std::find(keys_.begin(), keys_.end(), label.key()) == keys_.end()) keys_.push_back(label.key());
    }
  }

  const std::vector<std::string>& keys() const { return keys_; }

  std::vector<std::string> Values(const LabelList& labels) const {
    std::vector<std::string> values(keys_.size());
    for (const Label& label : labels) {
      values[std::find(keys_.begin(), keys_.end(), label.key()) - keys_.begin()] = label.value();
    }
    return values;
  }

 private:
  std::vector<std::string> keys_;
};

LabelColumns ColumnsOfMetrics(const ExperimentResult& result) {
  LabelColumns columns;
  for (const MetricSummary& summary : result.metrics()) columns.Add(summary.labels());
  return columns;
}

LabelColumns ColumnsOfSeries(absl::Span<const RunResult> runs) {
  LabelColumns columns;
  for (const RunResult& run : runs) {
    for (const Series& series : run.series()) columns.Add(series.labels());
  }
  return columns;
}

std::string UnitOf(const ExperimentResult& result, const std::string& metric_name) {
  const Metric* metric = FindMetric(result.spec(), metric_name);
  return metric == nullptr ? "" : metric->unit();
}

}  // namespace

std::string TableCsv(const ExperimentResult& result) {
  const LabelColumns columns = ColumnsOfMetrics(result);
  std::vector<std::string> fields = {"metric", "unit"};
  Append(columns.keys(), fields);
  Append({"num_seeds", "mean", "sd", "ci95_low", "ci95_high", "proxy"}, fields);
  std::string csv;
  AppendRow(fields, csv);
  for (const MetricSummary& summary : result.metrics()) {
    fields = {summary.metric(), UnitOf(result, summary.metric())};
    Append(columns.Values(summary.labels()), fields);
    Append({absl::StrCat(summary.values_size()), FormatExactly(summary.mean()),
            summary.has_sd() ? FormatExactly(summary.sd()) : "",
            summary.has_ci95_low() ? FormatExactly(summary.ci95_low()) : "",
            summary.has_ci95_high() ? FormatExactly(summary.ci95_high()) : "",
            summary.proxy_reason().empty() ? "false" : "true"},
           fields);
    AppendRow(fields, csv);
  }
  return csv;
}

std::string SeedsCsv(const ExperimentResult& result) {
  const LabelColumns columns = ColumnsOfMetrics(result);
  std::vector<std::string> fields = {"metric", "unit"};
  Append(columns.keys(), fields);
  Append({"seed", "value"}, fields);
  std::string csv;
  AppendRow(fields, csv);
  for (const MetricSummary& summary : result.metrics()) {
    for (const SeedValue& value : summary.values()) {
      fields = {summary.metric(), UnitOf(result, summary.metric())};
      Append(columns.Values(summary.labels()), fields);
      Append({absl::StrCat(value.seed()), FormatExactly(value.value())}, fields);
      AppendRow(fields, csv);
    }
  }
  return csv;
}

std::string PointsCsv(absl::Span<const RunResult> runs) {
  const LabelColumns columns = ColumnsOfSeries(runs);
  std::vector<std::string> fields = {"series", "configuration", "seed"};
  Append(columns.keys(), fields);
  Append({"x", "y"}, fields);
  std::string csv;
  AppendRow(fields, csv);
  for (const RunResult& run : runs) {
    for (const Series& series : run.series()) {
      for (int i = 0; i < series.x_size(); ++i) {
        fields = {series.name(), run.configuration(), absl::StrCat(run.seed())};
        Append(columns.Values(series.labels()), fields);
        Append({FormatExactly(series.x(i)), FormatExactly(series.y(i))}, fields);
        AppendRow(fields, csv);
      }
    }
  }
  return csv;
}

std::string BandsCsv(absl::Span<const RunResult> runs) {
  const LabelColumns columns = ColumnsOfSeries(runs);
  std::vector<std::string> fields = {"series"};
  Append(columns.keys(), fields);
  Append({"x", "num_seeds", "mean", "ci95_low", "ci95_high"}, fields);
  std::string csv;
  AppendRow(fields, csv);

  // The series of one name, configuration and labels, in the order of their first report.
  std::vector<std::vector<const Series*>> groups;
  std::map<std::string, size_t> positions;
  for (const RunResult& run : runs) {
    for (const Series& series : run.series()) {
      const std::string key = absl::StrCat(run.configuration(), "/", series.name(), LabelsText(series.labels()));
      const auto [position, is_new] = positions.emplace(key, groups.size());
      if (is_new) groups.emplace_back();
      groups[position->second].push_back(&series);
    }
  }
  for (const std::vector<const Series*>& group : groups) {
    const Series& first = *group[0];
    const bool has_one_x = std::all_of(group.begin(), group.end(), [&](const Series* series) {
      return std::equal(series->x().begin(), series->x().end(), first.x().begin(), first.x().end());
    });
    if (!has_one_x) continue;
    for (int i = 0; i < first.x_size(); ++i) {
      std::vector<double> values;
      for (const Series* series : group) values.push_back(series->y(i));
      const Summary summary = Summarize(values);
      const double half_width = summary.half_width_95.value_or(0);
      fields = {first.name()};
      Append(columns.Values(first.labels()), fields);
      Append({FormatExactly(first.x(i)), absl::StrCat(summary.num_values), FormatExactly(summary.mean),
              FormatExactly(summary.mean - half_width), FormatExactly(summary.mean + half_width)},
             fields);
      AppendRow(fields, csv);
    }
  }
  return csv;
}

}  // namespace duet::experiments
