#include "experiments/framework/provenance.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string Write(const std::string& name, const std::string& contents) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  EXPECT_TRUE(WriteFileAtomically(path, contents).ok());
  return path;
}

TEST(CommitOfTest, SaysWhetherTheWorkingTreeDiffers) {
  const std::string directory = absl::StrCat(testing::TempDir(), "/repository");
  ASSERT_TRUE(WriteFileAtomically(absl::StrCat(directory, "/file"), "one").ok());
  const auto git = [&](std::vector<std::string> arguments) {
    std::vector<std::string> command = {"git", "-C", directory, "-c", "user.name=a", "-c", "user.email=a@b"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const absl::Status status = OutputOf(command).status();
    ASSERT_TRUE(status.ok()) << status;
  };
  EXPECT_EQ(CommitOf("/no/such/directory"), "unknown");
  git({"init", "--quiet"});
  git({"add", "file"});
  git({"commit", "--quiet", "--message=one"});
  const std::string commit = CommitOf(directory);
  EXPECT_THAT(commit, SizeIs(12));
  ASSERT_TRUE(WriteFileAtomically(absl::StrCat(directory, "/file"), "two").ok());
  EXPECT_EQ(CommitOf(directory), absl::StrCat(commit, "+changes"));
}

TEST(SumCostsTest, AddsTimesAndKeepsTheLargest) {
  const Provenance provenance = *SumCosts({
      Write("a.json", R"({"wallS": 2, "cpuS": 3, "peakMemoryMb": 50, "machine": "M"})"),
      Write("b.json", R"({"wallS": 5, "cpuS": 1, "peakMemoryMb": 40, "machine": "M"})"),
      Write("c.json", R"({"wallS": 1, "cpuS": 1, "peakMemoryMb": 60, "machine": "N"})"),
  });
  EXPECT_EQ(provenance.num_runs(), 3);
  EXPECT_EQ(provenance.total_wall_s(), 8);
  EXPECT_EQ(provenance.total_cpu_s(), 5);
  EXPECT_EQ(provenance.longest_run_s(), 5);
  EXPECT_EQ(provenance.peak_memory_mb(), 60);
  EXPECT_THAT(provenance.machines(), ElementsAre("M", "N"));
}

TEST(SumCostsTest, NamesAFileThatIsNoCost) {
  EXPECT_EQ(SumCosts({"/no/such/cost"}).status().code(), absl::StatusCode::kNotFound);
  const std::string path = Write("bad.json", "[]");
  const absl::Status status = SumCosts({path}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat(path, " is not a RunCost")));
}

TEST(CommandOfTest, NamesTheScale) {
  ExperimentResult result;
  result.set_target("//experiments/demo:demo");
  result.set_scale(SCALE_DEFAULT);
  EXPECT_EQ(CommandOf(result), "bazel run //experiments/demo:demo");
  result.set_scale(SCALE_FULL);
  EXPECT_EQ(CommandOf(result), "bazel run --config=full //experiments/demo:demo");
}

}  // namespace
}  // namespace duet::experiments
