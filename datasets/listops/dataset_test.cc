#include "datasets/listops/dataset.h"

#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::listops {
namespace {

// Trees of 4 to 6 tokens, so that many are drawn twice.
constexpr Options kTiny = {.max_depth = 2, .max_arguments = 3, .min_length = 3, .max_length = 6};

TEST(DatasetTest, IsDistinctLabelledAndSplitInOrder) {
  const DatasetOptions options = {.expressions = kTiny, .num_train = 700, .num_validation = 200, .num_test = 100};
  const absl::StatusOr<Dataset> dataset = GenerateDataset(options, /*seed=*/1);
  ASSERT_TRUE(dataset.ok()) << dataset.status();
  EXPECT_EQ(dataset->train.size(), 700u);
  EXPECT_EQ(dataset->validation.size(), 200u);
  EXPECT_EQ(dataset->test.size(), 100u);
  // The obvious reference: streams in order, without what came before.
  std::set<Expression> seen;
  uint64_t index = 0;
  for (const std::vector<Example>* examples : {&dataset->train, &dataset->validation, &dataset->test}) {
    for (const Example& example : *examples) {
      while (!seen.insert(*GenerateExpression(kTiny, 1, index)).second) ++index;
      EXPECT_EQ(example.expression, *GenerateExpression(kTiny, 1, index++));
      EXPECT_EQ(example.label, *Evaluate(example.expression));
    }
  }
  EXPECT_GT(index, 1000u) << "no expression was drawn twice, so that nothing was tested";
}

TEST(DatasetTest, SmallerSetsAreBeginningsOfLargerOnes) {
  const absl::StatusOr<Dataset> small = GenerateDataset({ShortOptions(), 20, 0, 0}, 7);
  const absl::StatusOr<Dataset> large = GenerateDataset({ShortOptions(), 30, 5, 5}, 7);
  ASSERT_TRUE(small.ok() && large.ok());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(small->train[i].expression, large->train[i].expression);
}

TEST(DatasetTest, SaysThatThereAreTooFewTrees) {
  // Four operations of two digits: 400 trees.
  const Options options = {.max_depth = 2, .max_arguments = 2, .min_length = 3, .max_length = 5};
  EXPECT_TRUE(GenerateDataset({options, 300, 0, 0}, 1).ok());
  const absl::Status status = GenerateDataset({options, 401, 0, 0}, 1).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_TRUE(absl::StrContains(status.message(), "distinct ListOps expressions were found with 3 < length < 5"))
      << status;
}

TEST(DatasetTest, RejectsBadOptions) {
  EXPECT_EQ(GenerateDataset({kTiny, -1, 0, 0}, 1).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(GenerateDataset({{.max_depth = 0}, 1, 0, 0}, 1).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::listops
