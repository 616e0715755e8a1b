#include "datasets/device_runner/command_device.h"

#include "datasets/device_runner/fake_space.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Times `count` inferences of network `key` on input 3 of seed 7.
absl::StatusOr<std::vector<double>> Time(absl::string_view command, absl::string_view key, int64_t count) {
  const FakeSpace space;
  absl::StatusOr<std::unique_ptr<Device>> device = CommandDevice::Create(command, "phone");
  EXPECT_TRUE(device.ok()) << device.status();
  absl::StatusOr<std::unique_ptr<PreparedNetwork>> network = (*device)->Prepare(space, key, 1);
  EXPECT_TRUE((*network)->SetInput(7, 3).ok());
  return (*network)->TimeInferencesMs(count);
}

TEST(CommandDeviceTest, ReadsALatencyForEachRun) {
  EXPECT_THAT(*Time("for i in $(seq {runs}); do echo $i.5; done # {network}", "n4", 3), ElementsAre(1.5, 2.5, 3.5));
}

TEST(CommandDeviceTest, PutsValuesIntoTheCommand) {
  EXPECT_THAT(*Time("test {network} = n4 && printf '{input}\\t{seed}\\n0.{runs} '", "n4", 3), ElementsAre(3, 7, 0.3));
}

TEST(CommandDeviceTest, NamesOfNetworksCannotBeShellCode) {
  const std::string key = "|a~0|+|b~0| $(false); it's \"x\" `y`";
  EXPECT_THAT(*Time("expr length {network} | head -n {runs}", key, 1), ElementsAre(key.size()));
}

TEST(CommandDeviceTest, FailuresSayWhatWasRun) {
  const auto status = [](absl::string_view command) { return Time(command, "n4", 2).status(); };
  EXPECT_EQ(status("exit 3 # {network} {runs}").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status("exit 3 # {network} {runs}").message(), "the command failed with exit status 3: exit 3 # 'n4' 2");
  EXPECT_THAT(std::string(status("kill -9 $$ # {network} {runs}").message()), HasSubstr("by signal 9"));
  EXPECT_EQ(status("echo 1.5 # {network} {runs}").code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status("echo 1.5 # {network} {runs}").message()), HasSubstr("1 latencies instead of 2"));
  EXPECT_THAT(std::string(status("echo 1.5 ms # {network} {runs}").message()), HasSubstr("\"ms\" is not a number"));
}

TEST(CommandDeviceTest, RefusesCommandsThatCannotBe) {
  const auto message = [](absl::string_view command) {
    const absl::Status status = CommandDevice::Create(command, "phone").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(message(""), HasSubstr("has no {network}"));
  EXPECT_THAT(message("run {runs}"), HasSubstr("has no {network}"));
  EXPECT_THAT(message("run {network}"), HasSubstr("has no {runs}"));
  EXPECT_THAT(message("run {network} {runs} {arch}"), HasSubstr("unknown name {arch}"));
  EXPECT_TRUE(CommandDevice::Create("run {network} {runs} | awk '{print $1}'", "phone").ok());
}

TEST(CommandDeviceTest, ProvenanceIsNameAndCommand) {
  EXPECT_THAT((*CommandDevice::Create(" run {network} \\\n{runs}\n", "my phone"))->Provenance(),
              ElementsAre(testing::Pair("device", "my phone"), testing::Pair("command", "run {network} \\\\n{runs}")));
}

}  // namespace
}  // namespace duet::device_runner
