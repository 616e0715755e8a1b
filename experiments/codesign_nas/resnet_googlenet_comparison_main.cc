// The ResNet and the GoogLeNet cell on their best accelerators, and the pairs of the exact front that better them.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/front_table.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"
#include "experiments/codesign_nas/fixed_networks.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using codesign::FrontPoint;
using codesign::FrontTable;
using codesign::Metrics;
using nasbench101::Cell;

constexpr absl::string_view kPredicted = "The accuracy of the ResNet cell is predicted: it is not among the published.";

// Adds a measurement, as PROXY DATA where there is a reason.
void Add(RunResult& result, absl::string_view metric, const Labels& labels, double value,
         absl::string_view proxy_reason = "") {
  AddMeasurement(result, metric, labels, value);
  result.mutable_measurements(result.measurements_size() - 1)->set_proxy_reason(std::string(proxy_reason));
}

Labels LabelsOf(const std::string& network, const Cell& cell, const codesign::Accelerator& accelerator) {
  return {{"network", network}, {"cell", ToString(cell)}, {"accelerator", ToString(accelerator)}};
}

void AddCosts(RunResult& result, const Labels& labels, const Metrics& metrics, absl::string_view proxy_reason) {
  Add(result, "latency_ms", labels, metrics.latency_ms, proxy_reason);
  Add(result, "area_mm2", labels, metrics.area_mm2, proxy_reason);
  Add(result, "perf_per_area", labels, PerfPerArea(metrics), proxy_reason);
}

// A pair of the front, and what it gains over the reference. Which pair it is may rest on a predicted accuracy.
void AddFound(RunResult& result, const std::string& network, const FrontPoint& point, const FrontTable& front,
              absl::Span<const Cell> cells, const Metrics& reference, absl::string_view proxy_of_pair,
              absl::string_view proxy_of_gain) {
  const Metrics metrics = {point.accuracy_pct(), LatencyMs(front, point), point.area_mm2()};
  const Labels labels = LabelsOf(network, cells[point.cell()], codesign::AcceleratorSpace().At(point.accelerator()));
  Add(result, "accuracy_pct", labels, metrics.accuracy_pct, proxy_of_pair);
  AddCosts(result, labels, metrics, proxy_of_pair);
  const auto gain_pct = [](double value, double of) { return 100 * (value / of - 1); };
  Add(result, "accuracy_gain_points", labels, metrics.accuracy_pct - reference.accuracy_pct, proxy_of_gain);
  Add(result, "latency_change_pct", labels, gain_pct(metrics.latency_ms, reference.latency_ms), proxy_of_pair);
  Add(result, "area_change_pct", labels, gain_pct(metrics.area_mm2, reference.area_mm2), proxy_of_pair);
  Add(result, "perf_per_area_gain_pct", labels, gain_pct(PerfPerArea(metrics), PerfPerArea(reference)), proxy_of_pair);
}

// The fixed network, and the two pairs of the front that better it. `proxy_reason` if its accuracy is predicted.
absl::StatusOr<Metrics> Compare(RunResult& result, const std::string& name, const Cell& cell, double accuracy_pct,
                                const FrontTable& front, absl::Span<const Cell> cells, absl::string_view proxy_reason) {
  ASSIGN_OR_RETURN(Deployment reference,
                   BestDeployment(cell, codesign::AcceleratorSpace(), codesign::PublishedTables()));
  reference.metrics.accuracy_pct = accuracy_pct;
  const Labels labels = LabelsOf(absl::StrCat(name, " cell"), cell, reference.accelerator);
  Add(result, "accuracy_pct", labels, accuracy_pct, proxy_reason);
  AddCosts(result, labels, reference.metrics, "");
  const FrontPoint* most_accurate = MostAccurate(front, reference.metrics);
  if (most_accurate != nullptr) {
    AddFound(result, absl::StrCat("no slower or larger than ", name, ", most accurate"), *most_accurate, front, cells,
             reference.metrics, "", proxy_reason);
  }
  const FrontPoint* most_perf_per_area = MostPerfPerArea(front, reference.metrics);
  if (most_perf_per_area != nullptr) {
    AddFound(result, absl::StrCat("no less accurate than ", name, ", most images per area"), *most_perf_per_area, front,
             cells, reference.metrics, proxy_reason, proxy_reason);
  }
  return reference.metrics;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string front_path, context.DataPath("front"));
  ASSIGN_OR_RETURN(const FrontTable front, codesign::ReadFrontTable(front_path));
  ASSIGN_OR_RETURN(const std::string accuracies_path, context.DataPath("predicted_accuracies"));
  ASSIGN_OR_RETURN(const codesign::CellAccuracies predicted, codesign::ReadCellAccuracies(accuracies_path));
  const std::vector<Cell> cells = nasbench101::EnumerateCells();
  ASSIGN_OR_RETURN(const int64_t resnet_index, nasbench101::IndexOf(ResNetCell(), cells));
  ASSIGN_OR_RETURN(const std::vector<codesign::RatedCell> rated, RateCells(predicted, cells));
  const double resnet_accuracy_pct = rated[resnet_index].accuracy_pct;

  RunResult result;
  ASSIGN_OR_RETURN(const Metrics resnet,
                   Compare(result, "ResNet", ResNetCell(), resnet_accuracy_pct, front, cells, kPredicted));
  ASSIGN_OR_RETURN(const Metrics googlenet,
                   Compare(result, "GoogLeNet", cells[*nasbench101::IndexOf(GoogLeNetCell(), cells)],
                           kGoogLeNetAccuracyPct, front, cells, ""));
  AddMeasurement(result, "perf_per_area_ratio", {}, PerfPerArea(googlenet) / PerfPerArea(resnet));
  std::vector<double> perf_per_area, accuracy_pct;
  for (const FrontPoint& point : front.points()) {
    perf_per_area.push_back(codesign::PerfPerArea(LatencyMs(front, point), point.area_mm2()));
    accuracy_pct.push_back(point.accuracy_pct());
  }
  AddSeries(result, "pairs", {{"what", "Pareto front"}}, perf_per_area, accuracy_pct);
  AddSeries(result, "pairs", {{"what", "ResNet cell (accuracy predicted)"}}, {PerfPerArea(resnet)},
            {resnet.accuracy_pct});
  AddSeries(result, "pairs", {{"what", "GoogLeNet cell"}}, {PerfPerArea(googlenet)}, {googlenet.accuracy_pct});
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
