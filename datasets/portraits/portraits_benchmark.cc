// Frames a second: bazel run //datasets/portraits:portraits_benchmark -- --benchmark_repetitions=5
//
// The argument is the height; frames are 16 : 9.

#include <cstdint>

#include "benchmark/benchmark.h"
#include "datasets/portraits/portraits.h"

namespace duet::portraits {
namespace {

void BM_Render(benchmark::State& state) {
  PortraitGenerator::Options options;
  options.height = state.range(0);
  options.width = options.height * 16 / 9;
  const PortraitGenerator generator = *PortraitGenerator::Create(options);
  int64_t index = 0;
  for (auto _ : state) benchmark::DoNotOptimize(generator.Render(SampleFrame(Split::kTrain, 1, index++ % 64)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Render)->Arg(72)->Arg(144)->Arg(288)->Arg(576)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::portraits
