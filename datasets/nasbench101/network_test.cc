#include "datasets/nasbench101/network.h"

#include <algorithm>
#include <map>
#include <set>

#include "datasets/nasbench101/enumerate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::map<std::string, int64_t> CountsOf(absl::string_view cell) {
  const absl::StatusOr<std::vector<OperationCount>> operations = OperationsOf(*ParseCell(cell));
  EXPECT_TRUE(operations.ok()) << operations.status();
  std::map<std::string, int64_t> counts;
  for (const OperationCount& entry : *operations) counts[Key(entry.operation)] += entry.count;
  return counts;
}

TEST(VertexChannelsTest, TheFirstToFeedTheOutputTakeTheRemainder) {
  EXPECT_THAT(VertexChannels(*ParseCell("conv3x3~0|conv3x3~0|conv3x3~0|output~1~2~3"), 128, 128),
              ElementsAre(128, 43, 43, 42, 128, 0, 0));
  EXPECT_THAT(VertexChannels(*ParseCell("conv3x3~0|conv3x3~0|conv3x3~0|output~1~2~3"), 128, 256),
              ElementsAre(128, 86, 85, 85, 256, 0, 0));
  // The edge from the input is added, not concatenated.
  EXPECT_THAT(VertexChannels(*ParseCell("conv3x3~0|conv3x3~0|output~0~1~2"), 64, 128),
              ElementsAre(64, 64, 64, 128, 0, 0, 0));
}

TEST(VertexChannelsTest, OthersAreAsWideAsTheWidestTheyFeed) {
  // 1 feeds 2 (which feeds 3) and 4, of 43 and 42 channels.
  EXPECT_THAT(VertexChannels(*ParseCell("conv3x3~0|conv3x3~1|conv3x3~2|conv3x3~1|conv3x3~0|output~3~4~5"), 128, 128),
              ElementsAre(128, 43, 43, 43, 43, 42, 128));
  EXPECT_THAT(VertexChannels(*ParseCell("conv3x3~0|conv3x3~1|output~2"), 256, 512),
              ElementsAre(256, 512, 512, 512, 0, 0, 0));
  EXPECT_THAT(VertexChannels(*ParseCell("output~0"), 64, 128), ElementsAre(64, 128, 0, 0, 0, 0, 0));
}

TEST(VertexChannelsTest, PartsFillTheOutputAndNoTensorIsWidened) {
  for (const Cell& cell : EnumerateCells()) {
    const std::array<int64_t, kMaxNumVertices> channels = VertexChannels(cell, 128, 256);
    int64_t num_concatenated = 0;
    for (int64_t v = 1; v < cell.output(); ++v) {
      if (cell.HasEdge(v, cell.output())) num_concatenated += channels[v];
      for (int64_t w = v + 1; w < cell.output(); ++w) {
        if (!cell.HasEdge(v, w)) continue;
        ASSERT_TRUE(channels[v] == channels[w] || channels[v] == channels[w] + 1) << ToString(cell);
      }
    }
    ASSERT_EQ(num_concatenated, cell.num_vertices == 2 ? 0 : 256) << ToString(cell);
  }
}

TEST(NetworkTest, ResidualCellHasTwoConvolutionsAndTwoProjections) {
  EXPECT_THAT(CountsOf("conv3x3~0|conv3x3~1|output~0~2"),
              UnorderedElementsAre(
                  Pair("conv3x3_bn_relu_3x32x32_to_128x32x32", 1), Pair("conv1x1_bn_relu_128x32x32_to_128x32x32", 6),
                  Pair("conv3x3_bn_relu_128x32x32_to_128x32x32", 6), Pair("add_128x32x32_to_128x32x32", 3),
                  Pair("maxpool2x2_128x32x32_to_128x16x16", 1), Pair("conv1x1_bn_relu_128x16x16_to_256x16x16", 2),
                  Pair("conv1x1_bn_relu_256x16x16_to_256x16x16", 4), Pair("conv3x3_bn_relu_256x16x16_to_256x16x16", 6),
                  Pair("add_256x16x16_to_256x16x16", 3), Pair("maxpool2x2_256x16x16_to_256x8x8", 1),
                  Pair("conv1x1_bn_relu_256x8x8_to_512x8x8", 2), Pair("conv1x1_bn_relu_512x8x8_to_512x8x8", 4),
                  Pair("conv3x3_bn_relu_512x8x8_to_512x8x8", 6), Pair("add_512x8x8_to_512x8x8", 3),
                  Pair("global_avgpool_512x8x8_to_512x1x1", 1), Pair("dense_512x1x1_to_10x1x1", 1)));
}

TEST(NetworkTest, AnEdgeFromInputToOutputAloneIsAProjection) {
  EXPECT_THAT(CountsOf("output~0"),
              UnorderedElementsAre(
                  Pair("conv3x3_bn_relu_3x32x32_to_128x32x32", 1), Pair("conv1x1_bn_relu_128x32x32_to_128x32x32", 3),
                  Pair("maxpool2x2_128x32x32_to_128x16x16", 1), Pair("conv1x1_bn_relu_128x16x16_to_256x16x16", 1),
                  Pair("conv1x1_bn_relu_256x16x16_to_256x16x16", 2), Pair("maxpool2x2_256x16x16_to_256x8x8", 1),
                  Pair("conv1x1_bn_relu_256x8x8_to_512x8x8", 1), Pair("conv1x1_bn_relu_512x8x8_to_512x8x8", 2),
                  Pair("global_avgpool_512x8x8_to_512x1x1", 1), Pair("dense_512x1x1_to_10x1x1", 1)));
}

