#include "datasets/lra/task.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "datasets/lra/example_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::lra {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Lt;

std::vector<uint16_t> Sequence(const TokenExamples& examples, int64_t i) {
  const auto begin = examples.tokens.begin() + i * examples.seq_len;
  return std::vector<uint16_t>(begin, begin + examples.seq_len);
}

void ExpectShape(const Task& task, const TokenExamples& examples, int64_t num_examples) {
  EXPECT_EQ(examples.size(), num_examples);
  EXPECT_EQ(static_cast<int64_t>(examples.tokens.size()), num_examples * examples.seq_len * (task.is_pair ? 2 : 1));
  EXPECT_THAT(examples.tokens, Each(Lt(task.vocabulary)));
  EXPECT_THAT(examples.labels, Each(Lt(task.num_classes)));
}

TaskOptions Small(int64_t seq_len) {
  TaskOptions options;
  options.seq_len = seq_len;
  options.num_train = 20;
  options.num_validation = 5;
  options.num_test = 6;
  options.seed = 3;
  return options;
}

TEST(TaskTest, PublishedSizesAreThoseOfTheArena) {
  const struct {
    absl::string_view name;
    int64_t seq_len, num_train, num_validation, num_test;
  } kPublished[] = {{"listops", 2048, 96'000, 2'000, 2'000},
                    {"text", 1024, 25'000, 25'000, 25'000},
                    {"retrieval", 4096, 147'086, 18'090, 17'437},
                    {"image", 1024, 45'000, 5'000, 10'000},
                    {"pathfinder", 1024, 160'000, 20'000, 20'000}};
  ASSERT_EQ(TaskNames().size(), 5);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(TaskNames()[i], kPublished[i].name);
    const absl::StatusOr<TaskOptions> options = PublishedOptions(kPublished[i].name);
    ASSERT_TRUE(options.ok());
    EXPECT_EQ(options->seq_len, kPublished[i].seq_len);
    EXPECT_EQ(options->num_train, kPublished[i].num_train);
    EXPECT_EQ(options->num_validation, kPublished[i].num_validation);
    EXPECT_EQ(options->num_test, kPublished[i].num_test);
  }
}

TEST(TaskTest, ListOpsHoldsPaddedExpressionsWithTheirValues) {
  TaskOptions options = Small(128);
  options.listops = listops::ShortOptions();
  const absl::StatusOr<Task> task = OpenTask("listops", options);
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->vocabulary, 16);
  EXPECT_EQ(task->num_classes, 10);
  EXPECT_FALSE(task->is_pair);
  ExpectShape(*task, task->train, 20);
  ExpectShape(*task, task->validation, 5);
  ExpectShape(*task, task->test, 6);
  for (int64_t i = 0; i < task->train.size(); ++i) {
    const std::vector<uint16_t> sequence = Sequence(task->train, i);
    const auto end = std::find(sequence.begin(), sequence.end(), 0);
    EXPECT_THAT(std::vector<uint16_t>(end, sequence.end()), Each(0));
    const listops::Expression expression(sequence.begin(), end);
    const absl::StatusOr<int64_t> value = listops::Evaluate(expression);
    ASSERT_TRUE(value.ok()) << value.status();
    EXPECT_EQ(*value, task->train.labels[i]);
  }
}

TEST(TaskTest, PathfinderHoldsThePixels) {
  TaskOptions options = Small(1030);
  options.pathfinder_level = pathfinder::Level::kEasy;
  const absl::StatusOr<Task> task = OpenTask("pathfinder", options);
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->vocabulary, 256);
  EXPECT_EQ(task->num_classes, 2);
  ExpectShape(*task, task->train, 20);
  const pathfinder::Sample first = pathfinder::GenerateSample(pathfinder::Level::kEasy, /*seed=*/3, /*index=*/0);
  std::vector<uint16_t> expected(first.image.pixels.begin(), first.image.pixels.end());
  expected.resize(1030);
  EXPECT_EQ(Sequence(task->validation, 0), expected);
  EXPECT_EQ(task->validation.labels[0], first.label);
}

TEST(TaskTest, SetsAreDisjointAndDoNotDependOnHowManyTrain) {
  TaskOptions options = Small(1024);
  const absl::StatusOr<Task> few = OpenTask("pathfinder", options);
  options.num_train = 30;
  const absl::StatusOr<Task> more = OpenTask("pathfinder", options);
  ASSERT_TRUE(few.ok() && more.ok());
  EXPECT_EQ(few->validation.tokens, more->validation.tokens);
  EXPECT_EQ(few->test.tokens, more->test.tokens);
  std::set<std::vector<uint16_t>> seen;
  for (const TokenExamples* examples : {&more->train, &more->validation, &more->test}) {
    for (int64_t i = 0; i < examples->size(); ++i) EXPECT_TRUE(seen.insert(Sequence(*examples, i)).second);
  }
}

TEST(TaskTest, SaysWhatDiffersFromThePublishedTask) {
  TaskOptions options = Small(128);
  options.listops = listops::ShortOptions();
  EXPECT_EQ(OpenTask("listops", options)->proxy_reason,
            "expressions of 20 to 128 symbols in place of 501 to 1999; 20 training examples in place of 96000; "
            "5 validation examples in place of 2000; 6 test examples in place of 2000");
  options = Small(1024);
  options.pathfinder_level = pathfinder::Level::kEasy;
  EXPECT_THAT(OpenTask("pathfinder", options)->proxy_reason, HasSubstr("targets of 6 paddles in place of 14; 20 "));

  // Nothing but the numbers.
  options = *PublishedOptions("listops");
  options.num_train = options.num_validation = options.num_test = 10;
  EXPECT_EQ(OpenTask("listops", options)->proxy_reason,
            "10 training examples in place of 96000; 10 validation examples in place of 2000; "
            "10 test examples in place of 2000");
}

class TableTest : public ::testing::Test {
 protected:
  // Three texts of class 1 and one of class 0, and two to test.
  std::string WriteTable(absl::string_view task, absl::string_view proxy_reason) {
    ExampleTable table;
    table.set_task(std::string(task));
    table.set_proxy_reason(std::string(proxy_reason));
    ByteExamples& train = *table.add_splits();
    train.set_name("train");
    AddExample("abc", 1, train);
    AddExample("", 1, train);
    AddExample(std::string("\0\xff", 2), 0, train);
    AddExample("abcdefgh", 1, train);
    ByteExamples& test = *table.add_splits();
    test.set_name("test");
    AddExample("x", 0, test);
    AddExample("yz", 1, test);
    const std::string path = absl::StrCat(testing::TempDir(), "/", task, ".binpb");
    EXPECT_TRUE(WriteExampleTable(table, path).ok());
    return path;
  }

  TaskOptions Options(const std::string& path) {
    TaskOptions options = Small(6);
    options.max_tokens = 5;
    options.num_train = 4;
    options.num_validation = options.num_test = 2;
    options.data_path = path;
    return options;
  }
};

TEST_F(TableTest, TextIsBytesPlusOneCutAndPadded) {
  const absl::StatusOr<Task> task = OpenTask("text", Options(WriteTable("text", "")));
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_EQ(task->vocabulary, 257);
  std::set<std::vector<uint16_t>> sequences;
  for (int64_t i = 0; i < 4; ++i) {
    const std::vector<uint16_t> sequence = Sequence(task->train, i);
    sequences.insert(sequence);
    EXPECT_EQ(task->train.labels[i], sequence[1] == 256 ? 0 : 1);
  }
  EXPECT_THAT(sequences, ElementsAre(ElementsAre(0, 0, 0, 0, 0, 0), ElementsAre(1, 256, 0, 0, 0, 0),
                                     ElementsAre(98, 99, 100, 0, 0, 0), ElementsAre(98, 99, 100, 101, 102, 0)));
  // It validates on its test set.
  EXPECT_EQ(task->validation.tokens, task->test.tokens);
  EXPECT_THAT(task->proxy_reason, HasSubstr("texts cut after 5 bytes in place of 1000"));
}

TEST_F(TableTest, FewerExamplesAreTheFirstOfMore) {
  TaskOptions options = Options(WriteTable("text", "stand-in"));
  const absl::StatusOr<Task> all = OpenTask("text", options);
  options.num_train = 2;
  const absl::StatusOr<Task> some = OpenTask("text", options);
  ASSERT_TRUE(all.ok() && some.ok());
  EXPECT_EQ(Sequence(some->train, 0), Sequence(all->train, 0));
  EXPECT_EQ(Sequence(some->train, 1), Sequence(all->train, 1));
  EXPECT_THAT(some->proxy_reason, HasSubstr("stand-in; "));
  options.num_train = 5;
  const absl::Status status = OpenTask("text", options).status();
  EXPECT_EQ(status, absl::OutOfRangeError("text: 5 examples are asked for, but train has 4"));
}

TEST_F(TableTest, RefusesAnotherTasksTable) {
  TaskOptions options = Options(WriteTable("text", ""));
  options.seq_len = 1024;
  options.max_tokens = 1024;
  const absl::Status status = OpenTask("image", options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("holds the task text, not image"));
}

TEST(TaskTest, RefusesWhatCannotBe) {
  const auto status = [](absl::string_view name, const TaskOptions& options) {
    return OpenTask(name, options).status();
  };
  EXPECT_EQ(PublishedOptions("chess").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status("chess", Small(8)).message()), HasSubstr("no task \"chess\": listops, text, "));
  EXPECT_THAT(std::string(status("text", Small(8)).message()), HasSubstr("text is read: it needs the path"));
  EXPECT_THAT(std::string(status("listops", Small(128)).message()),
              HasSubstr("examples of up to 1999 tokens do not fit 128"));
  EXPECT_THAT(std::string(status("pathfinder", Small(1023)).message()),
              HasSubstr("examples of up to 1024 tokens do not fit 1023"));
  TaskOptions options = Small(10);
  options.max_tokens = 11;
  EXPECT_EQ(status("text", options).code(), absl::StatusCode::kInvalidArgument);
  options = Small(1024);
  options.num_test = -1;
  EXPECT_EQ(status("pathfinder", options), absl::InvalidArgumentError("pathfinder: a set of -1 examples"));
  options = Small(1024);
  options.data_path = "/no/such/table";
  EXPECT_EQ(status("text", options).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::lra
