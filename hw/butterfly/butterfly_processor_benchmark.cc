// Simulation speed of the butterfly processor, in clock cycles a second on one core.
//
//   bazel run //hw/butterfly:butterfly_processor_benchmark

#include <benchmark/benchmark.h>

#include <cstdint>

#include "hw/butterfly/Vfast_processor_rtl.h"
#include "hw/butterfly/processor_bench.h"
#include "hw/butterfly/random_jobs.h"

namespace duet::hw {
namespace {

// Rows of 1024 elements through one engine; the argument is the mode.
void BM_OneEngine(benchmark::State& state) {
  const auto mode = static_cast<ButterflyMode>(state.range(0));
  const ProcessorJob job = RandomJob({mode, 10, 16, 4}, 1);
  ProcessorBench<Vfast_processor_rtl> bench({1, 4});
  int64_t num_cycles = 0;
  for (auto _ : state) {
    const absl::StatusOr<ProcessorRun> run = bench.Run({job}, 1000000);
    if (!run.ok()) {
      state.SkipWithError(run.status().ToString().c_str());
      break;
    }
    num_cycles += run->num_cycles;
  }
  state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(num_cycles), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_OneEngine)->Arg(0)->Arg(1)->ArgName("fft")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::hw
