#include "asr/low_rank/latency_space.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

using ::testing::HasSubstr;

TEST(LatencySpaceTest, KeysAreNetworks) {
  const auto space = LowRankLatencySpace();
  const std::vector<std::string> keys = space->Keys();
  EXPECT_EQ(keys.size(), 3 * (2 + 2 * 7));
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
  for (const std::string& key : keys) EXPECT_TRUE(space->CheckKey(key).ok()) << key;
  const LatencyKey stacked = *ParseLatencyKey("3x512_stacked_0.09");
  EXPECT_EQ(stacked.network.num_units, 512);
  EXPECT_TRUE(stacked.network.stacks_matrices);
  // 0.09 of 2048 * 1024 / 3072, rounded down, less one for what does not save.
  EXPECT_EQ(stacked.network.ranks[1], 61);
  EXPECT_FALSE(ParseLatencyKey("3x128_dense")->network.ranks[0].has_value());
  EXPECT_TRUE(ParseLatencyKey("3x128_libtorch")->is_libtorch);
}

TEST(LatencySpaceTest, RefusesOtherKeys) {
  for (const char* key : {"", "3x128", "3x100_dense", "3x128_apart_0.6", "3x128_apart"}) {
    const absl::Status status = LowRankLatencySpace()->CheckKey(key);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << key;
    EXPECT_THAT(std::string(status.message()), HasSubstr("is no network such as"));
  }
}

TEST(LatencySpaceTest, NetworksRun) {
  const auto space = LowRankLatencySpace();
  for (const char* key : {"3x128_libtorch", "3x128_dense", "3x128_apart_0.25", "3x128_stacked_0.25"}) {
    auto network = space->BuildOnHost(key, 1);
    ASSERT_TRUE(network.ok()) << network.status();
    (*network)->SetInput(1, 0);
    (*network)->Run();
  }
}

}  // namespace
}  // namespace duet::asr
