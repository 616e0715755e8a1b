#include "codesign/fabnet/pair.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "codesign/fabnet/pair_costs.h"
#include "codesign/fabnet/pair_front.h"
#include "common/random.h"
#include "hw/synth/report_file.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::codesign {
namespace {

constexpr int64_t kSeqLen = 4000;
constexpr FpgaResources kNoLimits = {1e12, 1e12, 1e12, 1e12};

ResourceCosts PublishedCosts() {
  std::vector<hw::SynthesisReport> reports;
  for (const std::string point : {"4qk_4sv", "4qk_8sv", "8qk_4sv", "16qk_16sv"}) {
    const absl::StatusOr<hw::SynthesisReport> report =
        hw::ReadSynthesisReport("codesign/fabnet/reports/attention_engine_" + point + ".textproto.recorded");
    EXPECT_TRUE(report.ok()) << report.status();
    if (report.ok()) reports.push_back(*report);
  }
  const absl::StatusOr<ResourceCosts> costs = ResourceCosts::Create(ButterflyCosts::kPublished, {}, reports);
  EXPECT_TRUE(costs.ok()) << costs.status();
  return *costs;
}

TEST(PairTest, TheSpaceHas60NetworksAnd2401Designs) {
  const std::vector<FabnetNetwork> networks = Networks({});
  EXPECT_EQ(networks.size(), 60);
  EXPECT_EQ(Designs({}).size(), 2401);
  EXPECT_EQ(ToString(networks[3]), "D 64, R 1, 1 FBfly + 1 ABfly");
}

TEST(PairTest, LeavesOutMoreAbflyBlocksThanBlocks) {
  FabnetSpace space;
  space.num_blocks = {1, 3};
  space.num_abfly_blocks = {2};
  EXPECT_EQ(Networks(space).size(), 15);
}

TEST(PairTest, CanRunNeedsWhatTheNetworkUses) {
  const FabnetNetwork fbfly = {64, 2, 1, 0}, abfly = {64, 2, 1, 1};
  EXPECT_TRUE(CanRun({4, 4, 0, 0}, fbfly));
  EXPECT_TRUE(CanRun({4, 4, 8, 8}, fbfly));
  EXPECT_TRUE(CanRun({4, 4, 8, 8}, abfly));
  EXPECT_FALSE(CanRun({4, 4, 0, 0}, abfly));
  EXPECT_FALSE(CanRun({4, 4, 8, 0}, fbfly));
  EXPECT_FALSE(CanRun({0, 4, 8, 8}, fbfly));
  EXPECT_FALSE(CanRun({4, 0, 8, 8}, fbfly));
  EXPECT_TRUE(CanRun({4, 32, 0, 0}, fbfly));
  EXPECT_FALSE(CanRun({4, 64, 0, 0}, fbfly));
}

// FABNet-Base has 12 equal blocks; one with the same sizes takes a twelfth of the simulator's 10.409 ms.
TEST(LatencyOfTest, FbflyIsTheReleasedSimulators) {
  const absl::StatusOr<PairLatency> latency = LatencyOf({1024, 4, 12, 0}, {120, 4, 0, 0}, 1024);
  ASSERT_TRUE(latency.ok()) << latency.status();
  EXPECT_NEAR(latency->total_ms(), 10.409, 0.0005);
  EXPECT_EQ(latency->attention_ms, 0);
}

TEST(LatencyOfTest, AbflyAddsProjectionsAndAttention) {
  // Attention of two heads of 32 elements: a row is the softmax's 2 n + 2 lg n + 13 = 8037 cycles with 16 multipliers.
  const absl::StatusOr<PairLatency> latency = LatencyOf({64, 1, 1, 1}, {4, 4, 16, 16}, kSeqLen);
  ASSERT_TRUE(latency.ok()) << latency.status();
  EXPECT_EQ(latency->fourier_ms, 0);
  const double cycles = 2 * (16000.0 + 16000 + 8037 + 3999 * 8037.0);
  EXPECT_NEAR(latency->attention_ms, cycles / 200e3 / 0.85, 1e-9);
  // D -> D six times: four projections and, at R = 1, both feed-forward layers, as many as an FBfly block of R = 1
  // three times over.
  const absl::StatusOr<PairLatency> fbfly = LatencyOf({64, 1, 3, 0}, {4, 4, 16, 16}, kSeqLen);
  ASSERT_TRUE(fbfly.ok()) << fbfly.status();
  EXPECT_NEAR(latency->butterfly_ms, fbfly->butterfly_ms, 1e-9);
}

TEST(LatencyOfTest, RejectsAPairThatCannotRun) {
  const absl::Status status = LatencyOf({64, 1, 1, 1}, {4, 4, 0, 0}, kSeqLen).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "P_be 4, P_bu 4, P_qk 0, P_sv 0 cannot run D 64, R 1, 0 FBfly + 1 ABfly");
}

TEST(ResourceCostsTest, ArePublishedBe40) {
  const FpgaResources be40 = PublishedCosts().Of({1024, 4, 1, 0}, {40, 4, 0, 0}, kSeqLen);
  EXPECT_NEAR(be40.lut, 358609, 1e-6);
  EXPECT_NEAR(be40.ff, 536810, 1e-6);
  EXPECT_EQ(be40.dsp, 640);
  EXPECT_EQ(be40.bram36, 338);
}

