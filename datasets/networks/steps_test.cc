#include "datasets/networks/steps.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::toy {

enum class Kind { kConv, kAdd };
absl::string_view KindName(Kind kind) { return kind == Kind::kConv ? "conv" : "add"; }

}  // namespace duet::toy

namespace duet::networks {
namespace {

using ::testing::ElementsAre;
using toy::Kind;

// conv(image) + conv(conv(image))
StepWriter<Kind> Residual() {
  StepWriter<Kind> writer;
  const Value image = {0, 3, 8};
  const Value stem = writer.Apply(Kind::kConv, image, 4, 8);
  const Value branch = writer.Apply(Kind::kConv, writer.Apply(Kind::kConv, stem));
  const Value sum = writer.Apply(Kind::kAdd, stem);
  writer.AddInput(branch);
  EXPECT_EQ(sum.index, 4);
  EXPECT_EQ(sum.num_channels, 4);
  return writer;
}

TEST(StepsTest, ValuesAreNumberedByStep) {
  const StepWriter<Kind> writer = Residual();
  ASSERT_EQ(writer.steps().size(), 4);
  EXPECT_THAT(writer.steps()[0].inputs, ElementsAre(0));
  EXPECT_THAT(writer.steps()[2].inputs, ElementsAre(2));
  EXPECT_THAT(writer.steps()[3].inputs, ElementsAre(1, 3));
}

TEST(StepsTest, CountsInOrderOfFirstUse) {
  std::vector<std::string> counts;
  for (const OperationCount<Kind>& count : CountOperations(Residual().steps())) {
    counts.push_back(absl::StrCat(count.count, " ", Key(count.operation)));
  }
  EXPECT_THAT(counts, ElementsAre("1 conv_3x8x8_to_4x8x8", "2 conv_4x8x8_to_4x8x8", "1 add_4x8x8_to_4x8x8"));
}

TEST(StepsTest, AddsAnOperationOnce) {
  std::vector<Operation<Kind>> operations;
  AddNewOperations(Residual().steps(), operations);
  AddNewOperations(Residual().steps(), operations);
  EXPECT_EQ(operations.size(), 3);
}

}  // namespace
}  // namespace duet::networks
