#include "experiments/fabnet/lra_runs.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ShrinkPicturesTest, AveragesSquares) {
  lra::TokenExamples pictures;
  pictures.seq_len = 16;
  pictures.tokens = {0, 0, 10, 20, 0, 1, 30, 40, 255, 255, 0, 0, 255, 255, 0, 0,  //
                     3, 3, 0,  0,  3, 4, 0,  2,  0,   0,   1, 1, 0,   0,   2, 2};
  pictures.labels = {0, 1};
  ASSERT_TRUE(ShrinkPictures(2, pictures).ok());
  EXPECT_EQ(pictures.seq_len, 4);
  // (0 + 0 + 0 + 1) / 4 is nearest to 0, but was not black; 13 / 4 = 3; 6 / 4 = 2, halves up.
  EXPECT_THAT(pictures.tokens, ElementsAre(1, 25, 255, 0, 3, 1, 0, 2));
  ASSERT_TRUE(ShrinkPictures(2, pictures).ok());
  EXPECT_EQ(pictures.tokens.size(), 8);
}

TEST(ShrinkPicturesTest, RejectsSidesThatDoNotDivide) {
  lra::TokenExamples pictures;
  pictures.seq_len = 16;
  for (const int64_t side : {0, 3, 8}) {
    const absl::Status status = ShrinkPictures(side, pictures);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("pictures of 16 pixels cannot be averaged to"));
  }
  pictures.seq_len = 15;
  EXPECT_FALSE(ShrinkPictures(3, pictures).ok());
}

}  // namespace
}  // namespace duet::experiments
