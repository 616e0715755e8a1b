#include "hw/cycle_model/butterfly_cycles.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "fabnet/network_shape.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::hw {
namespace {

using fabnet::Family;
using fabnet::FindShape;
using fabnet::NetworkShape;

double Ms(const ButterflyAccelerator& accelerator, const char* network, int64_t seq_len) {
  return *LatencyMs(accelerator, *FindShape(network), seq_len);
}

// Latencies that the released simulator prints; expected to within half of the last digit given.
TEST(LatencyMsTest, IsThatOfTheReleasedSimulatorOnTheVcu128) {
  const ButterflyAccelerator vcu128 = {.num_engines = 120};
  const std::vector<int64_t> seq_lens = {128, 256, 512, 768, 1024};
  const std::vector<double> base_ms = {1.997, 3.198, 5.602, 8.005, 10.409};
  const std::vector<double> large_ms = {3.994, 6.397, 11.204, 16.011, 20.817};
  for (size_t i = 0; i < seq_lens.size(); ++i) {
    EXPECT_NEAR(Ms(vcu128, "fabnet_base", seq_lens[i]), base_ms[i], 0.00051) << seq_lens[i];
    EXPECT_NEAR(Ms(vcu128, "fabnet_large", seq_lens[i]), large_ms[i], 0.00051) << seq_lens[i];
  }
}

TEST(LatencyMsTest, IsThatOfTheReleasedSimulatorOnTheZynq7045) {
  const ButterflyAccelerator script = {.num_engines = 20, .ports = kDdr3Ports};
  const ButterflyAccelerator paper = {.num_engines = 32, .ports = kDdr3Ports};
  EXPECT_EQ(NumMultipliers(paper), 512);
  const std::vector<int64_t> seq_lens = {128, 256, 512, 768, 1024};
  const std::vector<double> script_ms = {27.09, 53.76, 111.5, 169.3, 227.1};
  for (size_t i = 0; i < seq_lens.size(); ++i) {
    EXPECT_NEAR(Ms(script, "fabnet_base", seq_lens[i]), script_ms[i], script_ms[i] < 100 ? 0.0051 : 0.051);
    EXPECT_DOUBLE_EQ(Ms(script, "fabnet_large", seq_lens[i]), 2 * Ms(script, "fabnet_base", seq_lens[i]));
  }
  EXPECT_NEAR(Ms(paper, "fabnet_base", 128), 20.44, 0.0051);
  EXPECT_NEAR(Ms(paper, "fabnet_base", 256), 46.60, 0.0051);
  EXPECT_NEAR(Ms(paper, "fabnet_base", 512), 98.94, 0.0051);
  EXPECT_NEAR(Ms(paper, "fabnet_base", 1024), 203.6, 0.051);
}

TEST(LatencyMsTest, IsThatOfFigure21) {
  struct Row {
    int64_t seq_len, num_engines;
    std::vector<double> ms;  // at 64, 128, .. 2048 bits
  };
  const std::vector<Row> rows = {
      {128, 16, {63.6, 33.1, 18.5, 17.0, 17.0, 17.0}}, {128, 32, {45.7, 23.7, 12.8, 8.42, 7.99, 7.99}},
      {128, 64, {33.8, 17.6, 9.51, 5.46, 3.65, 3.51}}, {128, 128, {47.7, 24.5, 13.0, 7.19, 4.30, 2.93}},
      {1024, 16, {560, 286, 154, 142, 142, 142}},      {1024, 64, {425, 214, 109, 56.6, 37.0, 34.9}},
      {1024, 128, {400, 201, 102, 52.2, 27.4, 18.0}},  {4096, 16, {2260, 1153, 619, 573, 573, 573}},
      {4096, 128, {1737, 872, 439, 223, 115, 75.2}},
  };
  for (const Row& row : rows) {
    int64_t bits = 64;
    for (const double expected_ms : row.ms) {
      const ButterflyAccelerator accelerator = {.num_engines = row.num_engines, .ports = {bits, bits, bits}};
      const double half_of_last_digit = expected_ms >= 100 ? 0.51 : expected_ms >= 10 ? 0.051 : 0.0051;
      EXPECT_NEAR(Ms(accelerator, "fabnet_large", row.seq_len), expected_ms, half_of_last_digit)
          << row.seq_len << " tokens, " << row.num_engines << " engines, " << bits << " bits";
      bits *= 2;
    }
  }
}

// The one-layer network of Table V.
TEST(LatencyMsTest, IsThatOfTableV) {
  const NetworkShape one_layer = {"one_layer", Family::kFabnet, 1024, 4096, 1};
  EXPECT_NEAR(*LatencyMs({.num_engines = 40, .ports = {2048, 2048, 2048}}, one_layer, 1024), 2.387, 0.00051);
  EXPECT_NEAR(*LatencyMs({.num_engines = 40, .ports = kHbmPorts}, one_layer, 1024), 2.476, 0.00051);
}

// Two rounds of an FFT of 8 and three of butterflies 8 -> 16 -> 8 on one engine with one unit, by hand.
TEST(CountBlockCyclesTest, AddsUpRoundsByHand) {
  const ButterflyAccelerator accelerator = {.num_engines = 1, .units_per_engine = 1, .ports = {32, 32, 32}};
  const BlockCycles block = *CountBlockCycles(accelerator, {"tiny", Family::kFabnet, 8, 16, 1}, 3);
  // 3 stages of 4 butterflies; 8 halves at 2 a cycle or at 1 a cycle; 24 complex coefficients at 1 a cycle.
  EXPECT_EQ(block.fft_hidden.compute, 12);
  EXPECT_EQ(block.fft_hidden.load, 24);
  EXPECT_EQ(block.fft_hidden.store, 8);
  EXPECT_EQ(block.fft_hidden.total, 36 + (3 - 2) * 36);
  EXPECT_EQ(block.fft_hidden.bottleneck, Bottleneck::kLoad);
  // 3 rows of 2 stacked butterflies: 6 rounds; 48 real coefficients at 2 a cycle.
  EXPECT_EQ(block.expand.total, 24 + 12 + 3 * 24 + 12);
  // 3 rounds of 4 stages of 8 butterflies; 128 real coefficients.
  EXPECT_EQ(block.contract.compute, 32);
  EXPECT_EQ(block.contract.load, 64);
  EXPECT_EQ(block.contract.total, 64 + 32 + 0 * 64 + 32);
  EXPECT_EQ(block.total(), block.mixing() + block.feed_forward());
}

TEST(CountBlockCyclesTest, NamesWhatBounds) {
  const NetworkShape large = *FindShape("fabnet_large");
  EXPECT_EQ(CountBlockCycles({.num_engines = 16, .ports = {2048, 2048, 2048}}, large, 1024)->contract.bottleneck,
            Bottleneck::kCompute);
  EXPECT_EQ(CountBlockCycles({.num_engines = 128, .ports = {64, 2048, 2048}}, large, 1024)->contract.bottleneck,
            Bottleneck::kLoad);
  EXPECT_EQ(CountBlockCycles({.num_engines = 128, .ports = {2048, 2048, 64}}, large, 1024)->contract.bottleneck,
            Bottleneck::kStore);
  EXPECT_EQ(BottleneckName(Bottleneck::kStore), "store");
}

TEST(ResourcesTest, ArePublishedOnes) {
  EXPECT_EQ(NumMultipliers({.num_engines = 40}), 640);
  EXPECT_EQ(NumMultipliers({.num_engines = 120}), 1920);
  EXPECT_EQ(NumBram36({.num_engines = 40}), 338);
  EXPECT_EQ(NumBram36({.num_engines = 120}), 978);
}

TEST(CountBlockCyclesTest, RejectsWhatCannotBe) {
  const NetworkShape base = *FindShape("fabnet_base");
  const auto message = [&](const ButterflyAccelerator& accelerator, const NetworkShape& shape, int64_t seq_len) {
    const absl::Status status = CountBlockCycles(accelerator, shape, seq_len).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  using testing::HasSubstr;
  EXPECT_THAT(message({.num_engines = 0}, base, 8), HasSubstr("an accelerator of 0 engines"));
  EXPECT_THAT(message({.ports = {31, 64, 64}}, base, 8), HasSubstr("ports of 31, 64 and 64 bits"));
  EXPECT_THAT(message({.clock_mhz = 0}, base, 8), HasSubstr("a clock of 0 MHz"));
  EXPECT_THAT(message({.efficiency = 1.5}, base, 8), HasSubstr("efficiency of 1.5"));
  EXPECT_THAT(message({}, base, 0), HasSubstr("sequence of 0 tokens"));
  EXPECT_THAT(message({}, *FindShape("bert_base"), 8), HasSubstr("network bert_base is no FABNet"));
  EXPECT_THAT(message({}, {"empty", Family::kFabnet, 0, 8, 1}, 8), HasSubstr("hidden size of 0"));
  EXPECT_TRUE(CountBlockCycles({}, {"one", Family::kFabnet, 1, 1, 1}, 1).ok());
}

}  // namespace
}  // namespace duet::hw
