#include "nas/search_report.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/files.h"
#include "common/program.h"
#include "common/status_macros.h"
#include "nas/pareto.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

// Of a network by number; nothing where it is not known.
std::optional<double> At(const std::vector<double>& by_index, int64_t index) {
  if (by_index.empty() || std::isnan(by_index[index])) return std::nullopt;
  return by_index[index];
}

std::optional<double> TestPct(const TrainedNetwork& network) {
  if (!network.has_test_accuracy_pct()) return std::nullopt;
  return network.test_accuracy_pct();
}

std::string CsvField(std::optional<double> value) { return value.has_value() ? absl::StrFormat("%.6g", *value) : ""; }

// "yes", "no", or nothing where it is not known or there is no limit.
std::string IsWithin(std::optional<double> true_ms, const SearchLatency& latency) {
  if (!true_ms.has_value() || !latency.limit_ms.has_value()) return "";
  return *true_ms <= *latency.limit_ms ? "yes" : "no";
}

std::string NetworksCsv(const Trace& trace, const SearchLatency& latency) {
  std::string csv =
      "trained,validation_accuracy_pct,test_accuracy_pct,predicted_ms,true_ms,is_within_limit,reason,round,"
      "predicted_rank,arch\n";
  for (int i = 0; i < trace.networks_size(); ++i) {
    const TrainedNetwork& network = trace.networks(i);
    const std::optional<double> true_ms = At(latency.true_ms, network.index());
    const std::string rank = network.has_predicted_rank() ? absl::StrCat(network.predicted_rank()) : "";
    const std::vector<std::string> fields = {absl::StrCat(i + 1),
                                             CsvField(network.validation_accuracy_pct()),
                                             CsvField(TestPct(network)),
                                             CsvField(At(latency.predicted_ms, network.index())),
                                             CsvField(true_ms),
                                             IsWithin(true_ms, latency),
                                             network.reason(),
                                             absl::StrCat(network.round()),
                                             rank,
                                             network.name()};
    absl::StrAppend(&csv, absl::StrJoin(fields, ","), "\n");
  }
  return csv;
}

void AppendCurve(absl::string_view series, const std::vector<double>& accuracy_pct, std::string* csv) {
  for (size_t i = 0; i < accuracy_pct.size(); ++i) {
    absl::StrAppendFormat(csv, "%s,%d,%.6g\n", series, i + 1, accuracy_pct[i]);
  }
}

std::string CurveCsv(const Trace& trace) {
  std::string csv = "series,trained,accuracy_pct\n";
  const absl::StatusOr<std::vector<double>> best_test = BestTestSoFar(trace);
  if (best_test.ok()) {
    AppendCurve("best test accuracy", *best_test, &csv);
    AppendCurve("test accuracy of the best by validation", *TestOfBestValidationSoFar(trace), &csv);
  } else {
    AppendCurve("best validation accuracy", BestValidationSoFar(trace), &csv);
  }
  return csv;
}

// Accuracy against latency, the true one where it is known, with the front between them.
std::string PointsCsv(const Trace& trace, const SearchLatency& latency) {
  struct Point {
    double latency_ms, accuracy_pct;
    bool is_true;
  };
  std::vector<Point> points;
  std::vector<Objectives> objectives;
  for (const TrainedNetwork& network : trace.networks()) {
    const std::optional<double> true_ms = At(latency.true_ms, network.index());
    const std::optional<double> known_ms = true_ms.has_value() ? true_ms : At(latency.predicted_ms, network.index());
    if (!known_ms.has_value()) continue;
    points.push_back({*known_ms, TestPct(network).value_or(network.validation_accuracy_pct()), true_ms.has_value()});
    objectives.push_back({points.back().latency_ms, -points.back().accuracy_pct});
  }
  const std::vector<int64_t> fronts = FrontsOf(objectives);
  std::string csv = "latency,latency_ms,accuracy_pct,is_on_front,limit_ms\n";
  for (size_t i = 0; i < points.size(); ++i) {
    absl::StrAppendFormat(&csv, "%s,%.6g,%.6g,%d,%s\n", points[i].is_true ? "measured" : "predicted",
                          points[i].latency_ms, points[i].accuracy_pct, fronts[i] == 0, CsvField(latency.limit_ms));
  }
  return csv;
}

}  // namespace

