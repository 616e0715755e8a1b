// qk_engine, softmax, sv_engine and all three in attention_engine against the C++ model, bit for bit.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "absl/types/span.h"
#include "common/random.h"
#include "hw/attention/Vattention_4_2_rtl.h"
#include "hw/attention/Vattention_8_16_rtl.h"
#include "hw/attention/Vsoftmax_rtl.h"
#include "hw/attention/attention.h"
#include "hw/fp16/fp16.h"
#include "hw/testing/stream.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

std::vector<Half> RandomHalves(int64_t n, double deviation, uint64_t seed) {
  RandomStream random(seed, "halves");
  std::vector<Half> halves(n);
  for (Half& half : halves) half = FromDouble(deviation * random.Normal());
  return halves;
}

// Ports of up to 64 bits are integers, wider ones arrays of 32 bits.
template <typename Port>
void SetLane(Port& port, int64_t lane, Half half) {
  if constexpr (std::is_integral_v<Port>) {
    port = (port & ~(uint64_t{0xffff} << 16 * lane)) | uint64_t{half.bits} << 16 * lane;
  } else {
    uint32_t& word = port[lane / 2];
    word = (word & ~(uint32_t{0xffff} << lane % 2 * 16)) | uint32_t{half.bits} << lane % 2 * 16;
  }
}
template <typename Port>
Half Lane(const Port& port, int64_t lane) {
  if constexpr (std::is_integral_v<Port>) {
    return {static_cast<uint16_t>(port >> 16 * lane)};
  } else {
    return {static_cast<uint16_t>(port[lane / 2] >> lane % 2 * 16)};
  }
}

// Puts beat `beat` of rows [n, width] onto a port of `num_lanes` halves; anything beyond the row.
template <typename Port>
void DriveBeat(Port& port, int64_t num_lanes, int64_t beat, int64_t width, absl::Span<const Half> rows) {
  const int64_t beats_per_row = (width + num_lanes - 1) / num_lanes;
  const int64_t row = beat / beats_per_row;
  for (int64_t lane = 0; lane < num_lanes; ++lane) {
    const int64_t d = beat % beats_per_row * num_lanes + lane;
    SetLane(port, lane, d < width ? rows[row * width + d] : Half{static_cast<uint16_t>(0x7bad + 97 * beat)});
  }
}

struct EngineShape {
  int64_t qk_multipliers, sv_multipliers;  // as in BUILD.bazel
};
template <typename Model>
constexpr EngineShape kEngine = {4, 2};
template <>
constexpr EngineShape kEngine<Vattention_8_16_rtl> = {8, 16};

// An engine with sources and a sink at its streams.
template <typename Model>
class Engine {
 public:
  explicit Engine(double stall_probability)
      : keys_(&bench_->key_valid_i, &bench_->key_ready_o, {stall_probability, 1}),
        values_(&bench_->value_valid_i, &bench_->value_ready_o, {stall_probability, 2}),
        queries_(&bench_->query_valid_i, &bench_->query_ready_o, {stall_probability, 3}),
        outputs_(&bench_->output_valid_o, &bench_->output_ready_i, {stall_probability, 4}) {
    for (Agent* agent : std::vector<Agent*>{&keys_, &values_, &queries_, &outputs_}) bench_.Add(agent);
  }

  // One head, compared with the model. Returns the cycles from the first query to the last output.
  int64_t Run(const HeadShape& shape, int64_t num_queries, uint64_t seed) {
    const auto [qk, sv] = kEngine<Model>;
    const int64_t h = shape.head_dim;
    const std::vector<Half> queries = RandomHalves(num_queries * h, 1.5, seed);
    const std::vector<Half> keys = RandomHalves(shape.num_keys * h, 1.5, seed + 1);
    const std::vector<Half> values = RandomHalves(shape.num_keys * h, 1.5, seed + 2);
    const Half scale = FromDouble(1 / std::sqrt(h));
    const std::vector<Half> expected = Attention<Half>(shape, queries, keys, values, scale);
    bench_->head_dim_i = h;
    bench_->num_keys_i = shape.num_keys;
    bench_->scale_i = scale.bits;

    const int64_t qk_beats = (h + qk - 1) / qk, sv_beats = (h + sv - 1) / sv;
    const int64_t qk_lanes = qk, sv_lanes = sv;
    keys_.Start(shape.num_keys * qk_beats, [&](int64_t i) { DriveBeat(bench_->key_i, qk_lanes, i, h, keys); });
    values_.Start(shape.num_keys * sv_beats, [&](int64_t i) { DriveBeat(bench_->value_i, sv_lanes, i, h, values); });
    EXPECT_EQ(bench_.RunUntil([&] { return keys_.is_done() && values_.is_done(); }, 100000), absl::OkStatus());

    const int64_t start = bench_.num_cycles();
    queries_.Start(num_queries * qk_beats, [&](int64_t i) { DriveBeat(bench_->query_i, qk_lanes, i, h, queries); });
    outputs_.Start(num_queries * sv_beats, [&](int64_t i) {
      for (int64_t lane = 0; lane < sv_lanes; ++lane) {
        const int64_t d = i % sv_beats * sv_lanes + lane;
        if (d >= h) continue;
        EXPECT_EQ(Lane(bench_->output_o, lane).bits, expected[i / sv_beats * h + d].bits)
            << shape.num_keys << " keys of " << h << ", row " << i / sv_beats << ", element " << d;
      }
    });
    EXPECT_EQ(bench_.RunUntil([&] { return outputs_.is_done(); }, 1000000), absl::OkStatus());
    return bench_.num_cycles() - start;
  }

