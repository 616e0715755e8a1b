#include "datasets/nasbench201/counts.h"

#include "datasets/nasbench201/operations.h"
#include "gtest/gtest.h"

namespace duet::nasbench201 {
namespace {

// Two rows of nb201_zc_proxies.csv, whose numbers are in millions with six decimals; pinned_test.cc compares them all.
TEST(CountsTest, AgreesWithPublishedRows) {
  const Cell first =
      *ParseCell("|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|");
  const Counts counts = CountNetwork(first, FormOf(ImageSet::kCifar10));
  EXPECT_EQ(counts.num_flops, 19'248'832);
  EXPECT_EQ(counts.num_params, 129'306);
  const Cell second =
      *ParseCell("|nor_conv_3x3~0|+|avg_pool_3x3~0|skip_connect~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|");
  EXPECT_EQ(CountNetwork(second, FormOf(ImageSet::kCifar10)).num_flops, 85'235'392);
  EXPECT_EQ(CountNetwork(second, FormOf(ImageSet::kCifar10)).num_params, 587'386);
}

// By hand: stem 27 * 16 * 32^2; blocks (9 * 16 * 32 + 9 * 32^2 + 16 * 32) * 16^2 and
// (9 * 32 * 64 + 9 * 64^2 + 32 * 64) * 8^2; dense 64 * 10.
TEST(CountsTest, CountsTheSkeletonOfAnEmptyCell) {
  const Counts counts = CountNetwork(Cell(), FormOf(ImageSet::kCifar10));
  EXPECT_EQ(counts.num_macs, 442'368 + 3'670'016 + 3'670'016 + 640);
  // Weights: 432 + 32; 4608 + 64 + 9216 + 64 + 512; 18432 + 128 + 36864 + 128 + 2048; 128; 640 + 10.
  EXPECT_EQ(counts.num_params, 464 + 14'464 + 57'600 + 128 + 650);
}

TEST(CountsTest, OtherImageSetsDifferInClassesAndSize) {
  const Cell cell = CellFromId(12345);
  const Counts cifar10 = CountNetwork(cell, FormOf(ImageSet::kCifar10));
  const Counts cifar100 = CountNetwork(cell, FormOf(ImageSet::kCifar100));
  EXPECT_EQ(cifar100.num_macs - cifar10.num_macs, 64 * 90);
  EXPECT_EQ(cifar100.num_params - cifar10.num_params, 65 * 90);
  // A quarter of the pixels: a quarter of what is not dense.
  const Counts small = CountNetwork(cell, FormOf(ImageSet::kImageNet16_120));
  EXPECT_EQ(4 * (small.num_macs - 64 * 120), cifar10.num_macs - 64 * 10);
  EXPECT_EQ(small.num_params - cifar10.num_params, 65 * 110);
}

// The other description of the same networks: operation by operation, only what is executed.
TEST(CountsTest, AgreesWithTheOperationsOfLatBenchsNetworks) {
  for (int64_t id = 0; id < kNumCells; ++id) {
    const Cell cell = CellFromId(id);
    if (!HasPath(cell)) continue;
    const absl::StatusOr<std::vector<OperationCount>> operations = OperationsOf(cell);
    ASSERT_TRUE(operations.ok()) << operations.status();
    int64_t num_macs = 0;
    int64_t num_params = 0;
    for (const auto& [operation, count] : *operations) {
      int64_t kernel_size = 0;
      switch (operation.kind) {
        case OperationKind::kConv1x1:
        case OperationKind::kConv1x1Relu:
        case OperationKind::kDense:
          kernel_size = 1;
          break;
        case OperationKind::kConv3x3:
        case OperationKind::kConv3x3Relu:
          kernel_size = 3;
          break;
        default:
          continue;
      }
      const int64_t num_weights =
          kernel_size * kernel_size * operation.num_input_channels * operation.num_output_channels;
      num_macs += count * num_weights * operation.output_size * operation.output_size;
      num_params += count * num_weights;
      if (operation.kind == OperationKind::kDense) num_params += operation.num_output_channels;
    }
    const Counts counts = CountNetwork(Pruned(cell), LatBenchForm());
    ASSERT_EQ(counts.num_macs, num_macs) << ToString(cell);
    ASSERT_EQ(counts.num_params, num_params) << ToString(cell);
  }
}

}  // namespace
}  // namespace duet::nasbench201
