// The Pareto front over accuracy, latency and area of every pair of a cell and an accelerator.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/accuracies.h"
#include "codesign/enumerate/enumerate.h"
#include "codesign/enumerate/front_table.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using codesign::CellAccuracies;
using codesign::Enumeration;
using codesign::PairPoint;
using nasbench101::Cell;

// Published accuracies, or predictions of all cells' from them.
absl::StatusOr<CellAccuracies> Accuracies(const RunContext& context, RunResult& result) {
  ASSIGN_OR_RETURN(const bool predicts, context.Flag("predicts"));
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("published_accuracies"));
  ASSIGN_OR_RETURN(CellAccuracies published, codesign::ReadCellAccuracies(path));
  if (!predicts) return published;
  context.progress().Start("training a predictor of accuracies", 0);
  ASSIGN_OR_RETURN(const codesign::PredictedAccuracies predicted,
                   codesign::PredictAccuracies(published, {}, context.seed() + 1));
  AddMeasurement(result, "held_out_spearman", {}, predicted.spearman);
  AddMeasurement(result, "held_out_error_pct", {}, predicted.mean_error_pct);
  result.set_proxy_reason("accuracies of all cells are predicted from those of 7 % of them");
  return predicted.accuracies;
}

void AddFront(const Enumeration& enumeration, const std::vector<Cell>& cells, RunResult& result) {
  const codesign::AcceleratorSpace space;
  std::set<int64_t> front_cells, front_accelerators;
  int64_t num_fitting = 0;
  for (const PairPoint& point : enumeration.front) {
    const codesign::Accelerator accelerator = space.At(point.accelerator);
    front_cells.insert(point.cell);
    front_accelerators.insert(point.accelerator);
    num_fitting += CheckFits(ResourcesOf(accelerator, codesign::PublishedTables())).ok();
    const double latency_ms = codesign::CyclesToMs(point.num_cycles, enumeration.clock_mhz);
    AddSeries(result, "front",
              {{"area_mm2", absl::StrFormat("%.1f", point.area_mm2)},
               {"cell", ToString(cells[point.cell])},
               {"accelerator", ToString(accelerator)}},
              {latency_ms}, {point.accuracy_pct});
  }
  AddMeasurement(result, "num_points", {}, enumeration.front.size());
  AddMeasurement(result, "num_cells", {}, front_cells.size());
  AddMeasurement(result, "num_accelerators", {}, front_accelerators.size());
  AddMeasurement(result, "num_fitting", {}, num_fitting);
  AddMeasurement(result, "num_pairs", {}, enumeration.num_pairs);
  AddMeasurement(result, "points_per_billion_pairs", {}, 1e9 * enumeration.front.size() / enumeration.num_pairs);
  const auto add_range = [&](absl::string_view metric, const codesign::Interval& range) {
    AddMeasurement(result, "least", {{"of", std::string(metric)}}, range.min);
    AddMeasurement(result, "most", {{"of", std::string(metric)}}, range.max);
  };
  add_range("accuracy, %", enumeration.accuracy_pct);
  add_range("latency, ms", enumeration.latency_ms);
  add_range("area, mm²", enumeration.area_mm2);
}

// The best pairs by one number alone, and by performance per area above each limit of accuracy.
void AddBest(const codesign::FrontTable& table, RunResult& result) {
  const auto add = [&](const std::string& objective, const codesign::PairReward& reward) {
    const codesign::FrontPoint* best = BestPair(table, reward);
    if (best == nullptr) return;
    const double latency_ms = LatencyMs(table, *best);
    const Labels labels = {{"objective", objective}};
    AddMeasurement(result, "accuracy_pct", labels, best->accuracy_pct());
    AddMeasurement(result, "latency_ms", labels, latency_ms);
    AddMeasurement(result, "area_mm2", labels, best->area_mm2());
    AddMeasurement(result, "perf_per_area", labels, codesign::PerfPerArea(latency_ms, best->area_mm2()));
  };
  add("most accurate", [](double accuracy_pct, double, double) { return accuracy_pct; });
  add("fastest", [](double, double latency_ms, double) { return -latency_ms; });
  for (const double limit_pct : {90.0, 92.0, 93.0, 94.0, 94.5}) {
    add(absl::StrCat("most performance per area, accuracy at least ", limit_pct, " %"),
        [&](double accuracy_pct, double latency_ms, double area_mm2) {
          return accuracy_pct >= limit_pct ? std::optional<double>(codesign::PerfPerArea(latency_ms, area_mm2))
                                           : std::nullopt;
        });
  }
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  RunResult result;
  ASSIGN_OR_RETURN(const int64_t cell_stride, context.Int("cell_stride"));
  ASSIGN_OR_RETURN(const CellAccuracies accuracies, Accuracies(context, result));
  CellAccuracies chosen;
  chosen.set_is_predicted(accuracies.is_predicted());
  for (int i = 0; i < accuracies.cell_size(); i += static_cast<int>(cell_stride)) {
    chosen.add_cell(accuracies.cell(i));
    chosen.add_accuracy_pct(accuracies.accuracy_pct(i));
  }
  const std::vector<Cell> cells = nasbench101::EnumerateCells();
  ASSIGN_OR_RETURN(const std::vector<codesign::RatedCell> rated, RateCells(chosen, cells));
  codesign::EnumerationOptions options;
  options.num_threads = context.num_threads();
  options.progress = &context.progress();
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(const Enumeration enumeration,
                   Enumerate(rated, codesign::AcceleratorSpace(), codesign::PublishedTables(), options));
  AddMeasurement(result, "enumeration_s", {}, absl::ToDoubleSeconds(absl::Now() - start));
  AddFront(enumeration, cells, result);
  AddBest(ToTable(enumeration, codesign::PublishedTables().name(), chosen), result);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
