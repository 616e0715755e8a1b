// What the latency predictors cost. The latencies are made up from the cells, so that no data is needed; time does not
// depend on them.
//
//   bazel run //predictors/benchmarks:latency_benchmark -- --benchmark_repetitions=5
//   OPENBLAS_NUM_THREADS=1 for one core; compare.sh pairs an epoch of EAGLE with the same epoch in Python.

#include <cmath>
#include <cstdlib>
#include <vector>

#include "benchmark/benchmark.h"
#include "common/random.h"
#include "datasets/nasbench201/cell.h"
#include "predictors/gcn_predictor.h"
#include "predictors/latency_predictor.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::predictors {
namespace {

LatencySamples MakeSamples(int64_t count, uint64_t seed) {
  RandomStream random(seed, "benchmark cells");
  std::vector<nasbench201::Cell> cells;
  while (static_cast<int64_t>(cells.size()) < count) {
    const nasbench201::Cell cell = nasbench201::CellFromId(random.UniformInt(nasbench201::kNumCells));
    if (HasPath(cell)) cells.push_back(cell);
  }
  LatencySamples samples{EncodeNasBench201(cells), {}};
  for (int64_t i = 0; i < count; ++i) {
    samples.latency_ms.push_back((1 + 0.05 * samples.architectures.mega_flops[i]) * std::exp(0.02 * random.Normal()));
  }
  return samples;
}

std::vector<nasbench201::Cell> AllCells() {
  std::vector<nasbench201::Cell> cells;
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) cells.push_back(nasbench201::CellFromId(id));
  return cells;
}

void Require(const absl::Status& status, benchmark::State& state) {
  if (!status.ok()) state.SkipWithError(std::string(status.message()).c_str());
}

// One epoch of the released schedule: 900 steps at batch 1 in float64, and the validation of 100 cells.
void BM_EagleEpoch(benchmark::State& state) {
  const LatencySamples train = MakeSamples(900, 1), validation = MakeSamples(100, 2);
  GcnPredictorOptions options;
  options.num_epochs = 1;
  for (auto _ : state) Require(GcnPredictor(options, nullptr).Fit(train, validation, 1), state);
}
BENCHMARK(BM_EagleEpoch)->Unit(benchmark::kMillisecond)->MinTime(1);

// A whole training on 900 samples.
void BM_Train(benchmark::State& state, const char* recipe) {
  const LatencySamples train = MakeSamples(900, 1), validation = MakeSamples(100, 2);
  for (auto _ : state) Require((*CreateLatencyPredictor(recipe))->Fit(train, validation, 1), state);
}
BENCHMARK_CAPTURE(BM_Train, duet, "DUET")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(BM_Train, gcn_fast, "GCN_FAST")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(BM_Train, mlp, "MLP")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(BM_Train, additive, "ADDITIVE")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Train, additive_pairs, "ADDITIVE_PAIRS")->Unit(benchmark::kMillisecond);

// All 15,625 cells of the space with a predictor trained on 900.
void BM_PredictAll(benchmark::State& state, const char* recipe) {
  const auto predictor = *CreateLatencyPredictor(recipe);
  Require(predictor->Fit(MakeSamples(900, 1), MakeSamples(100, 2), 1), state);
  const EncodedArchitectures all = EncodeNasBench201(AllCells());
  for (auto _ : state) benchmark::DoNotOptimize(predictor->PredictMs(all));
  state.counters["cells_per_s"] =
      benchmark::Counter(static_cast<double>(all.size() * state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(BM_PredictAll, duet, "DUET")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_PredictAll, gcn_fast, "GCN_FAST")->Unit(benchmark::kMillisecond);

void BM_EncodeAll(benchmark::State& state) {
  const std::vector<nasbench201::Cell> cells = AllCells();
  for (auto _ : state) benchmark::DoNotOptimize(EncodeNasBench201(cells));
}
BENCHMARK(BM_EncodeAll)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::predictors
