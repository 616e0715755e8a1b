// layer_norm and postprocessor against the C++ model, bit for bit. Two lanes: a port of 32 bits.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "common/random.h"
#include "hw/fp16/fp16.h"
#include "hw/postprocess/Vlayer_norm_rtl.h"
#include "hw/postprocess/Vpostprocessor_rtl.h"
#include "hw/postprocess/postprocess.h"
#include "hw/testing/stream.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

constexpr int64_t kLanes = 2;      // as in BUILD.bazel
constexpr int64_t kMaxWidth = 32;  // the same

// Halves of all magnitudes, also those that overflow when squared; `special`: with infinities and NaNs.
std::vector<Half> RandomHalves(int64_t n, uint64_t seed, double special = 0) {
  RandomStream random(seed, "halves");
  const double deviation = std::exp2(static_cast<double>(random.UniformInt(20)) - 6);
  std::vector<Half> halves(n);
  for (Half& half : halves) {
    half = FromDouble(deviation * random.Normal());
    if (random.Uniform() < special) half = {static_cast<uint16_t>(random.UniformInt(65536))};
  }
  return halves;
}

uint32_t Pack(Half lane0, Half lane1) { return lane0.bits | uint32_t{lane1.bits} << 16; }

class LayerNormBench {
 public:
  explicit LayerNormBench(double stall_probability)
      : x_(&bench_->x_valid_i, &bench_->x_ready_o, {stall_probability, 1}),
        affine_(&bench_->affine_valid_i, &bench_->affine_ready_o, {stall_probability, 2}),
        y_(&bench_->y_valid_o, &bench_->y_ready_i, {stall_probability, 3}) {
    for (Agent* agent : std::vector<Agent*>{&x_, &affine_, &y_}) bench_.Add(agent);
  }

  // `num_sets` times kLanes rows, compared with the model. Returns the cycles that they take.
  int64_t Run(int64_t width, int64_t num_sets, uint64_t seed, double special = 0) {
    const std::vector<Half> gamma = RandomHalves(width, seed), beta = RandomHalves(width, seed + 1);
    std::vector<std::vector<Half>> rows, expected;
    for (int64_t i = 0; i < num_sets * kLanes; ++i) {
      rows.push_back(RandomHalves(width, seed + 2 + i, special));
      expected.push_back(LayerNorm<Half>(rows.back(), gamma, beta));
    }
    bench_->width_i = width;
    bench_->inverse_width_i = FromDouble(1.0 / width).bits;
    const int64_t start = bench_.num_cycles();
    x_.Start(num_sets * width, [&](int64_t n) {
      const int64_t row = n / width * kLanes, i = n % width;
      bench_->x_i = Pack(rows[row][i], rows[row + 1][i]);
    });
    affine_.Start(num_sets * width, [&](int64_t n) {
      bench_->gamma_i = gamma[n % width].bits;
      bench_->beta_i = beta[n % width].bits;
    });
    y_.Start(num_sets * width, [&](int64_t n) {
      const int64_t row = n / width * kLanes, i = n % width;
      EXPECT_EQ(bench_->y_o, Pack(expected[row][i], expected[row + 1][i])) << "row " << row << ", element " << i;
    });
    EXPECT_EQ(bench_.RunUntil([&] { return y_.is_done(); }, 100000), absl::OkStatus());
    return bench_.num_cycles() - start;
  }

  void ResetInTheMiddle(int64_t num_cycles) {
    bench_->width_i = 8;
    for (StreamSource* source : {&x_, &affine_}) source->Start(1 << 20, [](int64_t) {});
    y_.Start(1 << 20, [](int64_t) {});
    for (int64_t i = 0; i < num_cycles; ++i) bench_.Tick();
    bench_.Reset();
    EXPECT_EQ(bench_->y_valid_o, 0);
  }

 private:
  Testbench<Vlayer_norm_rtl> bench_;
  StreamSource x_, affine_;
  StreamSink y_;
};

TEST(LayerNormUnitTest, EqualsTheModelForEveryWidth) {
  for (const double stall_probability : {0.0, 0.4}) {
    LayerNormBench bench(stall_probability);
    for (int64_t width = 1; width <= kMaxWidth; ++width) bench.Run(width, 3, 100 * width);
  }
}

