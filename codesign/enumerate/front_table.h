// Reads and writes the Pareto front, and answers what the best pair is under an objective.
//
// The best pair of the whole space is on the front for every objective and every limits that never prefer a pair with
// less accuracy, more latency or more area: a weighted sum, latency times area, any of them under limits. So searches
// are measured against BestPair, not against a search.

#ifndef CODESIGN_ENUMERATE_FRONT_TABLE_H_
#define CODESIGN_ENUMERATE_FRONT_TABLE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "codesign/enumerate/enumerate.h"
#include "codesign/enumerate/front_table.pb.h"
#include "datasets/nasbench101/cell.h"

namespace duet::codesign {

// Raised with every change after which an old table would be misread.
constexpr int32_t kFrontSchemaVersion = 1;

double LatencyMs(const FrontTable& table, const FrontPoint& point);

// The point of the largest `reward`, of several the first, or nothing if `reward` accepts none. `reward` returns
// nothing for a pair beyond a limit.
using PairReward = std::function<std::optional<double>(double accuracy_pct, double latency_ms, double area_mm2)>;
const FrontPoint* BestPair(const FrontTable& table, const PairReward& reward);

FrontTable ToTable(const Enumeration& enumeration, absl::string_view calibration, const CellAccuracies& accuracies);
Enumeration FromTable(const FrontTable& table);

// NotFound and the like with the path; InvalidArgument for another version, or what is no table.
absl::StatusOr<FrontTable> ReadFrontTable(absl::string_view path);
absl::StatusOr<CellAccuracies> ReadCellAccuracies(absl::string_view path);

// The cells with their accuracies. InvalidArgument for an index that is not in `cells`, which is the whole space.
absl::StatusOr<std::vector<RatedCell>> RateCells(const CellAccuracies& accuracies,
                                                 absl::Span<const nasbench101::Cell> cells);

}  // namespace duet::codesign

#endif  // CODESIGN_ENUMERATE_FRONT_TABLE_H_
