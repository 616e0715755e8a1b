#include "datasets/segmentation_networks/network.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::segmentation {
namespace {

using ::testing::HasSubstr;

TEST(NetworkTest, CountIsTheProductOfTheOptions) {
  int64_t stage = 2 * 3 * 3 * 3;
  EXPECT_EQ(kNumNetworks, 4 * 3 * stage * stage * (1 + stage) * 3 * 3 * 3);
}

TEST(NetworkTest, NumbersAndNamesGoBackAndForth) {
  std::set<std::string> names;
  int64_t num_tested = 0;
  for (int64_t id = 0; id < kNumNetworks; id += 10'007, ++num_tested) {
    const Network network = NetworkFromId(id);
    EXPECT_EQ(NetworkId(network), id);
    EXPECT_EQ(Canonical(network), network);
    const std::string name = ToString(network);
    names.insert(name);
    const auto parsed = ParseNetwork(name);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, network) << name;
  }
  EXPECT_EQ(names.size(), num_tested);
}

TEST(NetworkTest, EveryListOfChoicesIsANetworkAndEveryNumberIsReached) {
  // Of the last stage's 2 3 3 4 lists, the 18 of depth 0 are one network.
  std::set<int64_t> ids;
  Network network;
  int64_t num_lists = 0;
  for (network.choices[kStage2] = 0; network.choices[kStage2] < 2; ++network.choices[kStage2]) {
    for (int form = 0; form < 36; ++form, ++num_lists) {
      network.choices[kStage2 + 1] = form / 12;
      network.choices[kStage2 + 2] = form / 4 % 3;
      network.choices[kStage2 + 3] = form % 4;
      const int64_t id = NetworkId(network);
      ids.insert(id);
      EXPECT_EQ(NetworkFromId(id), Canonical(network));
      EXPECT_EQ(NetworkId(Canonical(network)), id);
    }
  }
  EXPECT_EQ(num_lists, 72);
  EXPECT_EQ(ids.size(), 55);
  EXPECT_EQ(*ids.begin() % 27, 0);
  EXPECT_EQ(*ids.rbegin(), 54 * 27);
}

TEST(NetworkTest, ReadsByHand) {
  const auto network = ParseNetwork("192x112-s12-k3e4w16d2-k5e6w32d3-none-transposed24-concat");
  ASSERT_TRUE(network.ok()) << network.status();
  EXPECT_EQ(InputResolution(*network).width, 192);
  EXPECT_EQ(InputResolution(*network).height, 112);
  EXPECT_EQ(StemWidth(*network), 12);
  const Stage first = StageOf(*network, 0), second = StageOf(*network, 1);
  EXPECT_EQ(first.kernel, 3);
  EXPECT_EQ(first.expansion, 4);
  EXPECT_EQ(first.width, 16);
  EXPECT_EQ(first.depth, 2);
  EXPECT_EQ(second.kernel, 5);
  EXPECT_EQ(second.depth, 3);
  EXPECT_EQ(StageOf(*network, 2).depth, 0);
  EXPECT_EQ(NumLevels(*network), 2);
  EXPECT_EQ(DecoderOf(*network), Decoder::kTransposed);
  EXPECT_EQ(DecoderWidth(*network), 24);
  EXPECT_EQ(SkipOf(*network), Skip::kConcat);
}

TEST(NetworkTest, SaysWhatIsWrong) {
  const auto error = [](absl::string_view text) { return ParseNetwork(text).status(); };
  EXPECT_EQ(error("256x144").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(error("256x144").message()), HasSubstr("has 1 words, not 7"));
  EXPECT_THAT(std::string(error("192x112-s12-k7e4w16d2-k5e6w32d3-none-transposed24-add").message()),
              HasSubstr("\"k7e4w16d2\""));
  // The first stage must be there, and names have one spelling.
  EXPECT_FALSE(ParseNetwork("192x112-s12-none-k5e6w32d3-none-transposed24-add").ok());
  EXPECT_FALSE(ParseNetwork("192x112-s12-k3e4w16d2-k5e6w32d3-k3e2w32d0-transposed24-add").ok());
}

}  // namespace
}  // namespace duet::segmentation
