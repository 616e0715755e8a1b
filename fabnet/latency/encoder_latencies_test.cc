#include "fabnet/latency/encoder_latencies.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"

namespace duet::fabnet {
namespace {

TEST(EncoderLatenciesTest, ReadsAFile) {
  const std::string path = absl::StrCat(testing::TempDir(), "/latencies.csv");
  ASSERT_TRUE(
      WriteFileAtomically(path, "# device: abacus\nencoder,latency_ms,num_runs\nFABNet/D64/F64/N1/L8,4.5,24\n").ok());
  const absl::StatusOr<EncoderLatencies> latencies = EncoderLatencies::Read(path);
  ASSERT_TRUE(latencies.ok()) << latencies.status();
  EXPECT_EQ(latencies->device(), "abacus");
  EXPECT_EQ(latencies->size(), 1);
  EXPECT_EQ(*latencies->LatencyMs({Family::kFabnet, 64, 64, 1, 8}), 4.5);
  const absl::Status status = latencies->LatencyMs({Family::kFNet, 64, 64, 1, 8}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), path + " has no latency of FNet/D64/F64/N1/L8");
}

TEST(FasterFromTest, IsTheLeastLengthThatAllLongerOnesFollow) {
  EXPECT_EQ(FasterFrom({{128, 0.5}, {256, 1.5}, {512, 0.9}, {1024, 1.1}, {2048, 4}}), 1024);
  EXPECT_EQ(FasterFrom({{128, 1.2}, {256, 1.5}}), 128);
  EXPECT_EQ(FasterFrom({{128, 1.2}, {256, 0.5}}), std::nullopt);
  EXPECT_EQ(FasterFrom({}), std::nullopt);
}

}  // namespace
}  // namespace duet::fabnet
