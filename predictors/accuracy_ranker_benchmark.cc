// How long it takes to rank a space, and to train a ranker for it.

#include "benchmark/benchmark.h"
#include "common/random.h"
#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench201/cell.h"
#include "predictors/accuracy_ranker.h"
#include "predictors/gcn.h"
#include "predictors/graph_pool.h"
#include "predictors/nasbench101_encoder.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::predictors {
namespace {

GraphPool NasBench201Pool() {
  GraphPool pool{kNasBench201NumLabels, {}, {}};
  for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
    pool.graphs.push_back(NasBench201Graph(nasbench201::CellFromId(id)));
  }
  return pool;
}

GraphPool NasBench101Pool() {
  GraphPool pool{kNasBench101NumLabels, {}, {}};
  for (const nasbench101::Cell& cell : nasbench101::EnumerateCells()) pool.graphs.push_back(NasBench101Graph(cell));
  return pool;
}

void Rank(benchmark::State& state, const GraphPool& pool, const char* recipe) {
  const auto ranker = *CreateAccuracyRanker(recipe);
  // One epoch: what the weights are does not change the time.
  const absl::Status trained = ranker->Train(pool, {0, 1}, {0.0, 1.0}, {0, 250}, 1);
  if (!trained.ok()) return state.SkipWithError(trained.ToString().c_str());
  for (auto _ : state) benchmark::DoNotOptimize(ranker->Rank(pool));
  state.SetItemsProcessed(state.iterations() * pool.size());
}

void BM_RankNasBench201(benchmark::State& state, const char* recipe) { Rank(state, NasBench201Pool(), recipe); }
BENCHMARK_CAPTURE(BM_RankNasBench201, DUET, "DUET")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_RankNasBench201, EAGLE, "EAGLE")->Unit(benchmark::kMillisecond);

void BM_RankNasBench101(benchmark::State& state, const char* recipe) { Rank(state, NasBench101Pool(), recipe); }
BENCHMARK_CAPTURE(BM_RankNasBench101, DUET, "DUET")->Unit(benchmark::kMillisecond)->Iterations(1);

// Iteration i of 5 of a search on i times 20 networks.
void BM_Train(benchmark::State& state, const char* recipe) {
  const GraphPool pool = NasBench201Pool();
  const int64_t iteration = state.range(0);
  const std::vector<int64_t> rows = RandomStream(1, "rows").SampleWithoutReplacement(pool.size(), 20 * (iteration + 1));
  std::vector<double> accuracies;
  for (size_t i = 0; i < rows.size(); ++i) accuracies.push_back(i);
  for (auto _ : state) {
    const absl::Status trained = (*CreateAccuracyRanker(recipe))->Train(pool, rows, accuracies, {iteration, 5}, 1);
    if (!trained.ok()) return state.SkipWithError(trained.ToString().c_str());
  }
}
BENCHMARK_CAPTURE(BM_Train, DUET, "DUET")->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace duet::predictors