  // Queries, keys and values come in for some cycles, then a reset.
  void ResetInTheMiddle(const HeadShape& shape, int64_t num_cycles) {
    bench_->head_dim_i = shape.head_dim;
    bench_->num_keys_i = shape.num_keys;
    for (StreamSource* source : {&keys_, &values_, &queries_}) source->Start(1 << 20, [](int64_t) {});
    outputs_.Start(1 << 20, [](int64_t) {});
    for (int64_t i = 0; i < num_cycles; ++i) bench_.Tick();
    bench_.Reset();
    EXPECT_EQ(bench_->output_valid_o, 0);
  }

 private:
  Testbench<Model> bench_;
  StreamSource keys_, values_, queries_;
  StreamSink outputs_;
};

template <typename Model>
class AttentionEngineTest : public testing::Test {};
using Models = testing::Types<Vattention_4_2_rtl, Vattention_8_16_rtl>;
TYPED_TEST_SUITE(AttentionEngineTest, Models);

TYPED_TEST(AttentionEngineTest, EqualsTheModel) {
  for (const double stall_probability : {0.0, 0.3}) {
    Engine<TypeParam> engine(stall_probability);
    uint64_t seed = 1;
    for (const HeadShape& shape : {HeadShape{1, 1}, HeadShape{2, 1}, HeadShape{1, 16}, HeadShape{3, 2}, HeadShape{8, 8},
                                   HeadShape{15, 5}, HeadShape{16, 15}, HeadShape{31, 16}, HeadShape{32, 16}}) {
      engine.Run(shape, 5, seed += 10);
    }
  }
}

TYPED_TEST(AttentionEngineTest, WorksAfterAResetInTheMiddle) {
  Engine<TypeParam> engine(0.2);
  for (const int64_t num_cycles : {3, 40, 150, 300}) {
    engine.ResetInTheMiddle({9, 6}, num_cycles);
    engine.Run({12, 7}, 3, num_cycles);
  }
}

// In steady state a row takes what the header says.
TYPED_TEST(AttentionEngineTest, TakesTheCyclesOfItsHeader) {
  const auto [qk, sv] = kEngine<TypeParam>;
  for (const HeadShape& shape : {HeadShape{32, 16}, HeadShape{16, 16}, HeadShape{32, 4}}) {
    Engine<TypeParam> engine(0);
    const int64_t few = engine.Run(shape, 10, 5);
    const int64_t many = engine.Run(shape, 30, 5);
    const int64_t n = shape.num_keys;
    const int64_t expected = std::max({(shape.head_dim + qk - 1) / qk * n,  //
                                       (shape.head_dim + sv - 1) / sv * n,  //
                                       2 * n + 2 * std::lround(std::log2(n)) + 13});
    EXPECT_EQ((many - few) / 20, expected) << n << " keys of " << shape.head_dim;
  }
}

TEST(SoftmaxUnitTest, EqualsTheModelAlsoForScoresThatAreNoNumbers) {
  Testbench<Vsoftmax_rtl> bench;
  StreamSource source(&bench->score_valid_i, &bench->score_ready_o, {0.2, 1});
  StreamSink sink(&bench->probability_valid_o, &bench->probability_ready_i, {0.2, 2});
  bench.Add(&source);
  bench.Add(&sink);
  constexpr int64_t kRows = 40;
  for (const int64_t n : {1, 2, 5, 32}) {
    std::vector<Half> scores = RandomHalves(kRows * n, 8, n), expected;
    RandomStream random(n, "special");
    for (Half& score : scores) {
      if (random.Uniform() < 0.02) score = {static_cast<uint16_t>(random.UniformInt(65536))};
      if (IsNaN(score)) score = kHalfNaN;
    }
    for (int64_t i = 0; i < kRows; ++i) {
      for (const Half p : Softmax<Half>(absl::MakeConstSpan(scores).subspan(i * n, n))) expected.push_back(p);
    }
    bench->num_keys_i = n;
    source.Start(kRows * n, [&](int64_t i) { bench->score_i = scores[i].bits; });
    sink.Start(kRows * n,
               [&](int64_t i) { EXPECT_EQ(bench->probability_o, expected[i].bits) << i << " of rows of " << n; });
    ASSERT_EQ(bench.RunUntil([&] { return sink.is_done(); }, 100000), absl::OkStatus());
  }
}

}  // namespace
}  // namespace duet::hw
