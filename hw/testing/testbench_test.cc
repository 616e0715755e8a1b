#include "hw/testing/testbench.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "hw/testing/Vstream_register_rtl.h"
#include "hw/testing/stream.h"

namespace duet::hw {
namespace {

using Bench = Testbench<Vstream_register_rtl>;

// Sends 0, 1, ..., num_items - 1 through the register and returns what arrives.
std::vector<int> SendThrough(Bench& bench, int num_items, double stall_probability, uint64_t seed) {
  StreamSource source(&bench->valid_i, &bench->ready_o, {stall_probability, seed});
  StreamSink sink(&bench->valid_o, &bench->ready_i, {stall_probability, seed + 1});
  bench.Add(&source);
  bench.Add(&sink);
  std::vector<int> received;
  source.Start(num_items, [&](int64_t i) { bench->data_i = i; });
  sink.Start(num_items, [&](int64_t) { received.push_back(bench->data_o); });
  EXPECT_EQ(bench.RunUntil([&] { return sink.is_done(); }, 10000), absl::OkStatus());
  EXPECT_TRUE(source.is_done());
  return received;
}

TEST(TestbenchTest, ItemsArriveInOrderWhateverStalls) {
  for (const double stall_probability : {0.0, 0.1, 0.5, 0.9}) {
    Bench bench;
    const std::vector<int> received = SendThrough(bench, 200, stall_probability, 5);
    ASSERT_EQ(received.size(), 200);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(received[i], i) << stall_probability;
  }
}

TEST(TestbenchTest, WithoutStallsAnItemACycle) {
  Bench bench;
  const int64_t start = bench.num_cycles();
  SendThrough(bench, 200, 0, 1);
  EXPECT_EQ(bench.num_cycles() - start, 201);  // 200 items, and one cycle in the register
}

TEST(TestbenchTest, SaysWhatDidNotEnd) {
  Bench bench;
  const absl::Status status = bench.RunUntil([] { return false; }, 17);
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(status.message(), "Vstream_register_rtl is not done after 17 cycles, in cycle 19");
}

TEST(TestbenchTest, ResetClearsTheModule) {
  Bench bench;
  bench->valid_i = 1;
  bench->data_i = 7;
  bench.Tick();
  EXPECT_EQ(bench->valid_o, 1);
  bench->valid_i = 0;
  bench.Reset();
  EXPECT_EQ(bench->valid_o, 0);
  EXPECT_EQ(bench->data_o, 0);
}

TEST(TestbenchTest, CountsFailedAssertions) {
  SimulationOptions options;
  options.abort_on_failed_assertion = false;
  Bench bench(options);
  bench->valid_i = 1;
  bench->data_i = 254;
  bench.Tick();
  EXPECT_EQ(bench.num_failed_assertions(), 0);
  bench->data_i = 255;
  bench.Tick();
  EXPECT_EQ(bench.num_failed_assertions(), 1);
}

TEST(TestbenchTest, FindsAnOfferThatIsTakenBack) {
  SimulationOptions options;
  options.abort_on_failed_assertion = false;
  Bench bench(options);
  bench->valid_i = 1;
  bench->ready_i = 0;
  bench->data_i = 3;
  bench.Tick();  // into the register
  bench.Tick();  // not taken
  bench->valid_i = 0;
  bench.Tick();
  EXPECT_EQ(bench.num_failed_assertions(), 1);
}

TEST(TestbenchDeathTest, AFailedAssertionEndsTheProcess) {
  EXPECT_DEATH(
      {
        Bench bench;
        bench->valid_i = 1;
        bench->data_i = 255;
        bench.Tick();
      },
      "");
}

}  // namespace
}  // namespace duet::hw
