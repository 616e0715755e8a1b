#include "datasets/segmentation_networks/inference.h"

#include <cmath>

#include "common/random.h"
#include "datasets/segmentation_networks/measure_space.h"
#include "datasets/segmentation_networks/torch_network.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/torch.h"

namespace duet::segmentation {
namespace {

using ::testing::HasSubstr;

std::vector<uint8_t> RandomFrame(int64_t width, int64_t height) {
  std::vector<uint8_t> frame(3 * width * height);
  RandomStream random(1, "frame");
  for (uint8_t& value : frame) value = random.UniformInt(256);
  return frame;
}

// A network whose batch normalisations have seen something.
TorchNetwork TrainedNetwork(const LayerList& layers, bool has_boundary_head) {
  TorchNetwork network(layers, has_boundary_head, /*seed=*/1);
  torch::manual_seed(1);
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : network->named_parameters()) {
    if (parameter.value().dim() == 1) parameter.value().add_(0.3 * torch::rand_like(parameter.value()));
  }
  for (int step = 0; step < 3; ++step) {
    network->forward(torch::randn({2, 3, layers.image.height, layers.image.width}));
  }
  network->eval();
  return network;
}

// The same by LibTorch's own operators.
torch::Tensor SlowAlpha(TorchNetwork& network, const std::vector<uint8_t>& frame, int64_t width, int64_t height) {
  const torch::NoGradGuard no_gradient;
  std::vector<uint8_t> copy = frame;
  torch::Tensor image = torch::from_blob(copy.data(), {1, height, width, 3}, torch::kByte).to(torch::kFloat);
  const Shape& wanted = network->layers().image;
  image = at::upsample_bilinear2d(image.permute({0, 3, 1, 2}), {wanted.height, wanted.width}, false) / 127.5 - 1;
  return at::sigmoid(at::upsample_bilinear2d(network->forward(image).logits, {height, width}, false));
}

TEST(InferenceTest, EqualsTheTrainedNetwork) {
  // Every kind of layer, a resolution that is cut (144 = 9 x 16, halved), and the baseline.
  for (const absl::string_view name :
       {"128x80-s8-k3e2w8d1-k5e4w16d2-k3e2w32d1-nearest8-concat",
        "160x96-s12-k5e2w16d2-k3e2w16d1-k3e2w32d2-bilinear16-add",
        "256x144-s8-k3e2w8d1-k3e2w16d1-none-transposed8-none", "portraitnet25-256x144"}) {
    const LayerList layers = LayersByName(name).value();
    TorchNetwork network = TrainedNetwork(layers, /*has_boundary_head=*/false);
    const auto inference = Inference::Create(layers, network->FoldedWeights());
    ASSERT_TRUE(inference.ok()) << inference.status();
    const std::vector<uint8_t> frame = RandomFrame(200, 120);
    const auto alpha = inference->Segment(frame, 200, 120);
    ASSERT_TRUE(alpha.ok()) << alpha.status();
    const torch::Tensor slow = SlowAlpha(network, frame, 200, 120).contiguous();
    double largest = 0, least = 1, most = 0;
    for (size_t i = 0; i < alpha->size(); ++i) {
      largest = std::max<double>(largest, std::abs((*alpha)[i] - slow.data_ptr<float>()[i]));
      least = std::min<double>(least, (*alpha)[i]);
      most = std::max<double>(most, (*alpha)[i]);
    }
    // Some hundred roundings of 2^-24, of values a few times as large as alpha.
    EXPECT_LT(largest, 1e-4) << name;
    EXPECT_GT(most - least, 0.01) << name << ": nothing to compare";
  }
}

TEST(TorchNetworkTest, HasTheParametersOfTheFormula) {
  for (const absl::string_view name :
       {"128x80-s8-k3e2w8d1-k5e4w16d2-k3e2w32d1-nearest8-concat",
        "256x144-s16-k5e6w24d3-k3e4w32d3-none-transposed24-add", "portraitnet50-256x144"}) {
    const LayerList layers = LayersByName(name).value();
    for (const bool has_boundary_head : {false, true}) {
      TorchNetwork network(layers, has_boundary_head, /*seed=*/1);
      int64_t num_parameters = 0;
      for (const auto& parameter : network->parameters()) num_parameters += parameter.numel();
      const int64_t head = has_boundary_head ? layers.layers.back().input.channels + 1 : 0;
      EXPECT_EQ(num_parameters, NumParameters(layers) + head) << name;
    }
  }
}

TEST(TorchNetworkTest, BoundaryHeadIsAsLargeAsTheLogits) {
  TorchNetwork network = TrainedNetwork(LayersByName("portraitnet25-128x80").value(), /*has_boundary_head=*/true);
  const auto output = network->forward(torch::zeros({2, 3, 80, 128}));
  EXPECT_EQ(output.logits.sizes(), (std::vector<int64_t>{2, 1, 80, 128}));
  EXPECT_EQ(output.boundary.sizes(), output.logits.sizes());
}

TEST(InferenceTest, SaysWhatDoesNotFit) {
  const LayerList layers = LayersByName("128x80-s8-k3e2w8d1-k3e2w16d1-none-bilinear8-none").value();
  std::vector<LayerWeights> weights = RandomWeights(layers, 1);
  const auto inference = Inference::Create(layers, weights);
  ASSERT_TRUE(inference.ok());
  const auto alpha = inference->Segment(RandomFrame(8, 8), 8, 9);
  EXPECT_EQ(alpha.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(alpha.status().message()), HasSubstr("192 bytes is not of 8x9 pixels"));
  weights[2].bias.pop_back();
  const auto error = Inference::Create(layers, weights).status();
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(error.message()), HasSubstr("layer 2 has 144 weights and 15 biases, not 144 and 16"));
  weights.pop_back();
  EXPECT_FALSE(Inference::Create(layers, weights).ok());
}

TEST(MeasureSpaceTest, BuildsAndRunsItsNetworks) {
  const auto space = SegmentationSpace();
  EXPECT_TRUE(space->CheckKey(space->ReferenceKey()).ok());
  EXPECT_TRUE(space->CheckKey("portraitnet100-256x144").ok());
  EXPECT_EQ(space->CheckKey("unet").code(), absl::StatusCode::kInvalidArgument);
  RandomStream random(1, "test");
  const auto network = space->BuildOnHost(space->RandomKey(random), /*seed=*/1);
  ASSERT_TRUE(network.ok()) << network.status();
  (*network)->SetInput(1, 0);
  (*network)->Run();
}

}  // namespace
}  // namespace duet::segmentation
