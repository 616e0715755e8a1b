#include "experiments/brp_nas/recorded_runs.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::experiments {

absl::StatusOr<std::optional<predictors::LatencyMetrics>> ReadRecordedRun(absl::string_view path,
                                                                          absl::string_view configuration,
                                                                          uint64_t seed) {
  constexpr absl::string_view kHeader = "setting,seed,within_1_pct,within_5_pct,within_10_pct,spearman";
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  std::optional<predictors::LatencyMetrics> found;
  bool has_header = false;
  int64_t line_number = 0;
  for (const absl::string_view line : absl::StrSplit(contents, '\n')) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    if (!has_header) {
      if (line != kHeader) {
        return absl::InvalidArgumentError(absl::StrCat(path, ":", line_number, ": expected the header ", kHeader));
      }
      has_header = true;
      continue;
    }
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
    uint64_t row_seed = 0;
    predictors::LatencyMetrics metrics;
    if (fields.size() != 6 || !absl::SimpleAtoi(fields[1], &row_seed) ||
        !absl::SimpleAtod(fields[2], &metrics.within_1_pct) || !absl::SimpleAtod(fields[3], &metrics.within_5_pct) ||
        !absl::SimpleAtod(fields[4], &metrics.within_10_pct) || !absl::SimpleAtod(fields[5], &metrics.spearman)) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", line_number, ": expected a name and five numbers, got \"", line, "\""));
    }
    if (fields[0] == configuration && row_seed == seed) found = metrics;
  }
  return found;
}

}  // namespace duet::experiments
