// One step of the controller: bazel run //codesign/search:controller_benchmark

#include <vector>

#include "benchmark/benchmark.h"
#include "nas/controller.h"

namespace duet::nas {
namespace {

// 21 edges, five operations, eight parameters of an accelerator.
std::vector<int64_t> NumChoices() {
  std::vector<int64_t> num_choices(21, 2);
  num_choices.insert(num_choices.end(), 5, 3);
  num_choices.insert(num_choices.end(), {2, 5, 4, 3, 3, 2, 2, 6});
  return num_choices;
}

void BM_DrawAndLearn(benchmark::State& state) {
  ControllerOptions options;
  options.hidden_size = state.range(0);
  Controller controller(NumChoices(), options, /*seed=*/1);
  RandomStream random(1, "benchmark");
  double reward = 0;
  for (auto _ : state) controller.Learn(controller.Draw(random), reward = 1 - reward);
}
BENCHMARK(BM_DrawAndLearn)->Arg(32)->Arg(64)->Arg(100);

void BM_Draw(benchmark::State& state) {
  Controller controller(NumChoices(), {}, /*seed=*/1);
  RandomStream random(1, "benchmark");
  for (auto _ : state) benchmark::DoNotOptimize(controller.Draw(random));
}
BENCHMARK(BM_Draw);

}  // namespace
}  // namespace duet::nas
