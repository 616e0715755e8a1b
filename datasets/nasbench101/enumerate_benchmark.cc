// How long it takes to list the space and to hash its keys, and a key by OpenSSL for comparison.

#include "benchmark/benchmark.h"
#include "datasets/nasbench101/cell_key.h"
#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench101/slow_key.h"

namespace duet::nasbench101 {
namespace {

void BM_EnumerateCells(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(EnumerateCells(state.range(0)));
  state.SetItemsProcessed(state.iterations() * kNumCellsUpTo[state.range(0)]);
}
BENCHMARK(BM_EnumerateCells)->DenseRange(5, 7)->Unit(benchmark::kMillisecond);

void BM_KeysOf(benchmark::State& state) {
  const std::vector<Cell> cells = EnumerateCells(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(KeysOf(cells));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(cells.size()));
}
BENCHMARK(BM_KeysOf)->DenseRange(5, 7)->Unit(benchmark::kMillisecond);

// Of seven vertices, as most cells are.
const char* const kCell = "conv3x3~0|conv3x3~1|conv1x1~2|maxpool3x3~3|conv3x3~4|output~0~5";

void BM_KeyOf(benchmark::State& state) {
  const Cell cell = *ParseCell(kCell);
  for (auto _ : state) benchmark::DoNotOptimize(KeyOf(cell));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_KeyOf)->Unit(benchmark::kMicrosecond);

void BM_SlowKeyOf(benchmark::State& state) {
  const Cell cell = *ParseCell(kCell);
  for (auto _ : state) benchmark::DoNotOptimize(SlowKeyOf(cell));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SlowKeyOf)->Unit(benchmark::kMicrosecond);

void BM_IndexOf(benchmark::State& state) {
  const std::vector<Cell> cells = EnumerateCells();
  const Cell cell = *ParseCell(kCell);
  for (auto _ : state) benchmark::DoNotOptimize(IndexOf(cell, cells));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_IndexOf)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace duet::nasbench101