TEST(LayerNormUnitTest, EqualsTheModelForRowsThatAreNoNumbers) {
  LayerNormBench bench(0.1);
  for (uint64_t seed = 0; seed < 20; ++seed) bench.Run(16, 4, 1000 * seed, 0.02);
}

TEST(LayerNormUnitTest, WorksAfterAResetInTheMiddle) {
  LayerNormBench bench(0.1);
  for (const int64_t num_cycles : {3, 15, 30, 45, 60}) {
    bench.ResetInTheMiddle(num_cycles);
    bench.Run(11, 2, num_cycles);
  }
}

TEST(LayerNormUnitTest, WaitsWhateverTheWidthIs) {
  Testbench<Vlayer_norm_rtl> bench;
  bench->width_i = 0;
  bench->x_valid_i = 0;
  bench->affine_valid_i = 1;
  for (int64_t i = 0; i < 50; ++i) bench.Tick();
  EXPECT_EQ(bench->x_ready_o, 1);
  EXPECT_EQ(bench->y_valid_o, 0);
}

TEST(LayerNormUnitTest, TakesTheCyclesOfItsHeader) {
  for (const int64_t width : {4, 16, 32}) {
    LayerNormBench bench(0);
    const int64_t few = bench.Run(width, 1, 1), many = bench.Run(width, 11, 1);
    EXPECT_EQ((many - few) / 10, 3 * width + 4 * std::lround(std::log2(width)) + 25) << width;
  }
}

struct Steps {
  bool adds_bias, has_gelu, adds_residual;
};

// `num_elements` elements of each lane through the unit. Returns the cycles that they take.
int64_t RunPostprocessor(const Steps& steps, int64_t num_elements, double stall_probability) {
  Testbench<Vpostprocessor_rtl> bench;
  StreamSource x_source(&bench->x_valid_i, &bench->x_ready_o, {stall_probability, 1});
  StreamSource bias_source(&bench->bias_valid_i, &bench->bias_ready_o, {stall_probability, 2});
  StreamSource residual_source(&bench->residual_valid_i, &bench->residual_ready_o, {stall_probability, 3});
  StreamSink sink(&bench->y_valid_o, &bench->y_ready_i, {stall_probability, 4});
  for (Agent* agent : std::vector<Agent*>{&x_source, &bias_source, &residual_source, &sink}) bench.Add(agent);
  bench->adds_bias_i = steps.adds_bias;
  bench->has_gelu_i = steps.has_gelu;
  bench->adds_residual_i = steps.adds_residual;

  const std::vector<Half> x = RandomHalves(num_elements * kLanes, 1, 0.1);
  const std::vector<Half> bias = RandomHalves(num_elements, 2, 0.1);
  const std::vector<Half> residual = RandomHalves(num_elements * kLanes, 3, 0.1);
  const auto expected = [&](int64_t i) {
    Half y = Add(x[i], steps.adds_bias ? bias[i / kLanes] : Half{0x8000});
    if (steps.has_gelu) y = Gelu(y);
    return Add(y, steps.adds_residual ? residual[i] : Half{0x8000});
  };
  const int64_t start = bench.num_cycles();
  x_source.Start(num_elements, [&](int64_t n) { bench->x_i = Pack(x[2 * n], x[2 * n + 1]); });
  if (steps.adds_bias) bias_source.Start(num_elements, [&](int64_t n) { bench->bias_i = bias[n].bits; });
  if (steps.adds_residual) {
    residual_source.Start(num_elements,
                          [&](int64_t n) { bench->residual_i = Pack(residual[2 * n], residual[2 * n + 1]); });
  }
  sink.Start(num_elements,
             [&](int64_t n) { EXPECT_EQ(bench->y_o, Pack(expected(2 * n), expected(2 * n + 1))) << "element " << n; });
  EXPECT_EQ(bench.RunUntil([&] { return sink.is_done(); }, 100000), absl::OkStatus());
  return bench.num_cycles() - start;
}

TEST(PostprocessorUnitTest, EqualsTheModelWithEveryStep) {
  for (const double stall_probability : {0.0, 0.3}) {
    for (int steps = 0; steps < 8; ++steps) {
      RunPostprocessor({(steps & 1) != 0, (steps & 2) != 0, (steps & 4) != 0}, 400, stall_probability);
    }
  }
}

TEST(PostprocessorUnitTest, TakesAnElementACycle) { EXPECT_EQ(RunPostprocessor({true, true, true}, 100, 0), 107); }

}  // namespace
}  // namespace duet::hw
