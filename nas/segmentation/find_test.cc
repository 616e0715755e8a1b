#include "nas/segmentation/find.h"

#include <set>
#include <string>

#include "datasets/segmentation_networks/layers.h"
#include "datasets/segmentation_networks/network.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/segmentation_encoder.h"

namespace duet::segmentation {
namespace {

// A tenth of a millisecond for each million multiply-accumulates.
predictors::LatencySamples Measured() {
  predictors::LatencySamples samples;
  std::vector<Network> networks;
  for (int64_t id = 0; id < kNumNetworks; id += kNumNetworks / 40) networks.push_back(NetworkFromId(id));
  samples.architectures = predictors::EncodeSegmentation(networks);
  for (const double mega_flops : samples.architectures.mega_flops) samples.latency_ms.push_back(0.1 * mega_flops);
  return samples;
}

TEST(FindTest, TrainsNetworksWithinTheLimit) {
  const std::vector<portraits::Frame> train = portraits::MakeFrames(portraits::Split::kTrain, 8, 1);
  const std::vector<portraits::Frame> validation = portraits::MakeFrames(portraits::Split::kValidation, 2, 1);
  FindOptions options;
  options.limit_ms = 1;
  options.latency_recipe = "FLOPS";
  options.num_candidates = 40;
  options.num_models = 6;
  options.num_iterations = 2;
  options.training.num_epochs = 1;
  options.training.batch_size = 4;
  options.seed = 1;
  const auto found = Find(Measured(), train, validation, options);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->size(), 6);
  std::set<std::string> names;
  for (const Found& one : *found) {
    names.insert(one.network);
    EXPECT_LE(one.predicted_ms, 1);
    EXPECT_NEAR(one.predicted_ms, 1e-7 * NumMacs(LayersByName(one.network).value()), 1e-9);
    EXPECT_GT(one.miou_pct, 0);
  }
  EXPECT_EQ(names.size(), 6);
  EXPECT_EQ(found->front().round, 0);
  EXPECT_EQ(found->back().round, 1);
  options.limit_ms = 1e-3;
  EXPECT_EQ(Find(Measured(), train, validation, options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(FindTest, BestWithinByHand) {
  const std::vector<Found> found = {{"a", 0, 1.0, 50}, {"b", 0, 3.0, 90}, {"c", 1, 2.0, 70}};
  EXPECT_EQ(BestWithin(found, 5).network, "b");
  EXPECT_EQ(BestWithin(found, 2).network, "c");
  EXPECT_EQ(BestWithin(found, 1.5).network, "a");
  EXPECT_EQ(BestWithin(found, 0.5).network, "b");
}

}  // namespace
}  // namespace duet::segmentation