TEST(ResourceCostsTest, AttentionAddsMultipliersAndMemories) {
  const ResourceCosts costs = PublishedCosts();
  const FabnetNetwork abfly = {64, 1, 1, 1};
  const FpgaResources without = costs.Of(abfly, {40, 4, 0, 0}, kSeqLen);
  const FpgaResources with = costs.Of(abfly, {40, 4, 8, 8}, kSeqLen);
  const FpgaResources more = costs.Of(abfly, {40, 4, 32, 8}, kSeqLen);
  EXPECT_GE(with.dsp - without.dsp, 16);  // a multiplier each, and some that no multiplier of either kind is
  EXPECT_NEAR(more.dsp - with.dsp, 24, 1);
  EXPECT_GT(with.lut, without.lut + 10000);
  // Keys and values: 4,000 x 32 halves of 128 bits a beat each, 16,000 beats: 2 x 32 blocks of 72 bits x 512.
  EXPECT_EQ(with.bram36 - without.bram36, 2 * 64);
}

// Yosys takes 3,048, 9,267 and 11,666 tables for pairwise sums of 4, 8 and 16 lanes; flip-flops and DSPs are linear.
TEST(ResourceCostsTest, TheFitOfAttentionIsClose) {
  const ResourceCosts costs = PublishedCosts();
  const std::map<std::string, double> limits = {{"LUT", 6000}, {"FF", 50}, {"DSP", 1e-6}};
  for (const auto& [resource, limit] : limits) {
    for (const double residual : costs.attention().at(resource).residuals) {
      EXPECT_LE(std::abs(residual), limit) << resource;
    }
  }
}

TEST(ResourceCostsTest, RejectsNoReports) {
  const absl::Status status = ResourceCosts::Create(ButterflyCosts::kPublished, {}, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "no reports of an attention engine");
}

TEST(EnumeratePairsTest, CountsAndKeepsTheLimits) {
  const ResourceCosts costs = PublishedCosts();
  const std::vector<RatedNetwork> networks = {{{64, 1, 1, 0}, 60}, {{64, 1, 1, 1}, 61}};
  const std::vector<ButterflyDesign> designs = {{0, 4, 0, 0}, {4, 4, 0, 0}, {128, 32, 0, 0}, {4, 4, 4, 4}};
  FpgaResources limits = kNoLimits;
  const absl::StatusOr<PairEnumeration> all = EnumeratePairs({&costs, limits, kSeqLen}, networks, designs);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->num_pairs, 8);
  EXPECT_EQ(all->num_runnable, 4);
  EXPECT_EQ(all->fitting.size(), 4);
  limits.dsp = 4 * 128 * 32 - 1;
  const absl::StatusOr<PairEnumeration> small = EnumeratePairs({&costs, limits, kSeqLen}, networks, designs);
  ASSERT_TRUE(small.ok()) << small.status();
  EXPECT_EQ(small->fitting.size(), 3);
}

RatedPair Pair(double latency_ms, double accuracy_pct, double dsp = 0) {
  RatedPair pair;
  pair.latency_ms = latency_ms;
  pair.rated.accuracy_pct = accuracy_pct;
  pair.resources.dsp = dsp;
  return pair;
}

TEST(ParetoFrontTest, HandWorkedCase) {
  const std::vector<RatedPair> pairs = {Pair(2, 50), Pair(1, 40, 9), Pair(1, 40, 3), Pair(3, 50),
                                        Pair(4, 70), Pair(1, 30),    Pair(5, 69)};
  EXPECT_EQ(ParetoFront(pairs), (std::vector<int64_t>{2, 0, 4}));
  EXPECT_TRUE(ParetoFront({}).empty());
}

TEST(ParetoFrontTest, EqualsTheDefinition) {
  RandomStream random(1, "pairs");
  std::vector<RatedPair> pairs;
  for (int i = 0; i < 300; ++i) pairs.push_back(Pair(random.UniformInt(40), random.UniformInt(40)));
  const std::vector<int64_t> front = ParetoFront(pairs);
  for (size_t i = 0; i < pairs.size(); ++i) {
    bool is_bettered = false, is_met = false;
    for (const RatedPair& other : pairs) {
      is_bettered |= other.latency_ms <= pairs[i].latency_ms &&
                     other.rated.accuracy_pct >= pairs[i].rated.accuracy_pct &&
                     (other.latency_ms < pairs[i].latency_ms || other.rated.accuracy_pct > pairs[i].rated.accuracy_pct);
    }
    for (const int64_t j : front) {
      is_met |=
          pairs[j].latency_ms == pairs[i].latency_ms && pairs[j].rated.accuracy_pct == pairs[i].rated.accuracy_pct;
    }
    EXPECT_EQ(is_met, !is_bettered) << i;
  }
}

TEST(FastestOfEachNetworkTest, HandWorkedCase) {
  std::vector<RatedPair> pairs = {Pair(3, 50), Pair(2, 50), Pair(7, 60), Pair(9, 60)};
  pairs[2].rated.network.hidden = pairs[3].rated.network.hidden = 64;
  const std::vector<RatedPair> fastest = FastestOfEachNetwork(pairs);
  ASSERT_EQ(fastest.size(), 2);
  EXPECT_EQ(fastest[0].latency_ms, 2);
  EXPECT_EQ(fastest[1].latency_ms, 7);
}

TEST(AdvantageOfTest, HandWorkedCase) {
  const RatedPair chosen = Pair(10, 62);
  const std::vector<RatedPair> pairs = {chosen, Pair(11, 55), Pair(11.5, 40), Pair(700, 61.6), Pair(900, 61)};
  const Advantage advantage = AdvantageOf(chosen, pairs, 0.1, 0.5);
  EXPECT_DOUBLE_EQ(advantage.accuracy_points, 7);
  EXPECT_DOUBLE_EQ(advantage.speedup, 70);
}

}  // namespace
}  // namespace duet::codesign
