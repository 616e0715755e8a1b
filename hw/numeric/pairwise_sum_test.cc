#include "hw/numeric/pairwise_sum.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "common/random.h"
#include "hw/fp16/fp16.h"
#include "hw/numeric/Vpairwise_sum_bank_rtl.h"
#include "hw/numeric/Vpairwise_sum_rtl.h"
#include "hw/numeric/bounded.h"
#include "hw/testing/stream.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

constexpr int64_t kLanes = 2;       // as in BUILD.bazel
constexpr int64_t kMaxLength = 64;  // the same

std::vector<Half> RandomHalves(int64_t n, uint64_t seed) {
  RandomStream random(seed, "halves");
  std::vector<Half> halves(n);
  for (Half& half : halves) half = FromDouble(random.Normal());
  return halves;
}

TEST(PairwiseSumTest, KnownSums) {
  const auto sum = [](const std::vector<double>& values) {
    std::vector<Half> halves;
    for (const double value : values) halves.push_back(FromDouble(value));
    return ToDouble(PairwiseSum<Half>(halves));
  };
  EXPECT_EQ(sum({5}), 5);
  EXPECT_EQ(sum({1, 2, 3}), 6);
  EXPECT_EQ(sum({2048, 1, 1}), 2048);     // (2048 + 1) + 1: the tie goes to even, twice
  EXPECT_EQ(sum({2048, 0, 1, 1}), 2050);  // (2048 + 0) + (1 + 1)
  // One after the other would end at 2048.
  EXPECT_EQ(sum(std::vector<double>(4096, 1)), 4096);
}

TEST(PairwiseSumTest, ZerosOfLanesChangeNothing) {
  for (int64_t n = 1; n <= 40; ++n) {
    std::vector<Half> items = RandomHalves(n, n);
    const Half sum = PairwiseSum<Half>(items);
    while (items.size() % 8 != 0) items.push_back({0x8000});  // -0
    EXPECT_EQ(PairwiseSum<Half>(items), sum) << n;
  }
  EXPECT_EQ(PairwiseSum<Half>(std::vector<Half>(3, Half{0x8000})), Half{0x8000});
}

TEST(PairwiseSumTest, ErrorIsWithinTheBound) {
  for (const int64_t n : {1, 2, 7, 64, 1000}) {
    const std::vector<Half> items = RandomHalves(n, n);
    std::vector<Bounded> reference;
    double sum = 0, magnitude = 0;
    for (const Half item : items) {
      reference.push_back(ToBounded(item));
      sum += ToDouble(item);
      magnitude += std::abs(ToDouble(item));
    }
    const Bounded bounded = PairwiseSum<Bounded>(reference);
    EXPECT_NEAR(bounded.value, sum, 1e-12 * magnitude);
    EXPECT_LE(std::abs(ToDouble(PairwiseSum<Half>(items)) - sum), bounded.error) << n;
    const double closed_form = (std::pow(1 + kHalfUnitRoundoff, std::ceil(std::log2(n))) - 1) * magnitude;
    EXPECT_LE(bounded.error, closed_form * (1 + 1e-9)) << n;
  }
}

// The two units' outputs for sums of the given lengths, one after the other.
struct Sums {
  std::vector<std::vector<Half>> items;  // of a sum, kLanes to a step
  std::vector<std::array<Half, kLanes>> expected;
};
Sums MakeSums(const std::vector<int64_t>& lengths) {
  Sums sums;
  for (const int64_t n : lengths) {
    sums.items.push_back(RandomHalves(n * kLanes, sums.items.size()));
    std::array<Half, kLanes> expected;
    for (int64_t lane = 0; lane < kLanes; ++lane) {
      std::vector<Half> column;
      for (int64_t i = 0; i < n; ++i) column.push_back(sums.items.back()[i * kLanes + lane]);
      expected[lane] = PairwiseSum<Half>(column);
    }
    sums.expected.push_back(expected);
  }
  return sums;
}

using Bench = Testbench<Vpairwise_sum_rtl>;

