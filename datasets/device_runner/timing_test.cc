#include "datasets/device_runner/timing.h"

#include <cmath>
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Takes `latency_ms`, plus 100 ms in the first inference of each input and of the warm-up (an interrupt) and on all of
// input 3 (a busy machine).
class FakeNetwork : public PreparedNetwork {
 public:
  explicit FakeNetwork(double latency_ms) : latency_ms_(latency_ms) {}

  absl::Status SetInput(uint64_t seed, uint64_t index) override {
    seeds.push_back(seed);
    input_ = index;
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<double>> TimeInferencesMs(int64_t count) override {
    runs_by_input[input_] += count;
    std::vector<double> times_ms(count, latency_ms_ + (input_ == 3 ? 100 : 0));
    times_ms[0] += 100;
    if (num_missing > 0) times_ms.resize(count - num_missing);
    return times_ms;
  }

  std::vector<uint64_t> seeds;
  std::map<uint64_t, int64_t> runs_by_input;
  int64_t num_missing = 0;

 private:
  const double latency_ms_;
  uint64_t input_ = 0;
};

TEST(TimingTest, FilterLeavesTheTrueLatency) {
  FakeNetwork network(5);
  const absl::StatusOr<Timing> timing = TimeNetwork(network, Protocol(), /*seed=*/9);
  ASSERT_TRUE(timing.ok()) << timing.status();
  EXPECT_EQ(timing->latency_ms, 5);
  EXPECT_EQ(timing->noise_pct, 0);
  EXPECT_EQ(timing->latency_p10_ms, 5);
  EXPECT_EQ(timing->latency_p50_ms, 5);
  EXPECT_EQ(timing->latency_p90_ms, 105);
  // 200 ms are 8 inputs of 5 runs at 5 ms.
  EXPECT_EQ(timing->num_runs, 40);
  EXPECT_THAT(network.seeds, ElementsAre(9, 9, 9, 9, 9, 9, 9, 9, 9));
  EXPECT_EQ(network.runs_by_input[0], 3);
  for (int input = 1; input <= 8; ++input) EXPECT_EQ(network.runs_by_input[input], 5);
}

TEST(TimingTest, NumberOfRunsIsLimited) {
  const Protocol protocol = {
      .num_warm_ups = 2, .num_inputs = 4, .target_ms = 100, .min_runs_per_input = 2, .max_runs_per_input = 50};
  const auto num_runs = [&](double latency_ms) {
    FakeNetwork network(latency_ms);
    return TimeNetwork(network, protocol, 1)->num_runs;
  };
  EXPECT_EQ(num_runs(1000), 4 * 2);
  EXPECT_EQ(num_runs(2.5), 4 * 10);
  EXPECT_EQ(num_runs(0.001), 4 * 50);
}

TEST(TimingTest, RefusesTimesThatCannotBe) {
  for (const double latency_ms : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    FakeNetwork network(latency_ms);
    EXPECT_EQ(TimeNetwork(network, Protocol(), 1).status().code(), absl::StatusCode::kInternal) << latency_ms;
  }
  FakeNetwork network(5);
  network.num_missing = 1;
  EXPECT_THAT(std::string(TimeNetwork(network, Protocol(), 1).status().message()),
              HasSubstr("timed 2 inferences, not 3"));
}

TEST(TimingTest, RefusesProtocolsThatCannotBe) {
  const auto message = [](const Protocol& protocol) {
    FakeNetwork network(5);
    const absl::Status status = TimeNetwork(network, protocol, 1).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(message({.num_warm_ups = 0}), HasSubstr("num_warm_ups is 0"));
  EXPECT_THAT(message({.num_inputs = -1}), HasSubstr("num_inputs is -1"));
  EXPECT_THAT(message({.target_ms = 0}), HasSubstr("target_ms is 0"));
  EXPECT_THAT(message({.min_runs_per_input = 9, .max_runs_per_input = 8}), HasSubstr("runs per input are 9 to 8"));
}

}  // namespace
}  // namespace duet::device_runner
