// Pairs a second: of CyclesOfBlock alone, and of the whole enumeration with and without pruning.

#include <cstdint>
#include <vector>

#include "benchmark/benchmark.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/cell_program.h"
#include "codesign/enumerate/enumerate.h"
#include "codesign/enumerate/latency_table.h"
#include "common/random.h"
#include "datasets/nasbench101/enumerate.h"

namespace duet::codesign {
namespace {

std::vector<RatedCell> AllCells(int64_t stride) {
  const std::vector<nasbench101::Cell> cells = nasbench101::EnumerateCells();
  RandomStream random(1, "accuracies");
  std::vector<RatedCell> rated;
  for (size_t i = 0; i < cells.size(); i += stride) {
    rated.push_back({cells[i], static_cast<int64_t>(i), 80 + 15 * random.Uniform()});
  }
  return rated;
}

// One block of each group of engines, in turn.
void BM_CyclesOfBlock(benchmark::State& state) {
  const AcceleratorSpace space;
  std::vector<Accelerator> accelerators;
  for (int64_t a = 0; a < space.size(); ++a) accelerators.push_back(space.At(a));
  const LatencyTable table = *LatencyTable::Create(accelerators, PublishedTables().latency());
  std::vector<CellProgram> programs;
  for (const RatedCell& cell : AllCells(101)) programs.push_back(Compile(cell.cell, table.operations()));
  int64_t block = 0;
  for (auto _ : state) {
    Lanes cycles;
    for (const CellProgram& program : programs) {
      table.CyclesOfBlock(program, block, cycles);
      benchmark::DoNotOptimize(cycles);
    }
    block = (block + 1) % table.num_blocks();
  }
  state.counters["pairs/s"] = benchmark::Counter(static_cast<double>(state.iterations() * programs.size() * kNumLanes),
                                                 benchmark::Counter::kIsRate);
}
BENCHMARK(BM_CyclesOfBlock)->MinTime(2);

// Arguments: every n-th cell, whether to prune, threads.
void BM_Enumerate(benchmark::State& state) {
  const std::vector<RatedCell> cells = AllCells(state.range(0));
  EnumerationOptions options;
  options.prunes = state.range(1) != 0;
  options.num_threads = static_cast<int>(state.range(2));
  int64_t num_pairs = 0;
  for (auto _ : state) num_pairs += Enumerate(cells, AcceleratorSpace(), PublishedTables(), options)->num_pairs;
  state.counters["pairs/s"] = benchmark::Counter(static_cast<double>(num_pairs), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Enumerate)
    ->ArgNames({"stride", "prunes", "threads"})
    ->Args({14, 0, 1})
    ->Args({14, 1, 1})
    ->Args({1, 0, 2})
    ->Args({1, 1, 2})
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace duet::codesign
