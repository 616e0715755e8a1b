// A second of speech, 33 frames, through an LSTM layer of 256 inputs and units: LibTorch's, and that of
// lstm_inference.h, dense and with factors of k.

#include "ATen/ATen.h"
#include "asr/low_rank/factored_layers.h"
#include "benchmark/benchmark.h"

namespace duet::asr {
namespace {

constexpr int64_t kNumUnits = 256;
constexpr int64_t kNumFrames = 33;

void BM_LibTorch(benchmark::State& state) {
  const c10::InferenceMode inference;
  const torch::Tensor x = at::randn({kNumFrames, 1, kNumUnits}), zero = at::zeros({1, 1, kNumUnits});
  const torch::Tensor weight = 0.05 * at::randn({4 * kNumUnits, kNumUnits}), bias = at::zeros({4 * kNumUnits});
  for (auto _ : state) {
    benchmark::DoNotOptimize(at::lstm(x, {zero, zero}, {weight, weight, bias, bias}, true, 1, 0, false, false, false));
  }
}
BENCHMARK(BM_LibTorch);

void Run(benchmark::State& state, FactoredLstm& lstm) {
  const c10::InferenceMode inference;
  for (torch::Tensor& parameter : lstm.parameters()) parameter.normal_(0, 0.05);
  const torch::Tensor x = at::randn({kNumFrames, 1, kNumUnits});
  for (auto _ : state) benchmark::DoNotOptimize(lstm.forward(x));
}

void BM_Dense(benchmark::State& state) {
  FactoredLstm lstm({kNumUnits, kNumUnits}, std::nullopt, std::nullopt);
  Run(state, lstm);
}
BENCHMARK(BM_Dense);

void BM_Factored(benchmark::State& state) {
  FactoredLstm lstm({kNumUnits, kNumUnits}, state.range(0), state.range(0));
  Run(state, lstm);
}
BENCHMARK(BM_Factored)->Arg(200)->Arg(100)->Arg(60)->Arg(40)->Arg(20);

void BM_Stacked(benchmark::State& state) {
  FactoredLstm lstm({kNumUnits, kNumUnits}, state.range(0));
  Run(state, lstm);
}
BENCHMARK(BM_Stacked)->Arg(100)->Arg(40);

}  // namespace
}  // namespace duet::asr
