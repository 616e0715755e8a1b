#include "experiments/nas_bench_asr/tables.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/trainings.h"

namespace duet::experiments {

absl::StatusOr<std::vector<NamedTable>> OpenTables(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("trainings"));
  ASSIGN_OR_RETURN(nasbench_asr::NasBenchAsr ours, nasbench_asr::OpenTrainings(path));
  std::vector<NamedTable> tables;
  tables.push_back({"ours", std::move(ours)});
  ASSIGN_OR_RETURN(const std::vector<std::string> published, context.DataPaths("published"));
  const auto pickle = std::find_if(published.begin(), published.end(),
                                   [](const std::string& file) { return absl::EndsWith(file, ".pickle"); });
  if (pickle != published.end()) {
    ASSIGN_OR_RETURN(nasbench_asr::NasBenchAsr release,
                     nasbench_asr::NasBenchAsr::ReadRelease(pickle->substr(0, pickle->rfind('/'))));
    tables.push_back({"published", std::move(release)});
  }
  for (const NamedTable& table : tables) {
    if (table.trainings.Epochs().empty()) {
      return absl::FailedPreconditionError(absl::StrCat("no training in the table \"", table.name, "\""));
    }
  }
  return tables;
}

void Report(const NamedTable& table, absl::string_view metric, Labels labels, double value, RunResult& result) {
  labels.emplace_back("table", table.name);
  AddMeasurement(result, metric, labels, value);
  result.mutable_measurements()->rbegin()->set_proxy_reason(table.trainings.proxy_reason());
}

}  // namespace duet::experiments
