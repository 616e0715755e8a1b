#include "codesign/enumerate/front_table.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "codesign/accelerator/performance.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

template <typename Message>
absl::StatusOr<Message> ReadMessage(absl::string_view path, absl::string_view what) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  Message message;
  if (!message.ParseFromString(bytes)) return absl::InvalidArgumentError(absl::StrCat(path, ": not a ", what));
  return message;
}

void SetRange(const Interval& interval, Range* range) {
  range->set_min(interval.min);
  range->set_max(interval.max);
}

}  // namespace

double LatencyMs(const FrontTable& table, const FrontPoint& point) {
  return CyclesToMs(point.num_cycles(), table.clock_mhz());
}

const FrontPoint* BestPair(const FrontTable& table, const PairReward& reward) {
  const FrontPoint* best = nullptr;
  double most = -INFINITY;
  for (const FrontPoint& point : table.points()) {
    const std::optional<double> r = reward(point.accuracy_pct(), LatencyMs(table, point), point.area_mm2());
    if (!r.has_value() || *r <= most) continue;
    most = *r;
    best = &point;
  }
  return best;
}

FrontTable ToTable(const Enumeration& enumeration, absl::string_view calibration, const CellAccuracies& accuracies) {
  FrontTable table;
  table.set_schema_version(kFrontSchemaVersion);
  table.set_calibration(std::string(calibration));
  table.set_accuracy_source(accuracies.source());
  table.set_accuracy_is_predicted(accuracies.is_predicted());
  table.set_clock_mhz(enumeration.clock_mhz);
  table.set_num_cells(accuracies.cell_size());
  table.set_num_accelerators(enumeration.num_pairs / accuracies.cell_size());
  table.set_num_pairs_evaluated(enumeration.num_pairs_evaluated);
  SetRange(enumeration.accuracy_pct, table.mutable_accuracy_pct());
  SetRange(enumeration.latency_ms, table.mutable_latency_ms());
  SetRange(enumeration.area_mm2, table.mutable_area_mm2());
  for (const PairPoint& point : enumeration.front) {
    FrontPoint* p = table.add_points();
    p->set_accuracy_pct(point.accuracy_pct);
    p->set_num_cycles(point.num_cycles);
    p->set_area_mm2(point.area_mm2);
    p->set_cell(point.cell);
    p->set_accelerator(point.accelerator);
  }
  return table;
}

Enumeration FromTable(const FrontTable& table) {
  Enumeration enumeration;
  for (const FrontPoint& p : table.points()) {
    enumeration.front.push_back({p.accuracy_pct(), p.num_cycles(), p.area_mm2(), p.cell(), p.accelerator()});
  }
  enumeration.accuracy_pct = {table.accuracy_pct().min(), table.accuracy_pct().max()};
  enumeration.latency_ms = {table.latency_ms().min(), table.latency_ms().max()};
  enumeration.area_mm2 = {table.area_mm2().min(), table.area_mm2().max()};
  enumeration.num_pairs = table.num_cells() * table.num_accelerators();
  enumeration.num_pairs_evaluated = table.num_pairs_evaluated();
  enumeration.clock_mhz = table.clock_mhz();
  return enumeration;
}

absl::StatusOr<FrontTable> ReadFrontTable(absl::string_view path) {
  ASSIGN_OR_RETURN(FrontTable table, ReadMessage<FrontTable>(path, "front table"));
  if (table.schema_version() != kFrontSchemaVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": version ", table.schema_version(), ", not ", kFrontSchemaVersion));
  }
  return table;
}

absl::StatusOr<CellAccuracies> ReadCellAccuracies(absl::string_view path) {
  ASSIGN_OR_RETURN(CellAccuracies accuracies, ReadMessage<CellAccuracies>(path, "table of accuracies"));
  if (accuracies.cell_size() != accuracies.accuracy_pct_size() || accuracies.cell_size() == 0) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", accuracies.cell_size(), " cells with ",
                                                   accuracies.accuracy_pct_size(), " accuracies"));
  }
  return accuracies;
}

absl::StatusOr<std::vector<RatedCell>> RateCells(const CellAccuracies& accuracies,
                                                 absl::Span<const nasbench101::Cell> cells) {
  std::vector<RatedCell> rated;
  for (int i = 0; i < accuracies.cell_size(); ++i) {
    const int64_t index = accuracies.cell(i);
    if (index < 0 || index >= static_cast<int64_t>(cells.size())) {
      return absl::InvalidArgumentError(absl::StrCat("cell ", index, " of ", cells.size()));
    }
    rated.push_back({cells[index], index, accuracies.accuracy_pct(i)});
  }
  return rated;
}

}  // namespace duet::codesign
