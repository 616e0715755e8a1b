#include "experiments/framework/golden.h"

#include <cmath>
#include <map>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "experiments/framework/format.h"
#include "experiments/framework/spec.h"

namespace duet::experiments {
namespace {

constexpr absl::string_view kHeader = "result,mean";

struct RecordedValue {
  std::string text;
  double value = 0;
  // One unit of the last digit.
  double unit = 1;
};

absl::StatusOr<std::map<std::string, RecordedValue>> Parse(absl::string_view csv) {
  std::vector<absl::string_view> lines = absl::StrSplit(csv, '\n', absl::SkipEmpty());
  if (lines.empty() || lines[0] != kHeader) {
    return absl::InvalidArgumentError(absl::StrCat("line 1 must be \"", kHeader, "\""));
  }
  std::map<std::string, RecordedValue> values;
  for (size_t i = 1; i < lines.size(); ++i) {
    // Labels may hold commas; the number does not.
    const size_t comma = lines[i].rfind(',');
    RecordedValue recorded;
    if (comma == absl::string_view::npos || !absl::SimpleAtod(lines[i].substr(comma + 1), &recorded.value)) {
      return absl::InvalidArgumentError(absl::StrCat("line ", i + 1, ": \"", lines[i], "\" is not result,number"));
    }
    recorded.text = std::string(lines[i].substr(comma + 1));
    const size_t point = recorded.text.find('.');
    if (point != std::string::npos)
      recorded.unit = std::pow(10.0, -static_cast<double>(recorded.text.size() - point - 1));
    values[std::string(lines[i].substr(0, comma))] = recorded;
  }
  return values;
}

}  // namespace

std::string GoldenCsv(const ExperimentResult& result) {
  std::string csv = absl::StrCat(kHeader, "\n");
  for (const MetricSummary& summary : result.metrics()) {
    const Metric& metric = *FindMetric(result.spec(), summary.metric());
    if (metric.measured()) continue;
    const int decimals = metric.has_golden_decimals() ? metric.golden_decimals() : metric.decimals();
    absl::StrAppend(&csv, summary.metric(), LabelsText(summary.labels()), ",", FormatNumber(summary.mean(), decimals),
                    "\n");
  }
  return csv;
}

absl::Status CompareWithGolden(absl::string_view golden, absl::string_view actual) {
  ASSIGN_OR_RETURN(const auto recorded_values, Parse(golden));
  ASSIGN_OR_RETURN(const auto actual_values, Parse(actual));
  if (recorded_values.empty()) return absl::FailedPreconditionError("no result is recorded");
  std::vector<std::string> differences;
  for (const auto& [name, recorded] : recorded_values) {
    const auto found = actual_values.find(name);
    if (found == actual_values.end()) {
      differences.push_back(absl::StrCat(name, ": recorded ", recorded.text, ", now missing"));
      continue;
    }
    // A quarter of a unit for the error of decimal fractions in binary.
    if (std::abs(found->second.value - recorded.value) <= 1.25 * recorded.unit) continue;
    differences.push_back(absl::StrCat(name, ": recorded ", recorded.text, ", now ", found->second.text));
  }
  for (const auto& [name, value] : actual_values) {
    if (recorded_values.count(name) == 0) differences.push_back(absl::StrCat(name, ": not recorded, now ", value.text));
  }
  if (differences.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(differences, "\n"));
}

}  // namespace duet::experiments
