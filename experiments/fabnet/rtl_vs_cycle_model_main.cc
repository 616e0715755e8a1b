// One pass of rows through the simulated butterfly processor: its cycles, those of the exact model of it, and those of
// the released simulator's closed formulas.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/rounding.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/network_shape.h"
#include "hw/butterfly/Vbutterfly_processor_rtl.h"
#include "hw/butterfly/processor_bench.h"
#include "hw/butterfly/random_jobs.h"
#include "hw/cycle_model/butterfly_cycles.h"
#include "hw/cycle_model/rtl_cycles.h"

namespace duet::experiments {
namespace {

constexpr int64_t kNumUnits = 4;
constexpr int64_t kMaxCycles = 10'000'000;

// The released model of a pass, on one engine with the ports of the board with HBM: one word of weights a cycle.
absl::StatusOr<double> ReleasedCycles(hw::ButterflyMode mode, int64_t size, int64_t num_rows) {
  const hw::ButterflyAccelerator accelerator = {.num_engines = 1, .units_per_engine = kNumUnits};
  const fabnet::NetworkShape square = {"square", fabnet::Family::kFabnet, size, size, 1};
  ASSIGN_OR_RETURN(const hw::BlockCycles block, hw::CountBlockCycles(accelerator, square, num_rows));
  return mode == hw::ButterflyMode::kFft ? block.fft_hidden.total : block.expand.total;
}

// Share of cycles in which units begin butterflies, from the first such cycle to the last.
double BusyPct(const std::vector<bool>& busy) {
  const auto first = std::find(busy.begin(), busy.end(), true);
  const auto last = std::find(busy.rbegin(), busy.rend(), true).base();
  return 100.0 * static_cast<double>(std::count(first, last, true)) / static_cast<double>(last - first);
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string operation, context.Text("operation"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> sizes, IntegerList(context, "sizes"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> row_counts, IntegerList(context, "rows_per_engine"));
  if (operation != "linear" && operation != "fft") {
    return absl::InvalidArgumentError(absl::StrCat("operation ", operation, "; must be linear or fft"));
  }
  const hw::ButterflyMode mode = operation == "fft" ? hw::ButterflyMode::kFft : hw::ButterflyMode::kLinear;
  RunResult result;
  int64_t largest_error = 0;
  context.progress().Start(operation, sizes.size() * row_counts.size());
  for (const int64_t num_rows : row_counts) {
    std::vector<double> errors_pct;
    for (const int64_t size : sizes) {
      const int log2_size = Log2OfNextPowerOfTwo(size);
      hw::ProcessorBench<Vbutterfly_processor_rtl> bench({1, kNumUnits});
      const hw::ProcessorJob job = hw::RandomJob({mode, log2_size, num_rows, kNumUnits}, context.seed());
      ASSIGN_OR_RETURN(const hw::ProcessorRun rtl, bench.Run({job}, kMaxCycles));
      ASSIGN_OR_RETURN(const hw::RtlCycles model, hw::CountRtlCycles({{mode, log2_size, num_rows, true}}, kNumUnits));
      ASSIGN_OR_RETURN(const double released, ReleasedCycles(mode, size, num_rows));
      largest_error = std::max<int64_t>(largest_error, std::abs(model.total - rtl.num_cycles));
      const double ratio = released / static_cast<double>(rtl.num_cycles);
      errors_pct.push_back(100 * (ratio - 1));
      const Labels labels = {{"rows", absl::StrCat(num_rows)}, {"elements", absl::StrCat(size)}};
      AddMeasurement(result, "rtl_cycles", labels, static_cast<double>(rtl.num_cycles));
      AddMeasurement(result, "model_cycles", labels, static_cast<double>(model.total));
      AddMeasurement(result, "released_cycles", labels, released);
      AddMeasurement(result, "released_error_pct", labels, errors_pct.back());
      AddMeasurement(result, "released_efficiency_error_pct", labels,
                     100 * (ratio / hw::ButterflyAccelerator().efficiency - 1));
      AddMeasurement(result, "units_busy_pct", labels, BusyPct(rtl.busy));
      context.progress().Advance();
    }
    AddSeries(result, "released_error", {{"rows", absl::StrCat(num_rows)}},
              std::vector<double>(sizes.begin(), sizes.end()), errors_pct);
  }
  AddMeasurement(result, "largest_model_error_cycles", {}, static_cast<double>(largest_error));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
