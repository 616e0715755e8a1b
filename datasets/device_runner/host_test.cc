#include "datasets/device_runner/host.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

TEST(HostTest, ReadsTheModelOfTheProcessor) {
  EXPECT_EQ(CpuModel("processor\t: 0\nmodel\t\t: 167\nmodel name\t: Core i7 @ 3:6 GHz\nmodel name\t: other\n"),
            "Core i7 @ 3:6 GHz");
  EXPECT_EQ(CpuModel("processor\t: 0\n"), "unknown");
  EXPECT_EQ(CpuModel(""), "unknown");
}

TEST(HostTest, TurboIsWhatOneOfTheDriversSays) {
  EXPECT_EQ(Turbo("0", ""), "on");
  EXPECT_EQ(Turbo("1", ""), "off");
  EXPECT_EQ(Turbo("", "1"), "on");
  EXPECT_EQ(Turbo("", "0"), "off");
  EXPECT_EQ(Turbo("", ""), "unknown");
}

TEST(HostTest, EveryEntryHasAValue) {
  std::vector<std::string> names;
  for (const auto& [name, value] : HostProvenance()) {
    names.push_back(name);
    EXPECT_FALSE(value.empty()) << name;
  }
  EXPECT_THAT(names, testing::ElementsAre("cpu", "num_cpus", "virtual_machine", "governor", "turbo", "kernel"));
}

}  // namespace
}  // namespace duet::device_runner