Trace WithinTrueLimit(const Trace& trace, const SearchLatency& latency) {
  if (latency.true_ms.empty() || !latency.limit_ms.has_value()) return trace;
  std::vector<double> known_ms = latency.true_ms;
  for (double& ms : known_ms) {
    if (std::isnan(ms)) ms = 0;  // nobody knows that it breaks the limit
  }
  return WithoutFalsePositives(trace, known_ms, *latency.limit_ms);
}

std::string BestNetworks(const Trace& trace, const SearchLatency& latency, int64_t count) {
  std::vector<int> order(trace.networks_size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return trace.networks(a).validation_accuracy_pct() > trace.networks(b).validation_accuracy_pct();
  });
  order.resize(std::min<int64_t>(order.size(), count));
  const auto any_has = [&](auto value_of) {
    return std::any_of(order.begin(), order.end(), [&](int i) { return value_of(trace.networks(i)).has_value(); });
  };
  struct Column {
    std::string header;
    int decimals;
    std::function<std::optional<double>(const TrainedNetwork&)> value_of;
  };
  std::vector<Column> columns = {
      {"validation %", 2, [](const TrainedNetwork& n) { return std::optional(n.validation_accuracy_pct()); }},
      {"test %", 2, TestPct},
      {"predicted ms", 3, [&](const TrainedNetwork& n) { return At(latency.predicted_ms, n.index()); }},
      {"true ms", 3, [&](const TrainedNetwork& n) { return At(latency.true_ms, n.index()); }}};
  columns.erase(std::remove_if(columns.begin(), columns.end(), [&](const Column& c) { return !any_has(c.value_of); }),
                columns.end());
  std::string text = absl::StrFormat("%4s%9s", "rank", "trained");
  for (const Column& column : columns) absl::StrAppendFormat(&text, "%14s", column.header);
  absl::StrAppend(&text, "   network\n");
  for (size_t rank = 0; rank < order.size(); ++rank) {
    const TrainedNetwork& network = trace.networks(order[rank]);
    absl::StrAppendFormat(&text, "%4d%9d", rank + 1, order[rank] + 1);
    for (const Column& column : columns) {
      const std::optional<double> value = column.value_of(network);
      absl::StrAppendFormat(&text, "%14s", value.has_value() ? absl::StrFormat("%.*f", column.decimals, *value) : "-");
    }
    absl::StrAppend(&text, "   ", network.name(), "\n");
  }
  return text;
}

absl::Status WriteReport(const Trace& trace, const SearchLatency& latency, const std::string& proxy_reason,
                         const ReportTools& tools, const std::string& directory) {
  const auto path_of = [&](absl::string_view name) { return absl::StrCat(directory, "/", name); };
  const Trace kept = WithinTrueLimit(trace, latency);
  const bool has_latency = std::any_of(kept.networks().begin(), kept.networks().end(), [&](const TrainedNetwork& n) {
    return At(latency.predicted_ms, n.index()).has_value() || At(latency.true_ms, n.index()).has_value();
  });
  RETURN_IF_ERROR(WriteFileAtomically(path_of("networks.csv"), NetworksCsv(trace, latency)));
  RETURN_IF_ERROR(WriteFileAtomically(path_of("curve.csv"), CurveCsv(kept)));
  RETURN_IF_ERROR(WriteFileAtomically(path_of("points.csv"), PointsCsv(kept, latency)));
  if (tools.figure_command.empty() || kept.networks().empty()) return absl::OkStatus();
  std::vector<std::string> figures;
  for (const std::string& specification : tools.figure_specifications) {
    const std::string file = std::filesystem::path(specification).filename().string();
    const std::string name(absl::StripSuffix(file, ".vl.json"));
    if (name == "accuracy_latency" && !has_latency) continue;
    std::vector<std::string> command = tools.figure_command;
    command.push_back(absl::StrCat("--specification=", specification));
    command.push_back(absl::StrCat("--data_directory=", directory));
    command.push_back(absl::StrCat("--svg=", path_of(name), ".svg"));
    command.push_back(absl::StrCat("--output=", path_of(file)));
    RETURN_IF_ERROR(OutputOf(command).status());
    figures.push_back(name);
  }
  std::vector<std::string> command = tools.page_command;
  command.push_back(absl::StrCat("--directory=", directory));
  command.push_back(absl::StrCat("--figures=", absl::StrJoin(figures, ",")));
  command.push_back(absl::StrCat("--proxy_reason=", proxy_reason));
  return OutputOf(command).status();
}

}  // namespace duet::nas
