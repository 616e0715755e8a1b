#include "datasets/portraits/statistics.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace duet::portraits {
namespace {

// 4 x 2: the left half person, in a colour of 90, the right half in 30.
Frame LeftHalf() {
  Frame frame;
  frame.image = {4, 2, 3, {}};
  for (int64_t i = 0; i < 8; ++i) {
    frame.mask.push_back(i % 4 < 2);
    frame.alpha.push_back(i % 4 == 2 ? 100 : 255 * frame.mask.back());
    for (int64_t c = 0; c < 3; ++c) frame.image.pixels.push_back(i % 4 < 2 ? 90 : 30);
  }
  return frame;
}

TEST(StatisticsTest, Shares) {
  EXPECT_DOUBLE_EQ(PersonShare(LeftHalf()), 0.5);
  EXPECT_DOUBLE_EQ(SoftShare(LeftHalf()), 0.25);
}

TEST(StatisticsTest, ContrastAcrossTheEdge) {
  EXPECT_EQ(EdgeContrasts(LeftHalf(), 1), (std::vector<double>{60, 60}));
  EXPECT_EQ(EdgeContrasts(LeftHalf(), 2), (std::vector<double>{60, 60}));
  EXPECT_TRUE(EdgeContrasts(LeftHalf(), 3).empty());  // outside of the frame
}

TEST(StatisticsTest, MeanIou) {
  const std::vector<uint8_t> truth = {1, 1, 0, 0}, shifted = {0, 1, 1, 0};
  EXPECT_DOUBLE_EQ(MeanIouPct({truth}, {truth}), 100);
  EXPECT_DOUBLE_EQ(MeanIouPct({shifted}, {truth}), 100.0 / 3);         // 1 of 3, of both classes
  EXPECT_DOUBLE_EQ(MeanIouPct({truth, shifted}, {truth, truth}), 60);  // 3 of 5, of both classes
  EXPECT_DOUBLE_EQ(MeanIouPct({{0, 0}}, {{0, 0}}), 100);
}

TEST(StatisticsTest, UsualMaskIsTheMajority) {
  std::vector<Frame> frames(3);
  frames[0].mask = {1, 0, 1};
  frames[1].mask = {1, 0, 0};
  frames[2].mask = {0, 1, 0};
  EXPECT_EQ(UsualMask(frames), (std::vector<uint8_t>{1, 0, 0}));
  frames.pop_back();
  EXPECT_EQ(UsualMask(frames), (std::vector<uint8_t>{1, 0, 1}));
}

}  // namespace
}  // namespace duet::portraits