// Of the unit, or of a bank of them.
template <typename Bench>
void RunAndCompare(Bench& bench, const std::vector<int64_t>& lengths, double stall_probability) {
  const Sums sums = MakeSums(lengths);
  std::vector<std::pair<int64_t, int64_t>> order;  // sum, item
  for (size_t s = 0; s < lengths.size(); ++s) {
    for (int64_t i = 0; i < lengths[s]; ++i) order.push_back({s, i});
  }
  StreamSource source(&bench->valid_i, &bench->ready_o, {stall_probability, 11});
  StreamSink sink(&bench->valid_o, &bench->ready_i, {stall_probability, 12});
  bench.Add(&source);
  bench.Add(&sink);
  source.Start(order.size(), [&](int64_t n) {
    const auto& [s, i] = order[n];
    bench->last_i = i + 1 == lengths[s];
    bench->data_i = sums.items[s][i * kLanes].bits | uint32_t{sums.items[s][i * kLanes + 1].bits} << 16;
  });
  int64_t num_sums = 0;
  sink.Start(lengths.size(), [&](int64_t s) {
    EXPECT_EQ(bench->sum_o & 0xffff, sums.expected[s][0].bits) << s << ": " << lengths[s];
    EXPECT_EQ(bench->sum_o >> 16, sums.expected[s][1].bits) << s << ": " << lengths[s];
    ++num_sums;
  });
  ASSERT_EQ(bench.RunUntil([&] { return sink.is_done(); }, 200000), absl::OkStatus());
  EXPECT_EQ(num_sums, static_cast<int64_t>(lengths.size()));
}

std::vector<int64_t> AllLengths() {
  std::vector<int64_t> lengths;
  for (int64_t n = 1; n <= kMaxLength; ++n) lengths.push_back(n);
  return lengths;
}

TEST(PairwiseSumUnitTest, EqualsTheModelForEveryLength) {
  for (const double stall_probability : {0.0, 0.2, 0.7}) {
    Bench bench;
    RunAndCompare(bench, AllLengths(), stall_probability);
  }
}

TEST(PairwiseSumBankTest, EqualsTheModelForEveryLength) {
  for (const double stall_probability : {0.0, 0.2, 0.7}) {
    Testbench<Vpairwise_sum_bank_rtl> bench;
    RunAndCompare(bench, AllLengths(), stall_probability);
  }
}

TEST(PairwiseSumBankTest, HasNoGapBetweenSums) {
  Testbench<Vpairwise_sum_bank_rtl> bench;
  bench->ready_i = 1;
  bench->valid_i = 1;
  for (int64_t i = 0; i < 20 * 16; ++i) {  // 3 units, 16 items: 48 > 16 + 4 * 4 + 4
    ASSERT_EQ(bench->ready_o, 1) << i;
    bench->last_i = i % 16 == 15;
    bench.Tick();
  }
}

TEST(PairwiseSumUnitTest, WorksAfterAResetInTheMiddle) {
  for (const int64_t cycles : {1, 5, 16, 30}) {
    Bench bench;
    bench->valid_i = 1;
    bench->last_i = 0;
    for (int64_t i = 0; i < cycles; ++i) {
      bench->last_i = i == 20;
      bench.Tick();
    }
    bench->valid_i = 0;
    bench.Reset();
    EXPECT_EQ(bench->valid_o, 0);
    RunAndCompare(bench, {3, 17, 64}, 0.3);
  }
}

TEST(PairwiseSumUnitTest, TakesAnItemACycleAndEndsAsTheHeaderSays) {
  for (const int64_t n : AllLengths()) {
    Bench bench;
    bench->ready_i = 1;
    bench->valid_i = 1;
    for (int64_t i = 0; i < n; ++i) {
      ASSERT_EQ(bench->ready_o, 1) << i << " of " << n;
      bench->last_i = i + 1 == n;
      bench.Tick();
    }
    bench->valid_i = 0;
    int64_t latency = 1;
    for (; !bench->valid_o; ++latency) bench.Tick();
    const int64_t log_n = std::lround(std::ceil(std::log2(n)));
    if (n == int64_t{1} << log_n) {
      EXPECT_EQ(latency, 2 * log_n + 1) << n;
    } else {
      EXPECT_LE(latency, 4 * (std::log2(kMaxLength) + 1)) << n;
    }
  }
}

// The header's claim that a level never gets a third number: over every reachable state and either input, with 9
// levels. A state is the numbers of each level and the level that the adder's sum goes to (none: kLevels).
TEST(PairwiseSumUnitTest, NoPatternOfGapsOverflowsALevel) {
  constexpr int kLevels = 9;
  using State = std::array<int, kLevels + 1>;
  State start{};
  start[kLevels] = kLevels;
  std::set<State> seen{start};
  std::vector<State> open{start};
  while (!open.empty()) {
    const State state = open.back();
    open.pop_back();
    for (const bool has_input : {false, true}) {
      State next = state;
      next[kLevels] = kLevels;
      for (int level = 0; level + 1 < kLevels; ++level) {
        if (state[level] < 2) continue;
        next[level] = 0;
        next[kLevels] = level + 1;
        break;
      }
      next[0] += has_input;
      if (state[kLevels] + 1 < kLevels) ++next[state[kLevels]];  // the last level is not kept: sums have no end here
      for (int level = 0; level < kLevels; ++level) ASSERT_LE(next[level], 2) << level;
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  EXPECT_GT(seen.size(), 1000);
}

}  // namespace
}  // namespace duet::hw
