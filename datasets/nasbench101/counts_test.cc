#include "datasets/nasbench101/counts.h"

#include <string>

#include "datasets/nasbench101/enumerate.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

// By hand. With u = C^2 S^2 = 2^24, the same in each stack, a cell has 20 u; the first of the second and the third
// stack has two projections from half the channels, hence 19 u. Stem 27 * 128 * 32^2, dense 512 * 10.
TEST(CountsTest, ResidualNetworkHas2990MillionMultiplyAccumulates) {
  const Counts counts = CountNetwork(*ParseCell("conv3x3~0|conv3x3~1|output~0~2"));
  EXPECT_EQ(counts.num_macs, (60 + 59 + 59) * (int64_t{1} << 24) + 3'538'944 + 5'120);
  EXPECT_EQ(counts.num_macs, 2'989'888'512);
  // Weights of convolutions, 4 batch normalisations a cell, stem, dense.
  EXPECT_EQ(counts.num_params, 60 * 128 * 128 + 59 * 256 * 256 + 59 * 512 * 512 +  //
                                   3 * 4 * 2 * (128 + 256 + 512) + 3'456 + 256 + 5'130);
}

// trainable_parameters of data-1k.json, whose graphs these are; pinned_space_test.cc compares all that are published.
TEST(CountsTest, AgreesWithPublishedNumbersOfParameters) {
  struct Published {
    absl::string_view cell;
    int64_t num_params;
  };
  constexpr Published kPublished[] = {
      {"conv3x3~0|maxpool3x3~1|conv3x3~2|conv3x3~0|conv1x1~0~3~4|output~2~5", 8'555'530},
      {"conv1x1~0|conv3x3~1|maxpool3x3~2|conv3x3~2|maxpool3x3~4|output~1~3~5", 2'479'416},
      {"conv3x3~0|conv3x3~0|conv1x1~0~2|maxpool3x3~3|maxpool3x3~4|output~1~3~5", 3'078'206},
      {"conv1x1~0|maxpool3x3~1|maxpool3x3~2|conv1x1~3|maxpool3x3~0~4|output~0~1~5", 2'277'770},
      {"maxpool3x3~0|maxpool3x3~0~1|maxpool3x3~0~2|maxpool3x3~2|conv1x1~4|output~3~5", 1'580'170},
      {"maxpool3x3~0|conv3x3~1|conv3x3~0~2|conv1x1~3|conv1x1~3|output~3~4~5", 2'907'338},
      {"maxpool3x3~0|maxpool3x3~1|maxpool3x3~0~2|maxpool3x3~0~3|maxpool3x3~1~4|output~5", 2'630'026},
      {"conv3x3~0|conv3x3~1|maxpool3x3~0~2|conv3x3~0~3|output~1~3~4", 3'984'576},
      {"conv3x3~0|conv3x3~1|conv3x3~2|conv3x3~0~3|conv1x1~1~4|output~5", 39'974'282},
      {"conv1x1~0|conv3x3~1|conv1x1~0~1~2|conv1x1~3|output~1~2~4", 1'975'439},
      {"conv3x3~0|conv3x3~1|maxpool3x3~0|maxpool3x3~2~3|output~0~1~2~4", 3'541'933},
      {"maxpool3x3~0|conv3x3~1|maxpool3x3~2|conv1x1~0|maxpool3x3~0~4|output~2~3~5", 2'037'265},
      {"conv3x3~0|conv3x3~1|conv3x3~2|conv3x3~3|conv3x3~4|output~0~2~3~5", 6'342'515},
      {"conv1x1~0|conv1x1~0|conv1x1~2|conv1x1~2|output~1~3~4", 1'058'845},
      {"conv1x1~0|conv3x3~0~1|conv3x3~2|maxpool3x3~1~3|output~2~3~4", 2'787'785},
      {"conv1x1~0|conv1x1~0|conv1x1~2|maxpool3x3~0|conv1x1~3~4|output~1~3~5", 1'348'755},
  };
  for (const Published& published : kPublished) {
    EXPECT_EQ(CountNetwork(*ParseCell(published.cell)).num_params, published.num_params) << published.cell;
  }
}

TEST(CountsTest, OtherSkeletonsDifferAsTheyShould) {
  const Cell cell = *ParseCell("conv3x3~0|conv1x1~0~1|output~0~1~2");
  const Counts cifar10 = CountNetwork(cell);
  Skeleton cifar100_skeleton;
  cifar100_skeleton.num_classes = 100;
  const Counts cifar100 = CountNetwork(cell, cifar100_skeleton);
  EXPECT_EQ(cifar100.num_macs - cifar10.num_macs, 512 * 90);
  EXPECT_EQ(cifar100.num_params - cifar10.num_params, 513 * 90);
  Skeleton small_skeleton;
  small_skeleton.image_size = 16;
  const Counts small = CountNetwork(cell, small_skeleton);
  // A quarter of the pixels: a quarter of what is not dense.
  EXPECT_EQ(4 * (small.num_macs - 5'120), cifar10.num_macs - 5'120);
  EXPECT_EQ(small.num_params, cifar10.num_params);
}

// The other description of the same networks: operation by operation.
TEST(CountsTest, AgreesWithTheOperationsOfNetworks) {
  const std::vector<Cell> cells = EnumerateCells();
  for (size_t i = 0; i < cells.size(); i += 101) {
    int64_t num_macs = 0;
    int64_t num_params = 0;
    const std::vector<OperationCount> operations = *OperationsOf(cells[i]);
    for (const auto& [operation, count] : operations) {
      const int64_t num_outputs = operation.num_output_channels;
      int64_t num_weights = operation.num_input_channels * num_outputs;
      switch (operation.kind) {
        case OperationKind::kConv3x3BnRelu:
          num_weights *= 9;
          [[fallthrough]];
        case OperationKind::kConv1x1BnRelu:
          num_params += count * (num_weights + 2 * num_outputs);
          break;
        case OperationKind::kDense:
          num_params += num_weights + num_outputs;
          break;
        default:
          continue;
      }
      num_macs += count * num_weights * operation.output_size * operation.output_size;
    }
    const Counts counts = CountNetwork(cells[i]);
    ASSERT_EQ(counts.num_macs, num_macs) << ToString(cells[i]);
    ASSERT_EQ(counts.num_params, num_params) << ToString(cells[i]);
  }
}

}  // namespace
}  // namespace duet::nasbench101
