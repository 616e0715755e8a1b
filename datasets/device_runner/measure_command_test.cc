#include "datasets/device_runner/measure_command.h"

#include <filesystem>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/device_runner/command_device.h"
#include "datasets/device_runner/fake_space.h"
#include "datasets/device_runner/measurement_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FakeOperations : public FakeSpace {
 public:
  std::string Name() const override { return "fake_operations"; }
  std::string KeyColumn() const override { return "operation"; }
  std::vector<std::string> Keys() const override { return {"n1", "n2"}; }
};

class MeasureCommandTest : public testing::Test {
 protected:
  MeasureCommandTest() {
    directory_ = absl::StrCat(testing::TempDir(), "/", testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(directory_);
    command_.space = "fake";
    command_.device = "command";
    command_.device_name = "script";
    // Network n<i> takes i ms.
    command_.device_command = "n={network}; for i in $(seq {runs}); do echo ${n#n}; done";
    command_.protocol.num_inputs = 2;
    command_.output_path = absl::StrCat(directory_, "/my.csv");
    command_.command_line = "measure --of=a_test";
    space_.operations = &operations_;
  }

  absl::Status Run() {
    out_.str("");
    const DeviceFactories devices = {
        {"command", [](const MeasureCommand& c) { return CommandDevice::Create(c.device_command, c.device_name); }},
        {"oracle", [](const MeasureCommand&) { return absl::UnavailableError("not today"); }}};
    return RunMeasureCommand(command_, {&space_}, devices, out_);
  }

  std::string ErrorOf() {
    const absl::Status status = Run();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_FALSE(std::filesystem::exists(command_.output_path));
    return std::string(status.message());
  }

  FakeOperations operations_;
  FakeSpace space_;
  MeasureCommand command_;
  std::string directory_;
  std::ostringstream out_;
};

TEST_F(MeasureCommandTest, MeasuresNamedNetworksWithAScript) {
  command_.networks = "n4,n2,n9";
  const absl::Status status = Run();
  ASSERT_TRUE(status.ok()) << status;
  const MeasurementTable table = ReadMeasurementTable(command_.output_path).value();
  ASSERT_EQ(table.rows.size(), 3);
  for (const MeasurementTable::Row& row : table.rows) EXPECT_EQ(absl::StrCat("n", row.values[0]), row.key);
  EXPECT_EQ(FindProvenance(table, "device"), "script");
  EXPECT_EQ(FindProvenance(table, "run_as"), "measure --of=a_test");
  EXPECT_THAT(out_.str(), HasSubstr("3 networks: median 4 ms, from 2 to 9 ms"));
  EXPECT_THAT(out_.str(), HasSubstr("noise 0.000 %, drift 0.000 %"));
  EXPECT_THAT(out_.str(), testing::EndsWith(absl::StrCat(command_.output_path, "\n")));
}

TEST_F(MeasureCommandTest, MeasuresOperationsIntoAFileBeside) {
  command_.networks = "n4";
  command_.has_operations = true;
  ASSERT_TRUE(Run().ok());
  const std::string path = absl::StrCat(directory_, "/my_operations.csv");
  const MeasurementTable table = ReadMeasurementTable(path).value();
  EXPECT_EQ(table.key_column, "operation");
  EXPECT_EQ(FindProvenance(table, "space"), "fake_operations");
  EXPECT_EQ(table.rows.size(), 2);
  EXPECT_TRUE(std::filesystem::exists(command_.output_path));
  // Resumed: the operations stay.
  std::filesystem::remove(command_.output_path);
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(out_.str(), HasSubstr("not measured again"));
  // Alone.
  command_.networks = "";
  EXPECT_EQ(Run().code(), absl::StatusCode::kAlreadyExists);
  std::filesystem::remove(path);
  std::filesystem::remove(command_.output_path);
  ASSERT_TRUE(Run().ok());
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_FALSE(std::filesystem::exists(command_.output_path));
}

TEST_F(MeasureCommandTest, NetworksAreNamedInFourWays) {
  const auto networks = [&](const std::string& text) {
    command_.networks = text;
    return NetworksOf(command_, space_).value();
  };
  EXPECT_THAT(networks("n7"), ElementsAre("n7"));
  EXPECT_THAT(networks("n7,n3"), ElementsAre("n7", "n3"));
  EXPECT_EQ(networks("all").size(), 99);
  const std::string list = absl::StrCat(directory_, "/list");
  ASSERT_TRUE(WriteFileAtomically(list, "# mine\nn8\r\n\n n1 \nnetwork,latency_ms\nn5,4.5\n").ok());
  EXPECT_THAT(networks(list), ElementsAre("n8", "n1", "n5"));
  command_.networks = "";
  command_.num_sample = 5;
  EXPECT_EQ(NetworksOf(command_, space_)->size(), 5);
}

TEST_F(MeasureCommandTest, BadFlagsGiveClearErrors) {
  EXPECT_THAT(ErrorOf(), HasSubstr("nothing to measure: give --cells, --sample or --profile_ops"));
  command_.networks = "n4";
  command_.num_sample = 3;
  EXPECT_EQ(ErrorOf(), "--cells and --sample are both given; give one");
  command_.networks = "";
  command_.num_sample = 100;
  EXPECT_EQ(ErrorOf(), "--sample=100: cannot sample 100 networks of fake, which has 99");
  command_.num_sample = -1;
  EXPECT_THAT(ErrorOf(), HasSubstr("--sample=-1: cannot sample -1"));
  command_.num_sample.reset();
  command_.networks = "n4,no";
  EXPECT_EQ(ErrorOf(), "--cells=n4,no is no file, and as a list of networks: no network o");
  const std::string list = absl::StrCat(directory_, "/list");
  ASSERT_TRUE(WriteFileAtomically(list, "n8\nm8\n").ok());
  command_.networks = list;
  EXPECT_EQ(ErrorOf(), absl::StrCat(list, ":2: no network m8"));
  ASSERT_TRUE(WriteFileAtomically(list, "# none\n").ok());
  EXPECT_EQ(ErrorOf(), absl::StrCat(list, " names no network"));
  command_.networks = "n4,n4";
  EXPECT_EQ(ErrorOf(), "n4 is given more than once");
  command_.networks = "n4";
  command_.protocol.target_ms = -1;
  EXPECT_EQ(ErrorOf(), "target_ms is -1, not above 0");
  command_.protocol.target_ms = 1;
  command_.device = "toaster";
  EXPECT_EQ(ErrorOf(), "unknown --device=toaster; there are: command, oracle");
  command_.device = "command";
  command_.space = "mars";
  EXPECT_EQ(ErrorOf(), "unknown --space=mars; there are: fake");
  command_.space = "fake";
  command_.output_path = "";
  EXPECT_THAT(ErrorOf(), HasSubstr("--output= is not the path of a .csv file"));
  command_.output_path = absl::StrCat(directory_, "/my.csv");
  space_.operations = nullptr;
  command_.has_operations = true;
  EXPECT_THAT(ErrorOf(), HasSubstr("--profile_ops: the operations of --space=fake cannot be measured"));
  command_.has_operations = false;
  command_.device = "oracle";
  EXPECT_EQ(Run().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace duet::device_runner