TEST(NetworkTest, ConcatenatesPartsAndTruncatesWhatIsTooWide) {
  // 43, 43 and 42 channels: of vertex 2, the last channel does not go to vertex 3.
  const std::map<std::string, int64_t> counts = CountsOf("conv1x1~0|maxpool3x3~1|conv3x3~0~2|output~1~2~3");
  EXPECT_EQ(counts.at("concat_128x32x32_to_128x32x32"), 3);
  EXPECT_EQ(counts.at("truncate_43x32x32_to_42x32x32"), 3);
  EXPECT_EQ(counts.at("add_42x32x32_to_42x32x32"), 3);
  EXPECT_EQ(counts.at("conv1x1_bn_relu_128x32x32_to_43x32x32"), 3);
  EXPECT_EQ(counts.at("conv1x1_bn_relu_128x32x32_to_42x32x32"), 3);
  EXPECT_EQ(counts.at("conv1x1_bn_relu_43x32x32_to_43x32x32"), 3);
  EXPECT_EQ(counts.at("maxpool3x3_43x32x32_to_43x32x32"), 3);
  EXPECT_EQ(counts.at("conv3x3_bn_relu_42x32x32_to_42x32x32"), 3);
  // 86, 85 and 85: of vertex 1, the last channel does not go to vertex 2.
  EXPECT_EQ(counts.at("truncate_86x16x16_to_85x16x16"), 3);
  // 171, 171 and 170: as in the first stack.
  EXPECT_EQ(counts.at("truncate_171x8x8_to_170x8x8"), 3);
}

TEST(NetworkTest, VerticesOffEveryPathAreNotExecuted) {
  EXPECT_EQ(CountsOf("conv3x3~0|conv1x1~0|output~1"), CountsOf("conv3x3~0|output~1"));
}

TEST(NetworkTest, StepsReadOnlyEarlierValuesOfTheirShape) {
  const std::vector<Cell> cells = EnumerateCells();
  for (size_t n = 0; n < cells.size(); n += 101) {
    SCOPED_TRACE(ToString(cells[n]));
    const std::vector<Step> steps = *NetworkSteps(cells[n]);
    const auto num_channels = [&](int64_t value) {
      return value == 0 ? 3 : steps[value - 1].operation.num_output_channels;
    };
    std::set<int64_t> used;
    for (size_t i = 0; i < steps.size(); ++i) {
      const auto& [operation, inputs] = steps[i];
      int64_t num_concatenated = 0;
      for (const int64_t input : inputs) {
        ASSERT_LE(input, static_cast<int64_t>(i));
        ASSERT_EQ(operation.input_size, input == 0 ? 32 : steps[input - 1].operation.output_size);
        if (operation.kind != OperationKind::kConcat) {
          ASSERT_EQ(operation.num_input_channels, num_channels(input));
        }
        num_concatenated += num_channels(input);
        used.insert(input);
      }
      switch (operation.kind) {
        case OperationKind::kAdd:
          ASSERT_EQ(inputs.size(), 2);
          break;
        case OperationKind::kConcat:
          ASSERT_GE(inputs.size(), 2);
          ASSERT_LE(inputs.size(), 4);
          ASSERT_EQ(num_concatenated, operation.num_input_channels);
          break;
        default:
          ASSERT_EQ(inputs.size(), 1);
      }
    }
    ASSERT_EQ(used.size(), steps.size()) << "a value is computed and not used";
  }
}

// Of each stack: its width over 1, 2, 3 and 4, with both parts of the division by 3, is 5 widths; each has 3
// operations, a sum and, but for the whole width, a projection from it; one concatenation and one truncation. The
// second and third stack have a pooling and 4 projections from half their width that are not their own 1x1
// convolutions. Stem, average pooling, dense.
TEST(NetworkTest, AllOperationsAreThoseOfAllCells) {
  std::set<std::string> keys;
  for (const Operation& operation : AllOperations()) EXPECT_TRUE(keys.insert(Key(operation)).second);
  EXPECT_EQ(keys.size(), 3 * (5 * 3 + 5 + 4 + 2) + 2 * (1 + 4) + 3);
  const std::vector<Cell> cells = EnumerateCells();
  for (size_t i = 0; i < cells.size(); i += 101) {
    const std::vector<OperationCount> operations = *OperationsOf(cells[i]);
    for (const OperationCount& entry : operations) {
      ASSERT_EQ(keys.count(Key(entry.operation)), 1) << Key(entry.operation) << " of " << ToString(cells[i]);
    }
  }
}

TEST(NetworkTest, RefusesWhatIsNotInTheSpace) {
  const absl::Status status = OperationsOf(*ParseCell("conv3x3~0|output")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("conv3x3~0|output has no path"));
}

}  // namespace
}  // namespace duet::nasbench101
