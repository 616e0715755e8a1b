// Speech against the clock: `x_real_time` is how much speech a second of processor time deals with.

#include <cmath>
#include <vector>

#include "asr/ctc.h"
#include "asr/features.h"
#include "benchmark/benchmark.h"
#include "common/random.h"

namespace duet::asr {
namespace {

constexpr int64_t kSeconds = 10;

void BM_LogMel(benchmark::State& state) {
  RandomStream random(1, "features benchmark", 0);
  std::vector<float> samples(kSeconds * kSampleRateHz);
  for (float& sample : samples) sample = random.Uniform() - 0.5;
  const LogMel log_mel;
  for (auto _ : state) {
    std::vector<float> features = log_mel.Compute(samples);
    Normalize(absl::MakeSpan(features));
    benchmark::DoNotOptimize(features.data());
  }
  state.counters["x_real_time"] = benchmark::Counter(kSeconds, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(BM_LogMel);

// 25 frames a second, as behind NAS-Bench-ASR's time reduction by 4; 49 classes.
void BM_BeamSearch(benchmark::State& state) {
  constexpr int64_t kNumClasses = 49;
  RandomStream random(1, "beam benchmark", 0);
  std::vector<float> values;
  for (int64_t t = 0; t < kSeconds * 25; ++t) {
    double sum = 0;
    std::vector<double> weights;
    for (int64_t c = 0; c < kNumClasses; ++c) sum += weights.emplace_back(std::exp(8 * random.Uniform()));
    for (const double weight : weights) values.push_back(static_cast<float>(std::log(weight / sum)));
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(BeamSearchDecode({values, kNumClasses}, state.range(0)).log_probability);
  }
  state.counters["x_real_time"] = benchmark::Counter(kSeconds, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(BM_BeamSearch)->ArgName("width")->Arg(1)->Arg(12)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::asr
