// How long it takes to hash all encodings.

#include <string>

#include "benchmark/benchmark.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/fingerprint.h"

namespace duet::nasbench_asr {
namespace {

void BM_EnumerateModels(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(EnumerateModels());
  state.SetItemsProcessed(state.iterations() * kNumCells);
}
BENCHMARK(BM_EnumerateModels)->Unit(benchmark::kMillisecond)->Repetitions(5)->ReportAggregatesOnly();

}  // namespace
}  // namespace duet::nasbench_asr
