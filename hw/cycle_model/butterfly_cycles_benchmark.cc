// Configurations a second of the cycle model: the goal is 100,000.

#include "benchmark/benchmark.h"
#include "fabnet/network_shape.h"
#include "hw/cycle_model/butterfly_cycles.h"

namespace duet::hw {
namespace {

// One iteration: engines x sequence lengths x shapes, 100,000 latencies.
void BM_Latency100000Configurations(benchmark::State& state) {
  for (auto _ : state) {
    double sum_ms = 0;
    for (int64_t num_engines = 1; num_engines <= 125; ++num_engines) {
      for (int64_t seq_len = 64; seq_len <= 64 * 100; seq_len += 64) {
        for (int64_t log_hidden = 6; log_hidden <= 13; ++log_hidden) {
          const fabnet::NetworkShape shape = {"", fabnet::Family::kFabnet, int64_t{1} << log_hidden,
                                              int64_t{4} << log_hidden, 12};
          sum_ms += *LatencyMs({.num_engines = num_engines}, shape, seq_len);
        }
      }
    }
    benchmark::DoNotOptimize(sum_ms);
  }
  state.SetItemsProcessed(state.iterations() * 100000);
}
BENCHMARK(BM_Latency100000Configurations)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::hw
