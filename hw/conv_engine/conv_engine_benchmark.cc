// Speed of the simulation: cycles of the engine a second, on a 3x3 convolution of 128 channels of 32 x 32 pixels.
//
//   bazel run //hw/conv_engine:conv_engine_benchmark -- --benchmark_repetitions=5

#include "absl/status/status.h"
#include "benchmark/benchmark.h"
#include "hw/conv_engine/Vconv_engine_16x64_rtl.h"
#include "hw/conv_engine/Vconv_engine_8x16_rtl.h"
#include "hw/conv_engine/conv_engine_bench.h"

namespace duet::hw {
namespace {

template <typename Model>
void Simulate(benchmark::State& state, const ConvEngineParameters& parameters) {
  ConvEngineBench<Model> bench(parameters, {});
  const ConvLayer layer = {ConvOperation::kConv3x3, 128, 128, 32, 32};
  const LayerData data = RandomLayerData(layer, 1);
  int64_t num_cycles = 0;
  for (auto _ : state) {
    const absl::StatusOr<LayerRun> run = bench.Run(layer, data);
    if (!run.ok()) {
      state.SkipWithError(run.status().ToString().c_str());
      break;
    }
    num_cycles += run->num_cycles;
  }
  state.counters["cycles"] = benchmark::Counter(num_cycles, benchmark::Counter::kIsRate);
  state.counters["macs"] = benchmark::Counter(state.iterations() * NumMacs(layer), benchmark::Counter::kIsRate);
}

void BM_Simulate8x16(benchmark::State& state) {
  Simulate<Vconv_engine_8x16_rtl>(state, {8, 16, 2048, 1024, 1024, 256});
}
BENCHMARK(BM_Simulate8x16)->Unit(benchmark::kMillisecond);

void BM_Simulate16x64(benchmark::State& state) {
  Simulate<Vconv_engine_16x64_rtl>(state, {16, 64, 8192, 4096, 4096, 512});
}
BENCHMARK(BM_Simulate16x64)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::hw
