// LRA's Image as the pinned tree has it. Skipped where that is missing.

#include <array>
#include <cstdint>

#include "datasets/lra/example_table.h"
#include "datasets/lra/task.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::lra {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

TEST(PinnedImageTest, OpensAsPublishedAndIsSaidToBeProxyData) {
  absl::StatusOr<TaskOptions> options = PublishedOptions("image");
  ASSERT_TRUE(options.ok());
  options->data_path = "datasets/lra/image_table.binpb";
  const absl::StatusOr<Task> task = OpenTask("image", *options);
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->proxy_reason, "CIFAR-10 that went through JPEG, not the original pixels");
  const struct {
    const TokenExamples& examples;
    int64_t num_per_class;
  } kSplits[] = {{task->train, 4'500}, {task->validation, 500}, {task->test, 1'000}};
  for (const auto& [examples, num_per_class] : kSplits) {
    std::array<int64_t, 10> counts = {};
    for (const uint8_t label : examples.labels) ++counts.at(label);
    EXPECT_THAT(counts, Each(num_per_class));
  }
}

// The tree's channel means are .491, .482 and .448; grey weighs them, rounded down: half a step of 255 less, and half
// of the 255.5 more.
TEST(PinnedImageTest, HasTheMeanOfItsChannels) {
  const absl::StatusOr<ExampleTable> table = ReadExampleTable("datasets/lra/image_table.binpb", "image");
  ASSERT_TRUE(table.ok()) << table.status();
  double sum = 0;
  int64_t num_pixels = 0;
  for (const char* name : {"train", "validation"}) {
    const std::string& bytes = (*FindSplit(*table, name))->bytes();
    for (const char byte : bytes) sum += static_cast<uint8_t>(byte);
    num_pixels += bytes.size();
  }
  EXPECT_EQ(num_pixels, 50'000 * 1024);
  // Means are given to 3 digits: 5e-4; rounding down: at most 1 / 510 off.
  EXPECT_NEAR(sum / num_pixels / 255, 0.2989 * 0.491 + 0.587 * 0.482 + 0.114 * 0.448, 5e-4 + 1.0 / 510);
}

}  // namespace
}  // namespace duet::lra
