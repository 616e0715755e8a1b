// The kernels against what they replace. Butterfly rows count 6 operations (4 multiplications, 2 additions) of each
// pair in each stage and row; backward counts what it adds, twice that; a dense row counts 2 of each weight. Rows of a
// size belong together:
//
//   Butterfly, ButterflyBackward | PlainLoops: stage by stage, row by row, pair by pair, as the published extension
//   does
//                                | Dense: a product with an n x n matrix by OpenBLAS
//   FourierMix                   | Fftw/estimated, Fftw/measured: the real 2-D transform alone, which leaves half a
//                                | complex spectrum

#include <cblas.h>
#include <fftw3.h>

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "benchmark/benchmark.h"
#include "common/random.h"
#include "fabnet/kernels/butterfly.h"
#include "fabnet/kernels/fourier.h"

namespace duet::fabnet {
namespace {

std::vector<float> Normals(int64_t count) {
  RandomStream random(1, "kernels benchmark");
  std::vector<float> values(count);
  for (float& value : values) value = random.Normal() / 1.5;  // butterflies of such weights neither grow nor vanish
  return values;
}

void ReportGflops(benchmark::State& state, double operations) {
  state.counters["GFLOP/s"] = benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

// A layer n -> n on `batch` rows.
struct Layer {
  explicit Layer(const benchmark::State& state)
      : n(state.range(0)),
        batch(state.range(1)),
        shape{n, n},
        weights(Normals(shape.num_weights())),
        bias(Normals(n)),
        x(Normals(batch * n)),
        y(batch * n) {}
  double operations() const { return 6.0 * shape.num_stages() * (n / 2) * batch; }

  int64_t n;
  int64_t batch;
  ButterflyShape shape;
  std::vector<float> weights;
  std::vector<float> bias;
  std::vector<float> x;
  std::vector<float> y;
};

void BM_Butterfly(benchmark::State& state) {
  Layer layer(state);
  for (auto _ : state) {
    const absl::Status status =
        ButterflyForward(layer.shape, layer.weights, layer.bias, layer.x, absl::MakeSpan(layer.y));
    if (!status.ok()) return state.SkipWithError(status.ToString().c_str());
    benchmark::ClobberMemory();
  }
  ReportGflops(state, layer.operations());
}

void BM_ButterflyBackward(benchmark::State& state) {
  Layer layer(state);
  const std::vector<float> dy = Normals(layer.y.size());
  std::vector<float> d_weights(layer.weights.size());
  std::vector<float> d_bias(layer.n);
  std::vector<float> dx(layer.x.size());
  for (auto _ : state) {
    const absl::Status status =
        ButterflyBackward(layer.shape, layer.weights, layer.x, dy,
                          {absl::MakeSpan(d_weights), absl::MakeSpan(d_bias), absl::MakeSpan(dx)});
    if (!status.ok()) return state.SkipWithError(status.ToString().c_str());
    benchmark::ClobberMemory();
  }
  ReportGflops(state, 2 * layer.operations());
}

void BM_PlainLoops(benchmark::State& state) {
  Layer layer(state);
  for (auto _ : state) {
    for (int64_t stage = 0; stage < layer.shape.num_stages(); ++stage) {
      const float* const in = stage == 0 ? layer.x.data() : layer.y.data();
      const int64_t stride = int64_t{1} << stage;
      for (int64_t row = 0; row < layer.batch; ++row) {
        for (int64_t pair = 0; pair < layer.n / 2; ++pair) {
          const int64_t offset = pair % stride;
          const int64_t i = row * layer.n + 2 * (pair - offset) + offset;
          const float* const t = layer.weights.data() + 4 * (stage * layer.n / 2 + pair);
          const float x0 = in[i];
          const float x1 = in[i + stride];
          layer.y[i] = t[0] * x0 + t[1] * x1;
          layer.y[i + stride] = t[2] * x0 + t[3] * x1;
        }
      }
    }
    benchmark::ClobberMemory();
  }
  ReportGflops(state, layer.operations());
}

void BM_Dense(benchmark::State& state) {
  openblas_set_num_threads(1);
  Layer layer(state);
  const int n = layer.n;
  const int batch = layer.batch;
  const std::vector<float> matrix = Normals(n * n);
  for (auto _ : state) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, batch, n, n, 1, layer.x.data(), n, matrix.data(), n, 0,
                layer.y.data(), n);
    benchmark::ClobberMemory();
  }
  ReportGflops(state, 2.0 * n * n * batch);
}

void LayerSizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"n", "batch"})->Unit(benchmark::kMicrosecond);
  for (const int64_t n : {64, 128, 256, 512, 1024, 2048}) benchmark->Args({n, 64});
  benchmark->Args({256, 4096});
}
BENCHMARK(BM_Butterfly)->Apply(LayerSizes);
BENCHMARK(BM_PlainLoops)->Apply(LayerSizes);
BENCHMARK(BM_Dense)->Apply(LayerSizes);
BENCHMARK(BM_ButterflyBackward)->Apply(LayerSizes);

void BM_FourierMix(benchmark::State& state) {
  const absl::StatusOr<FourierMixer> mixer = FourierMixer::Create(state.range(0), state.range(1));
  if (!mixer.ok()) return state.SkipWithError(mixer.status().ToString().c_str());
  const std::vector<float> x = Normals(state.range(0) * state.range(1));
  std::vector<float> y(x.size());
  for (auto _ : state) {
    const absl::Status status = mixer->Mix(x, absl::MakeSpan(y));
    if (!status.ok()) return state.SkipWithError(status.ToString().c_str());
    benchmark::ClobberMemory();
  }
}

void BM_Fftw(benchmark::State& state, unsigned flags) {
  const int seq_len = state.range(0);
  const int hidden = state.range(1);
  float* const x = fftwf_alloc_real(seq_len * hidden);
  fftwf_complex* const spectrum = fftwf_alloc_complex(seq_len * (hidden / 2 + 1));
  const fftwf_plan plan = fftwf_plan_dft_r2c_2d(seq_len, hidden, x, spectrum, flags);
  const std::vector<float> values = Normals(seq_len * hidden);
  std::copy(values.begin(), values.end(), x);  // after planning, which writes
  for (auto _ : state) {
    fftwf_execute(plan);
    benchmark::ClobberMemory();
  }
  fftwf_destroy_plan(plan);
  fftwf_forget_wisdom();  // of measuring, which other plans would use
  fftwf_free(spectrum);
  fftwf_free(x);
}

// Tokens and hidden sizes of the Long Range Arena: Image and Pathfinder, Text, ListOps, Retrieval.
void MixingSizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"seq_len", "hidden"})->Unit(benchmark::kMicrosecond);
  benchmark->Args({1024, 64})->Args({1024, 256})->Args({2048, 128})->Args({4096, 1024});
}
BENCHMARK(BM_FourierMix)->Apply(MixingSizes);
BENCHMARK_CAPTURE(BM_Fftw, estimated, FFTW_ESTIMATE)->Apply(MixingSizes);
BENCHMARK_CAPTURE(BM_Fftw, measured, FFTW_MEASURE)->Apply(MixingSizes);

}  // namespace
}  // namespace duet::fabnet
