#include "datasets/pickle/data_frame.h"

#include "absl/status/status.h"
#include "datasets/pickle/sample_pickles.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::pickle {
namespace {

using ::testing::ElementsAre;

TEST(DataFrameTest, ReadsColumnsFromTheirBlocks) {
  const absl::StatusOr<Document> document = Document::Parse(DataFramePickle(), DataFrameGlobals());
  ASSERT_TRUE(document.ok()) << document.status();
  const absl::StatusOr<DataFrame> frame = ReadDataFrame(*document);
  ASSERT_TRUE(frame.ok()) << frame.status();
  EXPECT_EQ(frame->num_rows, 2);
  EXPECT_THAT(*frame->Strings("arch"), ElementsAre("x", "y"));
  EXPECT_THAT(*frame->Numbers("n"), ElementsAre(7, 9));
  EXPECT_THAT(*frame->Numbers("u"), ElementsAre(0.5, 1.5));
  EXPECT_THAT(*frame->Numbers("v"), ElementsAre(2.5, 3.5));
  EXPECT_EQ(frame->Numbers("w").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(frame->Numbers("arch").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(frame->Strings("n").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(DataFrameTest, RefusesOtherPickles) {
  const absl::StatusOr<Document> document = Document::Parse(FloatDict(), DataFrameGlobals());
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(ReadDataFrame(*document).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::pickle
