#include "common/rounding.h"

#include "gtest/gtest.h"

namespace duet {
namespace {

TEST(RoundingTest, DivisionRoundsUp) {
  EXPECT_EQ(CeilDiv(0, 3), 0);
  EXPECT_EQ(CeilDiv(1, 3), 1);
  EXPECT_EQ(CeilDiv(3, 3), 1);
  EXPECT_EQ(CeilDiv(4, 3), 2);
}

TEST(RoundingTest, PowersOfTwo) {
  EXPECT_EQ(NextPowerOfTwo(1), 1);
  EXPECT_EQ(NextPowerOfTwo(3), 4);
  EXPECT_EQ(NextPowerOfTwo(768), 1024);
  for (int log2 = 1; log2 <= 40; ++log2) {
    const int64_t power = int64_t{1} << log2;
    EXPECT_EQ(Log2OfNextPowerOfTwo(power), log2);
    EXPECT_EQ(NextPowerOfTwo(power), power);
    EXPECT_EQ(NextPowerOfTwo(power + 1), 2 * power);
    EXPECT_EQ(NextPowerOfTwo(power / 2 + 1), power);
  }
}

}  // namespace
}  // namespace duet
