#include "datasets/device_runner/cpu_device.h"

#include <map>

#include "datasets/device_runner/fake_space.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

using ::testing::HasSubstr;

TEST(CpuDeviceTest, TimesEveryInference) {
  const FakeSpace space;
  absl::StatusOr<std::unique_ptr<Device>> device = CpuDevice::Create({});
  ASSERT_TRUE(device.ok()) << device.status();
  absl::StatusOr<std::unique_ptr<PreparedNetwork>> network = (*device)->Prepare(space, "n99", 1);
  ASSERT_TRUE(network.ok()) << network.status();
  ASSERT_TRUE((*network)->SetInput(1, 0).ok());
  const absl::StatusOr<std::vector<double>> times_ms = (*network)->TimeInferencesMs(20);
  ASSERT_TRUE(times_ms.ok()) << times_ms.status();
  EXPECT_EQ(times_ms->size(), 20);
  for (const double time_ms : *times_ms) EXPECT_GT(time_ms, 0);
}

TEST(CpuDeviceTest, SaysWhatItRunsOn) {
  const absl::StatusOr<std::unique_ptr<Device>> device = CpuDevice::Create({.num_threads = 1});
  const auto entries = (*device)->Provenance();
  const std::map<std::string, std::string> provenance(entries.begin(), entries.end());
  EXPECT_EQ(provenance.size(), entries.size());
  EXPECT_EQ(entries.front().first, "device");
  EXPECT_THAT(provenance.at("device"), HasSubstr(", 1 thread"));
  EXPECT_THAT(provenance.at("framework"), HasSubstr("LibTorch 1.13"));
  EXPECT_THAT(provenance.at("blas"), HasSubstr("OpenBLAS"));
  EXPECT_EQ(provenance.at("pinned"), "to one core");
  EXPECT_EQ(provenance.count("kernel"), 1);
}

TEST(CpuDeviceTest, ExceptionsBecomeStatuses) {
  const FakeSpace space;
  absl::StatusOr<std::unique_ptr<Device>> device = CpuDevice::Create({});
  const absl::Status status = (*(*device)->Prepare(space, "n13", 1))->TimeInferencesMs(1).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message(), "LibTorch: unlucky");
}

TEST(CpuDeviceTest, RefusesThreadsThatThereAreNot) {
  for (const int64_t num_threads : {-1, 0, 100'000}) {
    const absl::Status status = CpuDevice::Create({.num_threads = num_threads}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("number of threads"));
  }
}

}  // namespace
}  // namespace duet::device_runner
