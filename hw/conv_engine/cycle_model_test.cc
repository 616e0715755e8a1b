// Cases by hand; conv_engine_test.cc compares the model with the RTL.
#include "hw/conv_engine/cycle_model.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace duet::hw {
namespace {

// One pixel, one group: a beat of pixels and two of weights asked for in cycles 2 to 4; the last one is there
// `latency` cycles later and seen in the next one: 4 + 20 + 1. Bias, one quad, two drains: 25 to 28; the last of them
// is in the buffer and seen in cycle 33; two quads are read in 33 and 34 and written in 34 and 35; ready in 36.
TEST(CycleModelTest, MatchesOnePixelByHand) {
  const absl::StatusOr<ConvCycles> cycles =
      CyclesOf({ConvOperation::kConv1x1, 4, 8, 1, 1}, {8, 4, 64, 64, 64, 256}, /*memory_latency_cycles=*/20);
  ASSERT_EQ(cycles.status(), absl::OkStatus());
  EXPECT_EQ(cycles->total, 39);
  EXPECT_EQ(cycles->busy, 4);
  EXPECT_EQ(cycles->multiplying, 1);
  EXPECT_EQ(cycles->num_reads, 3);
  EXPECT_EQ(cycles->num_writes, 2);
}

// 128 channels of 32 x 32 pixels, 3x3, all in one band: 32 tiles * 8 groups of 1 + 9 * 32 + 4 cycles, before them
// 128 * 1,024 / 64 beats of pixels and 289 of weights, after them the result of one band.
TEST(CycleModelTest, MatchesOneBandByHand) {
  const absl::StatusOr<ConvCycles> cycles =
      CyclesOf({ConvOperation::kConv3x3, 128, 128, 32, 32}, {16, 64, 4096, 4096, 4096, 512}, 30);
  ASSERT_EQ(cycles.status(), absl::OkStatus());
  EXPECT_EQ(cycles->busy, 32 * 8 * 293);
  EXPECT_EQ(cycles->multiplying, 32 * 8 * 288);
  EXPECT_EQ(cycles->num_reads, 2048 + 8 * 289);
  EXPECT_EQ(cycles->num_writes, 2048);
  EXPECT_EQ(cycles->total, 2 + 2048 + 289 + 30 + 32 * 8 * 293 + 7 + 2048 + 1);
}

// 3x3 over 512 channels with the smallest weight buffer: a group takes 1,153 of 2,048 beats, so that of the next
// group's beats 895 are fetched ahead and 258 wait for the group to end.
TEST(CycleModelTest, WaitsForRoomForWeights) {
  const absl::StatusOr<ConvCycles> cycles =
      CyclesOf({ConvOperation::kConv3x3, 512, 32, 8, 8}, {16, 64, 1024, 1024, 1024, 512}, 30);
  ASSERT_EQ(cycles.status(), absl::OkStatus());
  EXPECT_EQ(cycles->busy, 2 * 2 * (1 + 1152 + 4));
  EXPECT_EQ(cycles->total, 2 + 512 + 1153 + 30 + cycles->busy + (258 + 30) + 7 + 32 + 1);
}

TEST(CycleModelTest, RejectsLatenciesThatTheEngineDoesNotCover) {
  const absl::Status status = CyclesOf({}, {}, 61).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "a memory latency of 61 cycles, not in [1, 60]");
  EXPECT_EQ(CyclesOf({}, {}, 0).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::hw
