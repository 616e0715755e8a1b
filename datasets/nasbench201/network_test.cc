#include "datasets/nasbench201/network.h"

#include <array>
#include <cmath>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/torch.h"

namespace duet::nasbench201 {
namespace {

using ::testing::HasSubstr;

// ---- A slow reference: plain loops over one image, nodes and edges as the benchmark defines them.

struct Image {
  int64_t channels, size;
  std::vector<double> values;  // [C][S][S]
  double& at(int64_t c, int64_t row, int64_t column) { return values[(c * size + row) * size + column]; }
  double at(int64_t c, int64_t row, int64_t column) const { return values[(c * size + row) * size + column]; }
};

Image Zeros(int64_t channels, int64_t size) { return {channels, size, std::vector<double>(channels * size * size)}; }

Image Convolution(const Image& x, const at::Tensor& weights, int64_t stride) {
  const at::Tensor w = weights.contiguous();
  const int64_t kernel = w.size(2);
  Image y = Zeros(w.size(0), x.size / stride);
  for (int64_t o = 0; o < y.channels; ++o) {
    for (int64_t row = 0; row < y.size; ++row) {
      for (int64_t column = 0; column < y.size; ++column) {
        for (int64_t i = 0; i < x.channels; ++i) {
          for (int64_t k = 0; k < kernel * kernel; ++k) {
            const int64_t r = row * stride + k / kernel - kernel / 2;
            const int64_t c = column * stride + k % kernel - kernel / 2;
            if (r < 0 || c < 0 || r >= x.size || c >= x.size) continue;
            y.at(o, row, column) += x.at(i, r, c) * w.data_ptr<float>()[(o * x.channels + i) * kernel * kernel + k];
          }
        }
      }
    }
  }
  return y;
}

Image Relu(Image x) {
  for (double& value : x.values) value = std::max(value, 0.0);
  return x;
}

Image Sum(Image x, const Image& y) {
  for (size_t i = 0; i < x.values.size(); ++i) x.values[i] += y.values[i];
  return x;
}

// The mean of the pixels of a window that are inside the image.
Image AveragePool(const Image& x, int64_t begin, int64_t end, int64_t stride) {
  Image y = Zeros(x.channels, x.size / stride);
  for (int64_t c = 0; c < y.channels; ++c) {
    for (int64_t row = 0; row < y.size; ++row) {
      for (int64_t column = 0; column < y.size; ++column) {
        int64_t count = 0;
        for (int64_t i = row * stride + begin; i < row * stride + end; ++i) {
          for (int64_t j = column * stride + begin; j < column * stride + end; ++j) {
            if (i < 0 || j < 0 || i >= x.size || j >= x.size) continue;
            y.at(c, row, column) += x.at(c, i, j);
            ++count;
          }
        }
        y.at(c, row, column) /= count;
      }
    }
  }
  return y;
}

// Hands out the weights of a network in its order of execution.
class Weights {
 public:
  explicit Weights(const Network& network) : network_(network) {}
  const std::vector<at::Tensor>& Next() {
    while (network_.layers()[layer_].parameters().empty()) ++layer_;
    return network_.layers()[layer_++].parameters();
  }

