// One training step (forward, cross-entropy, backward, AdamW) on ListOps at full length: FABNet's recipe, and its
// Transformer of the same size (D, F, blocks) beside it; also the Transformer and FNet of the baselines' recipe. Tokens
// are random, all positions are filled. One thread.

#include <cstdint>

#include "ATen/Parallel.h"
#include "benchmark/benchmark.h"
#include "cblas.h"
#include "fabnet/models/encoder.h"
#include "fabnet/training/keep_memory.h"
#include "torch/nn/functional/loss.h"
#include "torch/optim/adamw.h"
#include "torch/types.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

EncoderOptions ListOps(Family family, int64_t seq_len, int64_t hidden) {
  EncoderOptions options;
  options.family = family;
  options.vocabulary = 16;
  options.seq_len = seq_len;
  options.hidden = hidden;
  options.feed_forward = 2 * hidden;
  options.num_blocks = 2;
  options.num_heads = 2;
  options.num_classes = 10;
  return options;
}

void BM_TrainingStep(benchmark::State& state, Family family) {
  KeepFreedMemory();
  at::set_num_threads(1);
  openblas_set_num_threads(1);
  const int64_t seq_len = state.range(0), hidden = state.range(1), batch_size = state.range(2);
  absl::StatusOr<Encoder> encoder = CreateEncoder(ListOps(family, seq_len, hidden), 1);
  if (!encoder.ok()) return state.SkipWithError(encoder.status().ToString().c_str());
  torch::optim::AdamW optimizer((*encoder)->parameters());
  const torch::Tensor tokens = torch::randint(1, 16, {batch_size, seq_len}, torch::kLong);
  const torch::Tensor labels = torch::randint(0, 10, {batch_size}, torch::kLong);
  for (auto _ : state) {
    optimizer.zero_grad();
    const torch::Tensor loss = torch::nn::functional::cross_entropy((*encoder)(tokens), labels);
    loss.backward();
    optimizer.step();
    benchmark::DoNotOptimize(loss.item<float>());
  }
  state.counters["examples/s"] = benchmark::Counter(batch_size, benchmark::Counter::kIsIterationInvariantRate);
}

// ListOps: D 128 is FABNet's, 64 the baselines'. Batches of 4 in place of 32: at 32 the Transformer keeps 6 GiB of
// attention, and a step costs eight times as much for either.
void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"seq_len", "hidden", "batch"})->Unit(benchmark::kMillisecond);
  for (const int64_t hidden : {128, 64}) benchmark->Args({2048, hidden, 4});
  for (const int64_t seq_len : {128, 256, 512, 1024}) benchmark->Args({seq_len, 128, 4});
}
BENCHMARK_CAPTURE(BM_TrainingStep, fabnet, Family::kFabnet)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_TrainingStep, transformer, Family::kTransformer)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_TrainingStep, fnet, Family::kFNet)->Apply(Sizes);

}  // namespace
}  // namespace duet::fabnet
