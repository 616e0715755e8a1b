// LRA's Text as the pinned tree has it. Skipped where that is missing.

#include <algorithm>
#include <map>

#include "datasets/lra/example_table.h"
#include "datasets/lra/task.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::lra {
namespace {

constexpr char kTable[] = "datasets/lra/text_table.binpb";

TEST(PinnedTextTest, HasTwoHalvesOf25000) {
  const absl::StatusOr<ExampleTable> table = ReadExampleTable(kTable, "text");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->source_sha256(), "c1c823de64cd97682f49f32e9c18af94a4915e6b50fb4b2594becace77f80ec8");
  EXPECT_EQ(table->proxy_reason(), "");
  for (const char* name : {"train", "test"}) {
    const absl::StatusOr<const ByteExamples*> split = FindSplit(*table, name);
    ASSERT_TRUE(split.ok());
    const std::string& labels = (*split)->labels();
    EXPECT_EQ(labels.size(), 25'000);
    EXPECT_EQ(std::count(labels.begin(), labels.end(), '\0'), 12'500);
    EXPECT_EQ(std::count(labels.begin(), labels.end(), '\1'), 12'500);
    // The shortest review of either half is longer than a dozen bytes; none is empty.
    EXPECT_GT(*std::min_element((*split)->lengths().begin(), (*split)->lengths().end()), 12);
  }
}

TEST(PinnedTextTest, OpensAsPublished) {
  absl::StatusOr<TaskOptions> options = PublishedOptions("text");
  ASSERT_TRUE(options.ok());
  options->data_path = kTable;
  const absl::StatusOr<Task> task = OpenTask("text", *options);
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->proxy_reason, "");
  EXPECT_EQ(task->train.size(), 25'000);
  EXPECT_EQ(task->validation.labels, task->test.labels);
  // About half of the reviews are longer than 1,000 bytes; all of those are cut there.
  int64_t num_cut = 0;
  for (int64_t i = 0; i < task->train.size(); ++i) {
    num_cut += task->train.tokens[i * 1024 + 999] != 0;
    EXPECT_EQ(task->train.tokens[i * 1024 + 1000], 0);
  }
  EXPECT_GT(num_cut, 10'000);
  EXPECT_LT(num_cut, 15'000);
}

}  // namespace
}  // namespace duet::lra
