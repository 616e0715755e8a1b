#include "hw/cycle_model/mac_baseline_cycles.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "fabnet/network_shape.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hw/cycle_model/butterfly_cycles.h"

namespace duet::hw {
namespace {

using fabnet::Family;
using fabnet::FindShape;

// Fig. 19 as the released scripts make it, run; each number to half of the last digit given.
TEST(MacLatencyMsTest, ReproducesFigure19) {
  struct Row {
    const char* size;
    int64_t seq_len;
    double butterfly_ms, fabnet_ms, bert_ms, algorithm_speedup, hardware_speedup, total_speedup;
  };
  const std::vector<Row> rows = {
      {"base", 128, 1.46, 28.5, 45.0, 1.58, 19.5, 30.7},    {"base", 256, 1.83, 55.0, 90.4, 1.65, 30.1, 49.5},
      {"base", 512, 4.21, 107.9, 197.5, 1.83, 25.6, 46.9},  {"base", 1024, 8.98, 213.7, 504.2, 2.36, 23.8, 56.1},
      {"large", 128, 2.93, 100.9, 157.7, 1.56, 34.5, 53.9}, {"large", 256, 3.65, 194.6, 313.6, 1.61, 53.3, 85.9},
      {"large", 512, 8.42, 382.0, 639.3, 1.67, 45.4, 75.9}, {"large", 1024, 17.96, 756.7, 1568, 2.07, 42.1, 87.3},
  };
  const ButterflyAccelerator butterfly = {.num_engines = 128, .ports = {2048, 2048, 2048}};
  EXPECT_EQ(NumMultipliers(butterfly), kMacBaselineMultipliers);
  for (const Row& row : rows) {
    SCOPED_TRACE(testing::Message() << row.size << ", " << row.seq_len);
    const auto fabnet = *FindShape(std::string("fabnet_") + row.size);
    const auto bert = *FindShape(std::string("bert_") + row.size);
    const double butterfly_ms = *LatencyMs(butterfly, fabnet, row.seq_len);
    const double fabnet_ms = *MacLatencyMs(fabnet, row.seq_len);
    const double bert_ms = *MacLatencyMs(bert, row.seq_len);
    EXPECT_NEAR(butterfly_ms, row.butterfly_ms, 0.0051);
    EXPECT_NEAR(fabnet_ms, row.fabnet_ms, 0.051);
    EXPECT_NEAR(bert_ms, row.bert_ms, row.bert_ms > 1000 ? 0.51 : 0.051);
    EXPECT_NEAR(bert_ms / fabnet_ms, row.algorithm_speedup, 0.0051);
    EXPECT_NEAR(fabnet_ms / butterfly_ms, row.hardware_speedup, 0.051);
    EXPECT_NEAR(bert_ms / butterfly_ms, row.total_speedup, 0.051);
  }
}

// The split that the released script prints for its first bar.
TEST(CountMacBlockCyclesTest, SplitsFigure19) {
  const auto fabnet = *CountMacBlockCycles(*FindShape("fabnet_base"), 128);
  EXPECT_NEAR(MacCyclesToMs(12 * fabnet.mixing), 6.18, 0.0051);
  EXPECT_NEAR(MacCyclesToMs(12 * fabnet.feed_forward()), 22.3, 0.051);
  EXPECT_EQ(fabnet.projection, 0);
  const auto bert = *CountMacBlockCycles(*FindShape("bert_base"), 128);
  EXPECT_NEAR(MacCyclesToMs(12 * (bert.mixing + bert.projection)), 22.7, 0.051);
  EXPECT_EQ(bert.feed_forward(), fabnet.feed_forward());
  EXPECT_DOUBLE_EQ(bert.total(), bert.mixing + bert.projection + bert.expand + bert.contract);
}

TEST(CountMacBlockCyclesTest, RejectsWhatItsFormulasDoNotCover) {
  const auto message = [](const fabnet::NetworkShape& shape, int64_t seq_len) {
    const absl::Status status = CountMacBlockCycles(shape, seq_len).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  using testing::HasSubstr;
  EXPECT_THAT(message(*FindShape("bert_base"), 1), HasSubstr("sequence of 1 tokens; must be in [2, "));
  EXPECT_THAT(message({"narrow", Family::kTransformer, 512, 2048, 1}, 8), HasSubstr("hidden size of 512"));
  EXPECT_TRUE(CountMacBlockCycles({"narrow", Family::kTransformer, 513, 2048, 1}, 2).ok());
  EXPECT_TRUE(CountMacBlockCycles({"narrow", Family::kFabnet, 64, 128, 1}, 2).ok());
  EXPECT_THAT(message({"empty", Family::kFabnet, 64, 0, 1}, 8), HasSubstr("feed-forward size of 0"));
}

}  // namespace
}  // namespace duet::hw
