#include "experiments/codesign_nas/search_space.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/enumerate.h"
#include "codesign/enumerate/front_table.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"

namespace duet::experiments {
namespace {

using codesign::CellAccuracies;
using codesign::Enumeration;
using codesign::FrontTable;
using codesign::PairPoint;
using codesign::RatedCell;

absl::StatusOr<Enumeration> FrontOf(const RunContext& context, const std::vector<RatedCell>& cells) {
  if (static_cast<int64_t>(cells.size()) < nasbench101::kNumCells) {
    return codesign::Enumerate(cells, codesign::AcceleratorSpace(), codesign::PublishedTables());
  }
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("front"));
  ASSIGN_OR_RETURN(const FrontTable table, codesign::ReadFrontTable(path));
  if (table.num_cells() == nasbench101::kNumCells && table.num_accelerators() == codesign::kNumAccelerators &&
      table.accuracy_is_predicted() && table.calibration() == codesign::PublishedTables().name()) {
    return codesign::FromTable(table);
  }
  return absl::InvalidArgumentError(absl::StrCat(path, " is the front of ", table.num_cells(), " cells on ",
                                                 table.num_accelerators(), " accelerators, calibration ",
                                                 table.calibration(), ", not of the whole space with predictions"));
}

}  // namespace

absl::StatusOr<SearchedSpace> OpenSearchedSpace(const RunContext& context) {
  ASSIGN_OR_RETURN(const int64_t max_num_vertices, context.Int("max_num_vertices"));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("accuracies"));
  ASSIGN_OR_RETURN(const CellAccuracies accuracies, codesign::ReadCellAccuracies(path));
  SearchedSpace searched;
  searched.space = std::make_unique<codesign::PairSpace>(max_num_vertices);
  const int64_t num_cells = searched.space->cells().size();

  // Smaller cells come first, so that the first accuracies are those of the space.
  if (accuracies.cell_size() < num_cells || accuracies.cell(num_cells - 1) != num_cells - 1) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has accuracies of ", accuracies.cell_size(),
                                                   " cells, not of each of the first ", num_cells));
  }
  searched.accuracy_pct.assign(accuracies.accuracy_pct().begin(), accuracies.accuracy_pct().begin() + num_cells);
  std::vector<RatedCell> rated;
  for (int64_t i = 0; i < num_cells; ++i) {
    rated.push_back({searched.space->cells().cells()[i], i, searched.accuracy_pct[i]});
  }
  ASSIGN_OR_RETURN(const Enumeration enumeration, FrontOf(context, rated));
  for (const PairPoint& point : enumeration.front) {
    searched.front.push_back(
        {point.accuracy_pct, codesign::CyclesToMs(point.num_cycles, enumeration.clock_mhz), point.area_mm2});
  }
  searched.ranges = {{enumeration.accuracy_pct.min, enumeration.accuracy_pct.max},
                     {enumeration.latency_ms.min, enumeration.latency_ms.max},
                     {enumeration.area_mm2.min, enumeration.area_mm2.max}};
  return searched;
}

absl::StatusOr<codesign::Thresholds> ParseThresholds(absl::string_view text) {
  codesign::Thresholds thresholds;
  if (text == "none") return thresholds;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> named = absl::StrSplit(part, absl::MaxSplits('=', 1));
    double value = 0;
    if (!absl::SimpleAtod(named.second, &value)) {
      return absl::InvalidArgumentError(absl::StrCat("\"", part, "\" of the thresholds is not <name>=<number>"));
    }
    if (named.first == "max_area_mm2") {
      thresholds.max_area_mm2 = value;
    } else if (named.first == "max_latency_ms") {
      thresholds.max_latency_ms = value;
    } else if (named.first == "min_accuracy_pct") {
      thresholds.min_accuracy_pct = value;
    } else if (named.first == "min_perf_per_area") {
      thresholds.min_perf_per_area = value;
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown threshold \"", named.first,
                       "\" (known: max_area_mm2, max_latency_ms, min_accuracy_pct, min_perf_per_area)"));
    }
  }
  return thresholds;
}

}  // namespace duet::experiments