 private:
  const Network& network_;
  size_t layer_ = 0;
};

// Sums over all six edges; an edge that pruning drops either has input zero or leads nowhere.
Image ReferenceCell(const Cell& cell, const Image& input, Weights& weights) {
  const Cell pruned = Pruned(cell);
  std::array<Image, kNumNodes> nodes;
  nodes.fill(Zeros(input.channels, input.size));
  nodes[0] = input;
  for (int e = 0; e < kNumEdges; ++e) {
    const Image& source = nodes[kEdges[e].source];
    Image& target = nodes[kEdges[e].target];
    const bool is_executed = pruned.ops[e] != Op::kNone;
    switch (cell.ops[e]) {
      case Op::kNone:
        break;
      case Op::kSkipConnect:
        target = Sum(target, source);
        break;
      case Op::kAvgPool3x3:
        target = Sum(target, AveragePool(source, -1, 2, 1));
        break;
      case Op::kConv1x1:
      case Op::kConv3x3: {
        const int64_t kernel = cell.ops[e] == Op::kConv3x3 ? 3 : 1;
        const at::Tensor w =
            is_executed ? weights.Next()[0] : torch::ones({input.channels, input.channels, kernel, kernel});
        target = Sum(target, Relu(Convolution(source, w, 1)));
      }
    }
  }
  return nodes[kNumNodes - 1];
}

std::vector<double> ReferenceLogits(const Cell& cell, const Skeleton& skeleton, const Network& network, Image x) {
  Weights weights(network);
  x = Relu(Convolution(x, weights.Next()[0], 1));
  for (int stack = 0; stack < 3; ++stack) {
    if (stack > 0) {
      Image main = Convolution(x, weights.Next()[0], 2);
      main = Convolution(main, weights.Next()[0], 1);
      x = Sum(main, Convolution(AveragePool(x, 0, 2, 2), weights.Next()[0], 1));
    }
    for (int64_t i = 0; i < skeleton.num_cells_per_stack; ++i) x = ReferenceCell(cell, x, weights);
  }
  x = AveragePool(x, 0, x.size, x.size);
  const std::vector<at::Tensor>& dense = weights.Next();
  std::vector<double> logits;
  for (int64_t k = 0; k < skeleton.num_classes; ++k) {
    logits.push_back(dense[1][k].item<float>());
    for (int64_t c = 0; c < x.channels; ++c) logits.back() += x.values[c] * dense[0][k][c].item<float>();
  }
  return logits;
}

TEST(NetworkTest, EqualsASlowComposition) {
  const Skeleton skeleton = {
      .image_size = 8, .num_image_channels = 2, .num_stem_channels = 4, .num_cells_per_stack = 2, .num_classes = 5};
  RandomStream random(3, "cells");
  for (int i = 0; i < 40; ++i) {
    const Cell cell = CellFromId(random.UniformInt(kNumCells));
    if (!HasPath(cell)) continue;
    const Network network = *Network::Create(cell, skeleton, /*seed=*/i);
    Image image = Zeros(2, 8);
    for (double& value : image.values) value = static_cast<float>(random.Normal());
    const at::Tensor images = torch::tensor(image.values, torch::kFloat).reshape({1, 2, 8, 8});
    const at::Tensor logits = network.Forward(images);
    ASSERT_EQ(logits.sizes(), at::IntArrayRef({1, 5}));
    const std::vector<double> expected = ReferenceLogits(cell, skeleton, network, image);
    double scale = 1;
    for (const double value : expected) scale = std::max(scale, std::abs(value));
    for (int64_t k = 0; k < 5; ++k) {
      // A float sum of up to 9 * 16 products is off by some 1e-6 of its size, and about 30 of them follow each other.
      EXPECT_NEAR(logits[0][k].item<float>(), expected[k], 1e-4 * scale) << ToString(cell);
    }
  }
}

int64_t NumParametersOf(absl::string_view arch) {
  return Network::Create(*ParseCell(arch), Skeleton(), /*seed=*/1)->NumParameters();
}

TEST(NetworkTest, HasTheParametersCountedByHand) {
  // Stem 3*16*9; reductions 16*32 + (16 + 32)*32*9 and 32*64 + (32 + 64)*64*9; dense 64*100 + 100.
  constexpr int64_t kSkeleton = 432 + (512 + 13'824) + (2'048 + 55'296) + 6'500;
  static_assert(kSkeleton == 78'612);
  EXPECT_EQ(NumParametersOf("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|"), kSkeleton);
  EXPECT_EQ(NumParametersOf("|none~0|+|none~0|none~1|+|avg_pool_3x3~0|none~1|none~2|"), kSkeleton);
  // An edge has 16^2 + 32^2 + 64^2 = 5,376 weights for each pixel of its kernel, in five cells a stack.
  EXPECT_EQ(NumParametersOf("|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|"), kSkeleton + 5 * 5'376);
  EXPECT_EQ(NumParametersOf("|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+"
                            "|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|"),
            kSkeleton + 6 * 9 * 5 * 5'376);
  // The convolutions from node 0 to 2 and into node 1 lead nowhere.
  EXPECT_EQ(NumParametersOf("|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|none~1|none~2|"),
            kSkeleton);
}

TEST(NetworkTest, ValuesKeepTheirScale) {
  // Denormal or infinite values would be timed at another speed.
  for (const absl::string_view arch :
       {"|avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|",
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|",
        "|nor_conv_1x1~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|nor_conv_1x1~2|"}) {
    const Network network = *Network::Create(*ParseCell(arch), Skeleton(), /*seed=*/1);
    const Operation stem = NetworkSteps(*ParseCell(arch))->front().operation;
    const double largest = network.Forward(RandomInput(stem, /*seed=*/1, /*index=*/0)).abs().max().item<float>();
    EXPECT_GT(largest, 1e-3) << arch;
    EXPECT_LT(largest, 1e15) << arch;
  }
}

TEST(NetworkTest, SeedFixesWeightsAndInput) {
  const Cell cell = *ParseCell("|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|skip_connect~0|none~1|skip_connect~2|");
  const Operation stem = NetworkSteps(cell)->front().operation;
  const auto logits = [&](uint64_t weights, uint64_t input) {
    return Network::Create(cell, Skeleton(), weights)->Forward(RandomInput(stem, input, 0));
  };
  EXPECT_TRUE(torch::equal(logits(1, 1), logits(1, 1)));
  EXPECT_FALSE(torch::equal(logits(1, 1), logits(2, 1)));
  EXPECT_FALSE(torch::equal(logits(1, 1), logits(1, 2)));
  EXPECT_FALSE(torch::equal(RandomInput(stem, 1, 0), RandomInput(stem, 1, 1)));
}

TEST(LayerTest, EveryOperationGivesTheShapeThatItSays) {
  for (const Operation& operation : AllOperations()) {
    const c10::InferenceMode inference;
    const at::Tensor y = Layer(operation, /*seed=*/1, /*index=*/0).Forward(RandomInput(operation, 1, 0));
    EXPECT_EQ(y.size(1), operation.num_output_channels) << Key(operation);
    EXPECT_EQ(y.numel(), operation.num_output_channels * operation.output_size * operation.output_size)
        << Key(operation);
  }
}

TEST(NetworkTest, RefusesCellsWithoutPath) {
  const absl::Status status = Network::Create(Cell{}, Skeleton(), /*seed=*/1).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no path from its input to its output"));
}

}  // namespace
}  // namespace duet::nasbench201
