// How fast the tables of NAS-Bench-201 open, all of them together, and answer. Wanted: below 50 ms and 64 MiB to open,
// below 100 ns a query. Run: bazel run -c opt //datasets/latbench:open_benchmark

#include <sys/resource.h>

#include <optional>

#include "benchmark/benchmark.h"
#include "common/random.h"
#include "datasets/latbench/latbench.h"
#include "datasets/nasbench201/benchmark.h"
#include "datasets/nasbench201/cell.h"

namespace duet::latbench {
namespace {

using nasbench201::ImageSet;
using nasbench201::NasBench201;

LatBench OpenLatBench() {
  return LatBench::Open({"datasets/latbench/latbench_table.binpb", "datasets/latbench/help_table.binpb",
                         "datasets/latbench/hwnasbench_table.binpb"})
      .value();
}

NasBench201 OpenNasBench201() { return NasBench201::Open("datasets/nasbench201/nasbench201_table.binpb").value(); }

// Cells in an order that the processor cannot foresee.
std::vector<int64_t> RandomCells() {
  return RandomStream(1, "query benchmark").SampleWithoutReplacement(nasbench201::kNumCells, 4096);
}

// The most memory that the process ever held, MiB: the first benchmark shows what opening everything once takes.
double PeakMebibytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;  // Linux counts KiB
}

void BM_OpenEverything(benchmark::State& state) {
  for (auto _ : state) {
    const NasBench201 nasbench201 = OpenNasBench201();
    const LatBench latbench = OpenLatBench();
    benchmark::DoNotOptimize(nasbench201.proxies().data());
    benchmark::DoNotOptimize(latbench.settings().data());
  }
  state.counters["peak_MiB"] = PeakMebibytes();
}
BENCHMARK(BM_OpenEverything)->Unit(benchmark::kMillisecond);

void BM_LatencyQuery(benchmark::State& state) {
  const LatBench latbench = OpenLatBench();
  const std::vector<int64_t> cells = RandomCells();
  const int64_t num_settings = static_cast<int64_t>(latbench.settings().size());
  size_t i = 0;
  for (auto _ : state) {
    const std::optional<double> value = latbench.Value(static_cast<int64_t>(i) % num_settings, cells[i % cells.size()]);
    benchmark::DoNotOptimize(value);
    ++i;
  }
}
BENCHMARK(BM_LatencyQuery);

void BM_AccuracyQuery(benchmark::State& state) {
  const NasBench201 nasbench201 = OpenNasBench201();
  const std::vector<int64_t> cells = RandomCells();
  size_t i = 0;
  for (auto _ : state) {
    const std::optional<double> value =
        nasbench201.TestAccuracyPct(cells[i % cells.size()], static_cast<ImageSet>(i % 3), i % 2 == 0 ? 200 : 12);
    benchmark::DoNotOptimize(value);
    ++i;
  }
}
BENCHMARK(BM_AccuracyQuery);

void BM_FindSetting(benchmark::State& state) {
  const LatBench latbench = OpenLatBench();
  for (auto _ : state) benchmark::DoNotOptimize(latbench.Find("latbench/mobile-gpu-snapdragon-855-adreno-640/int8/b1"));
}
BENCHMARK(BM_FindSetting);

}  // namespace
}  // namespace duet::latbench
