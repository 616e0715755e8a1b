#include "datasets/nasbench201/operations.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench201 {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::map<std::string, int64_t> CountsOf(absl::string_view arch) {
  const absl::StatusOr<std::vector<OperationCount>> operations = OperationsOf(*ParseCell(arch));
  EXPECT_TRUE(operations.ok()) << operations.status();
  std::map<std::string, int64_t> counts;
  for (const OperationCount& entry : *operations) counts[Key(entry.operation)] += entry.count;
  return counts;
}

// The operations that every network has.
constexpr absl::string_view kSkipOnly = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

TEST(OperationsTest, SkipAloneLeavesTheSkeleton) {
  EXPECT_THAT(CountsOf(kSkipOnly),
              UnorderedElementsAre(Pair("conv3x3_relu_3x32x32_to_16x32x32", 1), Pair("conv3x3_16x32x32_to_32x16x16", 1),
                                   Pair("conv3x3_32x16x16_to_32x16x16", 1), Pair("avgpool2x2_16x32x32_to_16x16x16", 1),
                                   Pair("conv1x1_16x16x16_to_32x16x16", 1), Pair("add_32x16x16_to_32x16x16", 1),
                                   Pair("conv3x3_32x16x16_to_64x8x8", 1), Pair("conv3x3_64x8x8_to_64x8x8", 1),
                                   Pair("avgpool2x2_32x16x16_to_32x8x8", 1), Pair("conv1x1_32x8x8_to_64x8x8", 1),
                                   Pair("add_64x8x8_to_64x8x8", 1), Pair("global_avgpool_64x8x8_to_64x1x1", 1),
                                   Pair("dense_64x1x1_to_100x1x1", 1)));
}

TEST(OperationsTest, CountsOperationsOfFiveCellsInEachStack) {
  // Node 2 sums two edges and node 3 three: 3 additions a cell.
  const std::map<std::string, int64_t> counts =
      CountsOf("|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|");
  EXPECT_EQ(counts.at("conv3x3_relu_16x32x32_to_16x32x32"), 10);
  EXPECT_EQ(counts.at("conv1x1_relu_32x16x16_to_32x16x16"), 10);
  EXPECT_EQ(counts.at("avgpool3x3_64x8x8_to_64x8x8"), 5);
  EXPECT_EQ(counts.at("add_16x32x32_to_16x32x32"), 15);
  EXPECT_EQ(counts.at("add_32x16x16_to_32x16x16"), 16);  // one more in the reduction
}

TEST(OperationsTest, EdgesOffEveryPathAreNotExecuted) {
  // Node 1 is not reached, node 2 leads nowhere.
  EXPECT_EQ(CountsOf("|none~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|"),
            CountsOf(kSkipOnly));
}

TEST(OperationsTest, AnAdditionForEachFurtherPathOfSkips) {
  std::map<std::string, int64_t> expected = CountsOf(kSkipOnly);
  expected["add_16x32x32_to_16x32x32"] += 5;
  expected["add_32x16x16_to_32x16x16"] += 5;
  expected["add_64x8x8_to_64x8x8"] += 5;
  EXPECT_EQ(CountsOf("|skip_connect~0|+|none~0|none~1|+|skip_connect~0|skip_connect~1|none~2|"), expected);
}

TEST(OperationsTest, StepsReadOnlyEarlierValuesOfTheirShape) {
  for (int64_t id = 0; id < kNumCells; id += 37) {
    const Cell cell = CellFromId(id);
    if (!HasPath(cell)) continue;
    const std::vector<Step> steps = *NetworkSteps(cell);
    std::set<int64_t> used;
    for (size_t i = 0; i < steps.size(); ++i) {
      const Operation& operation = steps[i].operation;
      ASSERT_EQ(steps[i].inputs.size(), operation.kind == OperationKind::kAdd ? 2 : 1);
      for (const int64_t input : steps[i].inputs) {
        ASSERT_LE(input, static_cast<int64_t>(i)) << ToString(cell);
        EXPECT_EQ(operation.num_input_channels, input == 0 ? 3 : steps[input - 1].operation.num_output_channels);
        EXPECT_EQ(operation.input_size, input == 0 ? 32 : steps[input - 1].operation.output_size);
        used.insert(input);
      }
    }
    EXPECT_EQ(used.size(), steps.size()) << "a value is computed and not used: " << ToString(cell);
  }
}

TEST(OperationsTest, AllOperationsAreThoseOfAllCells) {
  std::set<std::string> keys;
  for (const Operation& operation : AllOperations()) EXPECT_TRUE(keys.insert(Key(operation)).second);
  EXPECT_EQ(keys.size(), 23);  // stem, pool, dense; 4 for each stack; 4 for each reduction, and its sum is the stack's
  std::set<std::string> used;
  for (int64_t id = 0; id < kNumCells; ++id) {
    const absl::StatusOr<std::vector<OperationCount>> operations = OperationsOf(CellFromId(id));
    if (!operations.ok()) continue;
    for (const OperationCount& entry : *operations) used.insert(Key(entry.operation));
  }
  EXPECT_EQ(used, keys);
}

TEST(OperationsTest, RefusesCellsWithoutPath) {
  const absl::Status status = OperationsOf(Cell{}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("|none~0|+|none~0|none~1|+|none~0|none~1|none~2| has no path"));
}

}  // namespace
}  // namespace duet::nasbench201
