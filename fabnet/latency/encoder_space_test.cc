#include "fabnet/latency/encoder_space.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "datasets/device_runner/cpu_device.h"
#include "datasets/device_runner/timing.h"
#include "fabnet/latency/encoder_key.h"

namespace duet::fabnet {
namespace {

TEST(EncoderKeyTest, ReadsWhatItWrites) {
  const std::string name = "FABNet/D256/F512/N2/L1024";
  const absl::StatusOr<EncoderKey> key = ParseEncoderKey(name);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->family, Family::kFabnet);
  EXPECT_EQ(key->hidden, 256);
  EXPECT_EQ(key->feed_forward, 512);
  EXPECT_EQ(key->num_blocks, 2);
  EXPECT_EQ(key->seq_len, 1024);
  EXPECT_EQ(ToString(*key), name);
}

TEST(EncoderKeyTest, RejectsOtherNames) {
  for (const std::string name : {"", "FABNet", "BERT/D256/F512/N2/L1024", "FABNet/D100/F512/N2/L1024",
                                 "FABNet/F256/D512/N2/L1024", "FABNet/D256/F512/N2/L0", "FABNet/D256/F0/N2/L8"}) {
    const absl::Status status = ParseEncoderKey(name).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), "\"" + name + "\" is no encoder such as FABNet/D256/F512/N2/L1024");
  }
}

TEST(EncoderSpaceTest, HasEachFamilySizeAndLengthOnce) {
  const auto space = EncoderSpace();
  const std::vector<std::string> keys = space->Keys();
  EXPECT_EQ(keys.size(), 3 * 2 * 10);
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
  for (const std::string& key : keys) EXPECT_TRUE(space->CheckKey(key).ok()) << key;
  EXPECT_TRUE(space->CheckKey(space->ReferenceKey()).ok());
}

TEST(EncoderSpaceTest, IsTimedByTheDeviceRunner) {
  const auto space = EncoderSpace();
  const auto device = device_runner::CpuDevice::Create({});
  ASSERT_TRUE(device.ok()) << device.status();
  for (const std::string key : {"FABNet/D64/F64/N1/L8", "Transformer/D64/F64/N1/L8", "FNet/D64/F64/N1/L8"}) {
    const auto network = (*device)->Prepare(*space, key, 1);
    ASSERT_TRUE(network.ok()) << network.status();
    device_runner::Protocol protocol;
    protocol.target_ms = 1;
    const absl::StatusOr<device_runner::Timing> timing = device_runner::TimeNetwork(**network, protocol, 1);
    ASSERT_TRUE(timing.ok()) << timing.status();
    EXPECT_GT(timing->latency_ms, 0);
  }
}

}  // namespace
}  // namespace duet::fabnet
