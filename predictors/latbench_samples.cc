#include "predictors/latbench_samples.h"

#include <optional>
#include <vector>

#include "datasets/nasbench201/cell.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::predictors {

LatencySamples SamplesOf(const latbench::LatBench& latbench, int64_t setting) {
  std::vector<nasbench201::Cell> cells;
  LatencySamples samples;
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
    const std::optional<double> latency_ms = latbench.Value(setting, id);
    if (!latency_ms.has_value()) continue;
    cells.push_back(nasbench201::CellFromId(id));
    samples.latency_ms.push_back(*latency_ms);
  }
  samples.architectures = EncodeNasBench201(cells);
  return samples;
}

}  // namespace duet::predictors
