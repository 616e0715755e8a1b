#include "nas/segmentation/model_file.h"

#include <cmath>
#include <string>

#include "common/files.h"
#include "datasets/segmentation_networks/layers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::segmentation {
namespace {

using ::testing::HasSubstr;

constexpr absl::string_view kNetwork = "128x80-s8-k3e2w8d1-k3e2w16d1-none-bilinear8-add";

std::string PathOf(absl::string_view name) { return testing::TempDir() + std::string(name); }

images::Image Gradient(int64_t width, int64_t height) {
  images::Image image{width, height, 3, {}};
  for (int64_t i = 0; i < 3 * width * height; ++i) image.pixels.push_back(i * 255 / (3 * width * height));
  return image;
}

TEST(ModelFileTest, ReadsWhatWasWritten) {
  const LayerList layers = LayersByName(kNetwork).value();
  const std::vector<LayerWeights> weights = RandomWeights(layers, 1);
  const std::string path = PathOf("model.binpb");
  ASSERT_TRUE(WriteModel(path, kNetwork, weights, {{"frames", "generated"}, {"mIoU", "93 %"}}).ok());
  const auto model = SegmentationModel::Read(path);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->network(), kNetwork);
  EXPECT_THAT(model->provenance(),
              testing::ElementsAre(testing::Pair("frames", "generated"), testing::Pair("mIoU", "93 %")));
  const Inference exact = Inference::Create(layers, weights).value();
  const images::Image image = Gradient(256, 144);
  const std::vector<float> expected = exact.Segment(image.pixels, 256, 144).value();
  const std::vector<float> alpha = model->Segment(image).value();
  ASSERT_EQ(alpha.size(), expected.size());
  // Weights are rounded to 11 bits.
  for (size_t i = 0; i < alpha.size(); i += 97) EXPECT_NEAR(alpha[i], expected[i], 0.02) << i;

  ASSERT_TRUE(WriteModel(PathOf("again.binpb"), kNetwork, weights, model->provenance()).ok());
  EXPECT_EQ(ReadFile(PathOf("again.binpb")).value(), ReadFile(path).value());
}

TEST(ModelFileTest, AnyImageHasAnAlphaOfItsSize) {
  const LayerList layers = LayersByName(kNetwork).value();
  const std::string path = PathOf("sizes.binpb");
  ASSERT_TRUE(WriteModel(path, kNetwork, RandomWeights(layers, 1), {}).ok());
  const auto model = SegmentationModel::Read(path).value();
  for (const auto& [width, height] : {std::pair<int64_t, int64_t>{1, 1}, {17, 300}, {640, 360}}) {
    const auto alpha = model.Segment(Gradient(width, height));
    ASSERT_TRUE(alpha.ok()) << alpha.status();
    EXPECT_EQ(static_cast<int64_t>(alpha->size()), width * height);
  }
  images::Image grey{4, 4, 1, std::vector<uint8_t>(16)};
  EXPECT_EQ(model.Segment(grey).status().message(), "the image has 1 channels, not 3");
  grey.pixels.pop_back();
  EXPECT_EQ(model.Segment(grey).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ModelFileTest, RefusesWhatIsNoModel) {
  EXPECT_EQ(SegmentationModel::Read(PathOf("nothing")).status().code(), absl::StatusCode::kNotFound);
  const auto error_of = [](const std::string& bytes) {
    EXPECT_TRUE(WriteFileAtomically(PathOf("bad.binpb"), bytes).ok());
    const absl::Status status = SegmentationModel::Read(PathOf("bad.binpb")).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("bad.binpb"));
    return std::string(status.message());
  };
  EXPECT_THAT(error_of("\xff\xff"), HasSubstr("not a segmentation model"));
  EXPECT_THAT(error_of(""), HasSubstr("version 0"));

  const LayerList layers = LayersByName(kNetwork).value();
  std::vector<LayerWeights> weights = RandomWeights(layers, 1);
  ASSERT_TRUE(WriteModel(PathOf("good.binpb"), kNetwork, weights, {}).ok());
  std::string bytes = ReadFile(PathOf("good.binpb")).value();
  bytes[bytes.find("w8d1") + 1] = '6';  // another network, with no such width
  EXPECT_THAT(error_of(bytes), HasSubstr("k3e2w6d1"));
  bytes[bytes.find("w6d1") + 1] = '8';
  bytes[bytes.find("k3e2") + 1] = '5';
  EXPECT_THAT(error_of(bytes), HasSubstr("weights"));
}

TEST(ModelFileTest, WritesOnlyWhatFits) {
  const LayerList layers = LayersByName(kNetwork).value();
  std::vector<LayerWeights> weights = RandomWeights(layers, 1);
  EXPECT_FALSE(WriteModel(PathOf("x"), "unet", weights, {}).ok());
  weights[0].weight[0] = 1e6;
  const absl::Status error = WriteModel(PathOf("x"), kNetwork, weights, {});
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(error.message(), "a weight of 1e+06 is beyond half precision");
  weights[0].weight.pop_back();
  EXPECT_FALSE(WriteModel(PathOf("x"), kNetwork, weights, {}).ok());
}

}  // namespace
}  // namespace duet::segmentation
