#include "nas/segmentation/train.h"

#include <algorithm>
#include <cmath>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/segmentation/short_training.h"

namespace duet::segmentation {
namespace {

using ::testing::HasSubstr;

constexpr absl::string_view kNetwork = "128x80-s8-k3e2w8d1-k3e2w16d1-none-bilinear8-add";

// A reddish ellipse in front of a bluish gradient.
std::vector<portraits::Frame> Ellipses(int64_t count, uint64_t seed) {
  constexpr int64_t kWidth = 64, kHeight = 40;
  std::vector<portraits::Frame> frames(count);
  for (int64_t i = 0; i < count; ++i) {
    RandomStream random(seed, "ellipse", i);
    const double x0 = 20 + 24 * random.Uniform(), y0 = 12 + 16 * random.Uniform(), r = 6 + 8 * random.Uniform();
    frames[i].image = {kWidth, kHeight, 3, {}};
    for (int64_t y = 0; y < kHeight; ++y) {
      for (int64_t x = 0; x < kWidth; ++x) {
        const bool is_inside = std::hypot(x - x0, (y - y0) / 1.3) < r;
        const uint8_t noise = random.UniformInt(60);
        frames[i].image.pixels.push_back(noise + (is_inside ? 150 : 60 + x));
        frames[i].image.pixels.push_back(noise + (is_inside ? 90 : 80 + y));
        frames[i].image.pixels.push_back(noise + (is_inside ? 60 : 150));
        frames[i].mask.push_back(is_inside);
      }
    }
  }
  return frames;
}

TrainOptions Quick() {
  TrainOptions options;
  options.num_epochs = 6;
  options.batch_size = 8;
  return options;
}

TEST(TrainTest, LearnsToFindAnEllipse) {
  const LayerList layers = LayersByName(kNetwork).value();
  const std::vector<portraits::Frame> train = Ellipses(64, 1), test = Ellipses(32, 2);
  const double before = MeanIouPct(layers, RandomWeights(layers, 0), test).value();
  const auto trained = Train(layers, train, Quick());
  ASSERT_TRUE(trained.ok()) << trained.status();
  ASSERT_EQ(trained->losses.size(), 6);
  EXPECT_LT(trained->losses.back(), 0.5 * trained->losses.front());
  const double after = MeanIouPct(layers, trained->weights, test).value();
  EXPECT_LT(before, 60);
  EXPECT_GT(after, 85);
}

TEST(TrainTest, DependsOnTheSeedAlone) {
  const LayerList layers = LayersByName(kNetwork).value();
  const std::vector<portraits::Frame> train = Ellipses(16, 1);
  TrainOptions options = Quick();
  options.num_epochs = 1;
  const auto losses = [&] { return Train(layers, train, options).value().losses; };
  const std::vector<double> first = losses();
  EXPECT_EQ(losses(), first);
  options.seed = 1;
  EXPECT_NE(losses(), first);
}

TEST(TrainTest, BoundaryLossTrainsTheSameNetwork) {
  const LayerList layers = LayersByName("portraitnet25-64x64").value();
  TrainOptions options = Quick();
  options.num_epochs = 1;
  options.boundary_weight = 0.1;
  int64_t num_steps = 0;
  options.on_step = [&] { ++num_steps; };
  const auto trained = Train(layers, Ellipses(20, 1), options);
  ASSERT_TRUE(trained.ok()) << trained.status();
  EXPECT_EQ(num_steps, 2);
  EXPECT_EQ(NumSteps(options, 20), 2);
  EXPECT_EQ(trained->weights.size(), layers.layers.size());
}

TEST(TrainTest, SaysWhatCannotBe) {
  const LayerList layers = LayersByName(kNetwork).value();
  std::vector<portraits::Frame> frames = Ellipses(8, 1);
  TrainOptions options = Quick();
  options.batch_size = 16;
  EXPECT_EQ(Train(layers, frames, options).status().message(), "8 frames are fewer than a batch of 16");
  options.num_epochs = 0;
  EXPECT_EQ(Train(layers, frames, options).status().code(), absl::StatusCode::kInvalidArgument);
  options = Quick();
  frames[5].mask.pop_back();
  const absl::Status error = Train(layers, frames, options).status();
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(error.message()), HasSubstr("frame 5"));
}

// Half of a frame is person; a network that says "person" everywhere has an IoU of 1/2 and 0.
TEST(MeanIouTest, ByHand) {
  const LayerList layers = LayersByName(kNetwork).value();
  std::vector<LayerWeights> weights = RandomWeights(layers, 1);
  std::fill(weights.back().weight.begin(), weights.back().weight.end(), 0.0f);
  portraits::Frame frame;
  frame.image = {32, 16, 3, std::vector<uint8_t>(32 * 16 * 3)};
  frame.mask.resize(32 * 16);
  std::fill(frame.mask.begin(), frame.mask.begin() + 32 * 8, 1);
  weights.back().bias[0] = 1;
  EXPECT_DOUBLE_EQ(MeanIouPct(layers, weights, {frame}).value(), 25);
  weights.back().bias[0] = -1;
  EXPECT_DOUBLE_EQ(MeanIouPct(layers, weights, {frame}).value(), 25);
  std::fill(frame.mask.begin(), frame.mask.end(), 0);
  EXPECT_EQ(MeanIouPct(layers, weights, {frame}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ShortTrainingTest, IsTheTrainingOfTheNetwork) {
  const std::vector<portraits::Frame> train = Ellipses(16, 1), validation = Ellipses(8, 2);
  TrainOptions options = Quick();
  options.num_epochs = 1;
  const int64_t index = NetworkId(ParseNetwork(kNetwork).value());
  const auto evaluation = ShortTraining(train, validation, options).Evaluate(index);
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  const LayerList layers = LayersByName(kNetwork).value();
  const TrainedWeights trained = Train(layers, train, options).value();
  EXPECT_EQ(evaluation->validation_accuracy_pct, MeanIouPct(layers, trained.weights, validation).value());
  EXPECT_FALSE(evaluation->test_accuracy_pct.has_value());
}

}  // namespace
}  // namespace duet::segmentation
