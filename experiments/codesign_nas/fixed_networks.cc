#include "experiments/codesign_nas/fixed_networks.h"

#include <cstdint>
#include <vector>

#include "codesign/accelerator/area.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/latency_table.h"
#include "common/status_macros.h"

namespace duet::experiments {

using codesign::Accelerator;
using codesign::FrontPoint;
using codesign::FrontTable;
using codesign::Metrics;

nasbench101::Cell ResNetCell() { return *nasbench101::ParseCell("conv3x3~0|conv3x3~1|output~0~2"); }

nasbench101::Cell GoogLeNetCell() {
  return *nasbench101::ParseCell("conv1x1~0|conv3x3~0|conv3x3~0|conv3x3~3|maxpool3x3~0|output~1~2~4~5");
}

absl::StatusOr<Deployment> BestDeployment(const nasbench101::Cell& cell, const codesign::AcceleratorSpace& space,
                                          const codesign::Calibration& calibration) {
  std::vector<Accelerator> accelerators;
  for (int64_t i = 0; i < space.size(); ++i) accelerators.push_back(space.At(i));
  ASSIGN_OR_RETURN(const auto table, codesign::LatencyTable::Create(accelerators, calibration.latency()));
  const codesign::CellProgram program = codesign::Compile(cell, table.operations());
  Deployment best;
  for (int64_t i = 0; i < space.size(); ++i) {
    const Metrics metrics = {0, table.MsOf(table.CyclesOf(program, i)),
                             codesign::AreaMm2(accelerators[i], calibration)};
    if (i == 0 || PerfPerArea(metrics) > PerfPerArea(best.metrics)) best = {accelerators[i], metrics};
  }
  return best;
}

const FrontPoint* MostAccurate(const FrontTable& front, const Metrics& reference) {
  return BestPair(front, [&](double accuracy_pct, double latency_ms, double area_mm2) -> std::optional<double> {
    if (latency_ms > reference.latency_ms || area_mm2 > reference.area_mm2) return std::nullopt;
    return accuracy_pct;
  });
}

const FrontPoint* MostPerfPerArea(const FrontTable& front, const Metrics& reference) {
  return BestPair(front, [&](double accuracy_pct, double latency_ms, double area_mm2) -> std::optional<double> {
    if (accuracy_pct < reference.accuracy_pct) return std::nullopt;
    return codesign::PerfPerArea(latency_ms, area_mm2);
  });
}

}  // namespace duet::experiments
