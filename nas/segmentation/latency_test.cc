#include "nas/segmentation/latency.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/segmentation_networks/layers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/segmentation_encoder.h"

namespace duet::segmentation {
namespace {

using ::testing::HasSubstr;

std::string Write(absl::string_view rows) {
  const std::string path = testing::TempDir() + "latencies.csv";
  EXPECT_TRUE(WriteFileAtomically(path, absl::StrCat("# device: test\nnetwork,latency_ms\n", rows)).ok());
  return path;
}

constexpr absl::string_view kSmall = "128x80-s8-k3e2w8d1-k3e2w16d1-none-bilinear8-add";
constexpr absl::string_view kLarge = "256x144-s16-k5e6w24d3-k5e6w32d3-k5e6w64d3-nearest24-concat";

TEST(SegmentationLatencyTest, ReadsMeasurements) {
  const std::string path = Write(absl::StrCat(kSmall, ",1.5\n", kLarge, ",9\n"));
  const auto samples = ReadLatencySamples(path);
  ASSERT_TRUE(samples.ok()) << samples.status();
  EXPECT_THAT(samples->architectures.names, testing::ElementsAre(kSmall, kLarge));
  EXPECT_THAT(samples->latency_ms, testing::ElementsAre(1.5, 9));
  EXPECT_EQ(ReadLatencyMs(path, kLarge).value(), 9);
  EXPECT_EQ(ReadLatencyMs(path, "portraitnet50-256x144").status().code(), absl::StatusCode::kNotFound);
  const absl::Status error = ReadLatencySamples(Write("portraitnet50-256x144,5\n")).status();
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(error.message()), HasSubstr("latencies.csv:3"));
}

TEST(SegmentationLatencyTest, DrawsWithinTheLimit) {
  // Learns that a million multiply-accumulates take a tenth of a millisecond.
  predictors::LatencySamples samples;
  std::vector<Network> networks;
  for (const absl::string_view name : {kSmall, kLarge}) networks.push_back(ParseNetwork(name).value());
  samples.architectures = predictors::EncodeSegmentation(networks);
  for (const double mega_flops : samples.architectures.mega_flops) samples.latency_ms.push_back(0.1 * mega_flops);
  const auto predictor = predictors::CreateLatencyPredictor("FLOPS").value();
  ASSERT_TRUE(predictor->Fit(samples, samples, 1).ok());
  const auto candidates = DrawWithinLimit(*predictor, {/*limit_ms=*/2.0, /*count=*/50, /*seed=*/1});
  ASSERT_TRUE(candidates.ok()) << candidates.status();
  ASSERT_EQ(candidates->networks.size(), 50);
  EXPECT_TRUE(std::is_sorted(candidates->networks.begin(), candidates->networks.end()));
  for (size_t i = 0; i < 50; ++i) {
    const double mega_macs = 1e-6 * NumMacs(LayersOf(NetworkFromId(candidates->networks[i])));
    EXPECT_NEAR(candidates->predicted_ms[i], 0.1 * mega_macs, 1e-9);
    EXPECT_LE(mega_macs, 20);
  }
  EXPECT_EQ(DrawWithinLimit(*predictor, {2.0, 50, 1})->networks, candidates->networks);
  EXPECT_NE(DrawWithinLimit(*predictor, {2.0, 50, 2})->networks, candidates->networks);
  EXPECT_THAT(std::string(DrawWithinLimit(*predictor, {0.01, 5, 1}).status().message()), HasSubstr("0.01 ms"));
}

}  // namespace
}  // namespace duet::segmentation
