#include "experiments/brp_nas/recorded_runs.h"

#include "absl/strings/numbers.h"
#include "absl/types/span.h"
#include "common/recorded_rows.h"
#include "common/status_macros.h"

namespace duet::experiments {

absl::StatusOr<std::optional<predictors::LatencyMetrics>> ReadRecordedRun(absl::string_view path,
                                                                          absl::string_view configuration,
                                                                          uint64_t seed) {
  constexpr absl::string_view kHeader = "setting,seed,within_1_pct,within_5_pct,within_10_pct,spearman";
  std::optional<predictors::LatencyMetrics> found;
  RETURN_IF_ERROR(
      ReadRecordedRows(path, kHeader, "a name and five numbers", [&](absl::Span<const absl::string_view> fields) {
        uint64_t row_seed = 0;
        predictors::LatencyMetrics metrics;
        if (fields.size() != 6 || !absl::SimpleAtoi(fields[1], &row_seed) ||
            !absl::SimpleAtod(fields[2], &metrics.within_1_pct) ||
            !absl::SimpleAtod(fields[3], &metrics.within_5_pct) ||
            !absl::SimpleAtod(fields[4], &metrics.within_10_pct) || !absl::SimpleAtod(fields[5], &metrics.spearman)) {
          return false;
        }
        if (fields[0] == configuration && row_seed == seed) found = metrics;
        return true;
      }));
  return found;
}

}  // namespace duet::experiments
