#include "datasets/nasbench_asr/counts.h"

#include "gtest/gtest.h"

namespace duet::nasbench_asr {
namespace {

Cell OfThree(Op op) {
  Cell cell;
  cell.ops.fill(op);
  return cell;
}

TEST(CountsTest, GivesThePublishedNumberOfParameters) {
  EXPECT_EQ(NumParams(OfThree(Op::kConv5)), 26'338'848);
  EXPECT_EQ(NumParams(OfThree(Op::kConv5Dilated2)), 26'338'848);
}

// Worked by hand from the table in counts.h.
TEST(CountsTest, GivesTheEndsOfTheSpace) {
  EXPECT_EQ(NumParams(OfThree(Op::kZero)), 23'695'248);
  EXPECT_EQ(NumParams(OfThree(Op::kLinear)), 75'586'848);
  EXPECT_EQ(NumParams(OfThree(Op::kConv7)), 27'375'648);
}

TEST(CountsTest, UsesAWeightOnceAFrameOfItsOutput) {
  // One block of 4 filters on 2 features, 2 groups, one cell of linear and two zeros; 5 frames become 3.
  Skeleton skeleton;
  skeleton.num_features = 2;
  skeleton.blocks = {{4, 2, 1}};
  skeleton.num_groups = 2;
  skeleton.num_lstm_units = 3;
  skeleton.num_classes = 7;
  Cell cell = OfThree(Op::kZero);
  cell.ops[1] = Op::kLinear;
  EXPECT_EQ(NumMacs(cell, 5, skeleton), 3 * (8 * 2 * 4 + 4 * 4 + 4 * 3 * (4 + 3) + 3 * 7));
  cell.ops[1] = Op::kConv7;
  EXPECT_EQ(NumMacs(cell, 5, skeleton), 3 * (8 * 2 * 4 + 7 * 4 * 2 + 4 * 3 * (4 + 3) + 3 * 7));
  EXPECT_EQ(NumMacs(cell, 0, skeleton), 0);
}

TEST(SkeletonTest, PutsOutAFrameForEachStride) {
  EXPECT_EQ(NumOutputFrames(0), 0);
  EXPECT_EQ(NumOutputFrames(1), 1);
  EXPECT_EQ(NumOutputFrames(400), 100);
  EXPECT_EQ(NumOutputFrames(401), 101);
  for (const int64_t stride : {1, 2}) {
    for (const Taps taps : {Taps{8, 1}, Taps{5, 1}, Taps{5, 2}, Taps{7, 1}, Taps{7, 2}}) {
      const Padding padding = PaddingOf(taps, stride);
      EXPECT_LE(padding.right, 4 / stride);
      EXPECT_GE(padding.left, 0);
      for (int64_t num_frames = 1; num_frames < 20; ++num_frames) {
        const int64_t span = (taps.num_taps - 1) * taps.dilation + 1;
        EXPECT_EQ((num_frames + padding.left + padding.right - span) / stride + 1, (num_frames + stride - 1) / stride);
      }
    }
  }
}

TEST(SkeletonTest, LooksAheadByFourFrames) {
  EXPECT_EQ(PaddingOf({5, 1}, 1).right, 4);
  EXPECT_EQ(PaddingOf({5, 1}, 1).left, 0);
  EXPECT_EQ(PaddingOf({5, 2}, 1).left, 4);
  EXPECT_EQ(PaddingOf({7, 2}, 1).left, 8);
  EXPECT_EQ(PaddingOf({8, 1}, 2).right, 2);
  EXPECT_EQ(PaddingOf({8, 1}, 2).left, 5);
}

}  // namespace
}  // namespace duet::nasbench_asr
